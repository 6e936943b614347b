"""The addresses of judgments."""

from django.urls import path

from judgments.urls import actions, evidence, figures, findings, reports
from judgments.urls.paths import INSPECTION
from judgments.views import inspections, judging, moderation, national, publishing

app_name = "judgments"

urlpatterns = [
    path("", national.home, name="home"),
    path("cycles/<slug:cycle>/", national.cycle, name="cycle"),
    path("cycles/<slug:cycle>/export/<slug:kind>/", national.export_cycle, name="export_cycle"),
    path("forces/<slug:force>/", national.force, name="force"),
    path("to-moderate/", moderation.to_moderate, name="to_moderate"),
    path(INSPECTION, inspections.inspection, name="inspection"),
    path(f"{INSPECTION}areas/", inspections.areas, name="areas"),
    path(f"{INSPECTION}areas/<slug:area>/", judging.draft, name="draft"),
    path(f"{INSPECTION}publish/", publishing.publish_confirmed, name="publish_all"),
    *findings.urlpatterns,
    *evidence.urlpatterns,
    *actions.urlpatterns,
    *reports.urlpatterns,
    *figures.urlpatterns,
    path("<int:pk>/", judging.judgment, name="judgment"),
    path("<int:pk>/revise/", judging.revise, name="revise"),
    path("<int:pk>/propose/", judging.propose, name="propose"),
    path("<int:pk>/moderate/", judging.moderate, name="moderate"),
    path("<int:pk>/send-back/", judging.send_back, name="send_back"),
    path("<int:pk>/confirm/", judging.confirm, name="confirm"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/step-back/", judging.step_back, name="step_back"),
    path("<int:pk>/withdraw/", judging.withdraw, name="withdraw"),
    path("<int:pk>/take-up-again/", judging.take_up_again, name="take_up_again"),
    path("<int:pk>/reissue/", judging.reissue, name="reissue"),
]
