"""The addresses of casework."""

from django.urls import URLPattern, path

from cases.views import answers, offline, reviews, work

app_name = "cases"
SAMPLE = "inspections/<slug:inspection>/<slug:sample>/"

urlpatterns: list[URLPattern] = [
    path("my-work/", work.my_work, name="my_work"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
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
    path("offline/", offline.offline, name="offline"),
]
