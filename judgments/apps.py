from django.apps import AppConfig

from peel.lib import triggers


class JudgmentsConfig(AppConfig):
    name = "judgments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.demonstration import loaders
        from cases.states_document import also_document
        from cases.waiting import show_also
        from forces import reference
        from judgments import action_states
        from judgments.actions.frameworks import load_shipped_frameworks
        from judgments.states import LABELS, MOVES, JudgmentState
        from judgments.triggers import TRIGGERS
        from judgments.waiting import judgments_waiting_for

        also_document("Judgment", JudgmentState, MOVES, LABELS)
        also_document(
            "Action", action_states.ActionState, action_states.MOVES, action_states.LABELS
        )
        reference.load_also(load_shipped_frameworks)
        loaders.load_also("judgments.demonstration.loading.load_judgments")
        loaders.load_also("judgments.demonstration.loading.load_reports")
        show_also(judgments_waiting_for)
        triggers.keep_installed(self, TRIGGERS)
