from django.apps import AppConfig

from peel.lib.triggers import keep_installed


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import openapi  # noqa: F401
        from accounts.triggers import TRIGGERS

        keep_installed(self, TRIGGERS)
