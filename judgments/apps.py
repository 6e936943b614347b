from django.apps import AppConfig

from peel.lib import triggers


class JudgmentsConfig(AppConfig):
    name = "judgments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.states_document import also_document
        from forces.reference import load_also
        from judgments.actions.frameworks import load_shipped_frameworks
        from judgments.states import LABELS, MOVES, JudgmentState
        from judgments.triggers import TRIGGERS

        also_document("Judgment", JudgmentState, MOVES, LABELS)
        load_also(load_shipped_frameworks)
        triggers.keep_installed(self, TRIGGERS)
