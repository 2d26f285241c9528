"""Addresses of attempts, and who may use them."""

from django.urls import path

from quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("<uuid:public_id>/", views.attempt, name="attempt"),
    path("<uuid:public_id>/<int:position>/", views.question, name="question"),
    path("<uuid:public_id>/review/", views.review, name="review"),
    path("<uuid:public_id>/submit/", views.submit, name="submit"),
    path("<uuid:public_id>/results/", views.results, name="results"),
]

ACCESS = {
    "attempt": "owner",
    "question": "owner",
    "review": "owner",
    "submit": "owner",
    "results": "owner",
}
