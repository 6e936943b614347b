"""The addresses of casework."""

from django.urls import URLPattern, path

from cases.views import (
    allocation,
    answers,
    draws,
    evidence,
    exports,
    extracts,
    files,
    handing_over,
    importing,
    offline,
    plans,
    results,
    reviews,
    samples,
    signing,
    work,
    workload,
)

app_name = "cases"
SAMPLE = "inspections/<slug:inspection>/<slug:sample>/"
EXTRACT = f"{SAMPLE}extract/<int:pk>/"
DRAW = f"{SAMPLE}draws/<int:revision>/"

urlpatterns: list[URLPattern] = [
    path("my-work/", work.my_work, name="my_work"),
    path("workload/", workload.workload, name="workload"),
    path("inspections/<slug:inspection>/", samples.inspection, name="inspection"),
    path("inspections/<slug:inspection>/samples/new/", samples.sample_new, name="sample_new"),
    path("inspections/<slug:inspection>/hand-over/", handing_over.hand_over, name="hand_over"),
    path(SAMPLE, samples.sample, name="sample"),
    path(f"{SAMPLE}import/", importing.import_files, name="import_files"),
    path(f"{SAMPLE}import/template.csv", importing.import_template, name="import_template"),
    path(f"{SAMPLE}import/problems.csv", importing.import_problems, name="import_problems"),
    path(f"{SAMPLE}allocate/", allocation.allocate_files, name="allocate"),
    path(f"{SAMPLE}share/", allocation.share_files, name="share_files"),
    path(f"{SAMPLE}balance/", allocation.balance, name="balance"),
    path(f"{SAMPLE}extract/", extracts.extract_upload, name="extract_upload"),
    path(EXTRACT, extracts.extract, name="extract"),
    path(f"{EXTRACT}progress/", extracts.extract_progress, name="extract_progress"),
    path(f"{EXTRACT}columns/", extracts.extract_columns, name="extract_columns"),
    path(f"{EXTRACT}rejected.csv", extracts.extract_rejected, name="extract_rejected"),
    path(f"{EXTRACT}discard/", extracts.extract_discard, name="extract_discard"),
    path(f"{EXTRACT}again/", extracts.extract_again, name="extract_again"),
    path(f"{EXTRACT}plan/", plans.plan, name="plan"),
    path(f"{EXTRACT}plan/frame/", plans.plan_frame, name="plan_frame"),
    path(f"{EXTRACT}plan/use/", plans.plan_use, name="plan_use"),
    path(f"{EXTRACT}plan/save/", plans.plan_save, name="plan_save"),
    path(f"{EXTRACT}plan/<slug:kind>/new/", plans.plan_entry, name="plan_entry_new"),
    path(f"{EXTRACT}plan/<slug:kind>/<int:place>/", plans.plan_entry, name="plan_entry"),
    path(
        f"{EXTRACT}plan/<slug:kind>/<int:place>/arrange/", plans.plan_arrange, name="plan_arrange"
    ),
    path(f"{EXTRACT}draw/", draws.draw_check, name="draw_check"),
    path(DRAW, draws.draw, name="draw"),
    path(f"{DRAW}withdraw/", draws.draw_withdraw, name="draw_withdraw"),
    path(f"{DRAW}draw.<str:kind>", draws.draw_export, name="draw_export"),
    path("sampling-plans/", plans.sampling_plans, name="sampling_plans"),
    path("sampling-plans/<slug:slug>/", plans.sampling_plan, name="sampling_plan"),
    path("files/<int:pk>/", files.case_file, name="case_file"),
    path("files/<int:pk>/eliminate/", files.eliminate, name="eliminate"),
    path("files/<int:pk>/restore/", files.restore, name="restore"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/current/", answers.current_answers, name="current_answers"),
    path("reviews/<int:pk>/answer/", answers.save_answer, name="save_answer"),
    path("reviews/<int:pk>/answers/", answers.save_answers, name="save_answers"),
    path("reviews/<int:pk>/submit/", reviews.submit, name="submit"),
    path("reviews/<int:pk>/accept/", reviews.accept, name="accept"),
    path("reviews/<int:pk>/return/", reviews.return_review, name="return"),
    path("reviews/<int:pk>/step-back/", reviews.step_back, name="step_back"),
    path("reviews/<int:pk>/comments/", reviews.comment, name="comment"),
    path("comments/<int:pk>/resolve/", reviews.resolve_comment, name="resolve_comment"),
    path("keys/", offline.keys, name="keys"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("kept/", offline.kept, name="kept"),
    path("offline/", offline.offline, name="offline"),
    path("results/", results.results_list, name="results_list"),
    path(f"{SAMPLE}results/", results.results, name="results"),
    path(f"{SAMPLE}results.<str:kind>", exports.export_results, name="export_results"),
    path(f"{SAMPLE}answers.<str:kind>", exports.export_answers, name="export_answers"),
    path(f"{SAMPLE}results/<slug:measure>/", results.measure, name="measure"),
    path(
        f"{SAMPLE}results/<slug:measure>/<slug:part>/", evidence.cases_behind, name="cases_behind"
    ),
    path(f"{SAMPLE}revisions/<int:revision>/", results.revision, name="revision"),
    path(f"{SAMPLE}sign-off/", signing.sign_off, name="sign_off"),
    path(f"{SAMPLE}reopen/", signing.reopen, name="reopen"),
]
