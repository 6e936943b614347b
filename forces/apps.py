from django.apps import AppConfig

from peel.lib.triggers import keep_installed


class ForcesConfig(AppConfig):
    name = "forces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forces.triggers import TRIGGERS

        keep_installed(self, TRIGGERS)
