from django.apps import AppConfig

from peel.lib.triggers import keep_installed


class ChecklistsConfig(AppConfig):
    name = "checklists"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from checklists.triggers import TRIGGERS

        keep_installed(self, TRIGGERS)
