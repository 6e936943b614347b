"""How static files are named when they are served."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT_LINE = r'(?m)(?P<matched>^(?P<names>(?:import|export)\s[^;"]*)"(?P<url>\.\.?/[^"]+)";)'


class ModuleAwareStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names that also reach the ``import`` lines of our JavaScript modules.

    Without that a browser could pair a new module with an old one from its cache.
    Django's own patterns for this also read the minified files of other packages,
    and take them wrong.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((IMPORT_LINE, '%(names)s"%(url)s";'),)),
    )
