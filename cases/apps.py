from django.apps import AppConfig

from peel.lib import triggers


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forces.permissions import check_before_leaving

        from .permissions import leave_team
        from .triggers import TRIGGERS

        check_before_leaving(leave_team)
        triggers.keep_installed(self, TRIGGERS)
