"""Peel's settings as the tests use them: production's, without HTTPS and slow hashing."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a key for tests, which guards nothing")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
# Outside the tests, as when types are checked: a file that is left in nobody's way.
os.environ.setdefault(
    "DATABASE_URL", f"sqlite:///{Path(tempfile.gettempdir()) / 'peel-outside-tests.sqlite3'}"
)

from peel.settings import *  # noqa: F403
from peel.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads that share an in-memory database don't wait for its lock.
    # Each process has its own, so that two runs don't meet.
    _file = Path(tempfile.gettempdir()) / f"peel-tests-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_file)}

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Files that a demonstration collected here would be looked up anew for each test's client.
STATIC_ROOT = Path(tempfile.gettempdir()) / f"peel-tests-{os.getpid()}-static"
EXTRACTS_ROOT = Path(tempfile.gettempdir()) / f"peel-tests-{os.getpid()}-extracts"
atexit.register(shutil.rmtree, EXTRACTS_ROOT, ignore_errors=True)
ATTACHMENTS_ROOT = Path(tempfile.gettempdir()) / f"peel-tests-{os.getpid()}-attachments"
atexit.register(shutil.rmtree, ATTACHMENTS_ROOT, ignore_errors=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Zeal fails a test whose page asks the database once for each row. A page asks the same on
    # every engine, and looking costs a sixth of the time: so it looks on one.
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
# One row is rightly asked for twice: a view finds it and the action locks it, the person who
# asks may be the person who is changed, and signing out finds the session to delete it.
# The tests of lists count statements, which catches a get() for each row.
ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
