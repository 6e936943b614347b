"""The addresses of the API."""

from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from cases import agreements_api as agreements
from cases import api as cases
from cases import decisions_api as decisions
from cases import draws_api as draws
from cases.comparison import api as comparison
from cases.force_data import api as force_data
from cases.published import api as published
from forces import api as forces
from forces.indicators import api as indicators
from judgments import api as judgments

router = SimpleRouter()
router.register("forces", forces.ForceViewSet, "force")
router.register("inspections", forces.InspectionViewSet, "inspection")
router.register("case-files", cases.CaseFileViewSet, "case-file")
router.register("reviews", cases.ReviewViewSet, "review")
router.register("sampling-plans", draws.SamplingPlanViewSet, "sampling-plan")
router.register("answers", cases.AnswerViewSet, "answer")
router.register("decisions", decisions.DecisionViewSet, "decision")
router.register("published-results", published.PublishedResultViewSet, "published-result")
router.register("frameworks", judgments.FrameworkViewSet, "framework")
router.register("judgments", judgments.JudgmentViewSet, "judgment")
router.register("actions", judgments.ActionViewSet, "action")
router.register("findings", judgments.FindingViewSet, "finding")
router.register("practice", judgments.PracticeViewSet, "practice")
router.register("evidence", judgments.EvidenceViewSet, "evidence")
router.register("attachments", judgments.AttachmentViewSet, "attachment")
router.register("force-data/lists", indicators.ForceListViewSet, "force-list")
router.register("force-data/values", indicators.ForceValueViewSet, "force-value")

# The page's own style sheet carries its icons as data; nothing else is allowed to.
documentation = csp_update({"img-src": ["data:"]})(
    SpectacularSwaggerSplitView.as_view(url_name="api:schema")
)

app_name = "api"
urlpatterns = [
    path("force-data/indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path(
        "force-data/indicators/<slug:code>/",
        indicators.IndicatorDetail.as_view(),
        name="indicator-detail",
    ),
    path(
        "force-data/indicators/<slug:code>/forces/",
        force_data.IndicatorFigures.as_view(),
        name="indicator-figures",
    ),
    path(
        "force-data/forces/<slug:slug>/",
        indicators.ForceFigures.as_view(),
        name="force-figures",
    ),
    path(
        "force-data/forces/<slug:slug>/ethnicity/",
        force_data.ForceDisproportionality.as_view(),
        name="force-disproportionality",
    ),
    path(
        "inspections/<slug:inspection>/areas/",
        judgments.InspectionAreas.as_view(),
        name="inspection-areas",
    ),
    path(
        "inspections/<slug:inspection>/figures/",
        judgments.InspectionFigures.as_view(),
        name="inspection-figures",
    ),
    path(
        "inspections/<slug:inspection>/figures/choices/",
        judgments.FigureChoices.as_view(),
        name="figure-choices",
    ),
    path(
        "inspections/<slug:inspection>/figures/accept/",
        judgments.AcceptFigures.as_view(),
        name="accept-figures",
    ),
    path(
        "inspections/<slug:inspection>/figures/use-token/",
        judgments.UseToken.as_view(),
        name="use-token",
    ),
    path(
        "inspections/<slug:inspection>/report/draft/",
        judgments.ReportDraft.as_view(),
        name="report-draft",
    ),
    path(
        "inspections/<slug:inspection>/report/errata/",
        judgments.ReportErrata.as_view(),
        name="report-errata",
    ),
    path(
        "inspections/<slug:inspection>/report/versions/",
        judgments.ReportVersions.as_view(),
        name="report-versions",
    ),
    path(
        "inspections/<slug:inspection>/report/versions/<int:number>/",
        judgments.ReportVersion.as_view(),
        name="report-version",
    ),
    path(
        "inspections/<slug:inspection>/report/versions/<int:number>/<slug:ending>/",
        judgments.ReportFile.as_view(),
        name="report-file",
    ),
    path(
        "inspections/<slug:inspection>/judgments/publish/",
        judgments.PublishJudgments.as_view(),
        name="publish-judgments",
    ),
    path("cycles/<slug:cycle>/grades/", judgments.CycleGrades.as_view(), name="cycle-grades"),
    path("forces/<slug:force>/grades/", judgments.ForceGrades.as_view(), name="force-grades"),
    path(
        "inspections/<slug:inspection>/follow-ups/",
        judgments.InspectionFollowUps.as_view(),
        name="inspection-follow-ups",
    ),
    path("samples/", cases.SampleList.as_view(), name="sample-list"),
    path(
        "samples/<slug:inspection>/<slug:sample>/",
        cases.SampleDetail.as_view(),
        name="sample-detail",
    ),
    path(
        "samples/<slug:inspection>/<slug:sample>/results/",
        cases.SampleResults.as_view(),
        name="sample-results",
    ),
    path(
        "samples/<slug:inspection>/<slug:sample>/draws/",
        draws.SampleDraws.as_view(),
        name="sample-draws",
    ),
    path(
        "samples/<slug:inspection>/<slug:sample>/draws/<int:revision>/",
        draws.SampleDraw.as_view(),
        name="sample-draw",
    ),
    path(
        "samples/<slug:inspection>/<slug:sample>/ledger/",
        draws.SampleLedger.as_view(),
        name="sample-ledger",
    ),
    path(
        "samples/<slug:inspection>/<slug:sample>/agreement/",
        agreements.SampleAgreement.as_view(),
        name="sample-agreement",
    ),
    path("stored-figures/", comparison.StoredFigureList.as_view(), name="stored-figure-list"),
    path(
        "comparisons/<slug:cycle>/<slug:checklist>/<slug:measure>/",
        comparison.Comparison.as_view(),
        name="comparison",
    ),
    path(
        "series/<slug:force>/<slug:checklist>/<slug:measure>/",
        comparison.ForceSeries.as_view(),
        name="series",
    ),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", documentation, name="docs"),
    path("", include(router.urls)),
]
