"""The addresses of actions and their register."""

from django.urls import path

from judgments.urls.paths import INSPECTION
from judgments.views.actions import following, moving, printed, reading, register, writing

ACTION = "actions/<int:pk>/"

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/export/<slug:kind>/", register.export_register, name="export_register"),
    path(f"{INSPECTION}actions/", reading.actions, name="actions"),
    path(f"{INSPECTION}actions/new/", writing.new, name="action_new"),
    path(f"{INSPECTION}actions/printed/", printed.printed, name="actions_printed"),
    path(f"{INSPECTION}follow-up/", following.follow_up, name="follow_up"),
    path(f"{INSPECTION}follow-up/<int:pk>/", following.answer, name="follow_up_answer"),
    path(ACTION, reading.action, name="action"),
    path(f"{ACTION}recommendation/", writing.recommendation, name="recommendation_new"),
    path(f"{ACTION}revise/", writing.revise, name="action_revise"),
    path(f"{ACTION}correct/", writing.correct, name="action_correct"),
    path(f"{ACTION}withdraw/", moving.withdraw, name="action_withdraw"),
    path(f"{ACTION}take-up-again/", moving.take_up_again, name="action_take_up_again"),
    path(f"{ACTION}publish-early/", moving.publish_early, name="action_publish_early"),
    path(f"{ACTION}status/", register.add_line, name="action_status"),
]
