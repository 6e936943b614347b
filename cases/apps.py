from django.apps import AppConfig

from peel.lib import triggers


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .triggers import TRIGGERS

        triggers.keep_installed(self, TRIGGERS)
