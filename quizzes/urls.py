"""Addresses of attempts, and who may use them."""

from django.urls import path

from quizzes import cellviews, disputes, recordviews, views

app_name = "quizzes"
urlpatterns = [
    path("<uuid:public_id>/", views.attempt, name="attempt"),
    path("<uuid:public_id>/<int:position>/", views.question, name="question"),
    path("<uuid:public_id>/<int:position>/cell/<int:claim>/<int:source>/", cellviews.cell, name="cell"),
    path("<uuid:public_id>/<int:position>/dispute/", disputes.dispute, name="dispute"),
    path("<uuid:public_id>/noted/", disputes.noted, name="noted"),
    path("<uuid:public_id>/review/", views.review, name="review"),
    path("<uuid:public_id>/submit/", views.submit, name="submit"),
    path("<uuid:public_id>/stretch/", views.stretch, name="stretch"),
    path("<uuid:public_id>/clock/", views.clock, name="clock"),
    path("<uuid:public_id>/results/", views.results, name="results"),
    path("<uuid:public_id>/log/", recordviews.attempt_log, name="log"),
    path("<uuid:public_id>/<int:position>/receipt/", recordviews.receipt, name="receipt"),
    path("<uuid:public_id>/<int:position>/receipt.json", recordviews.receipt_file, name="receipt_file"),
]

ACCESS = {
    "attempt": "owner",
    "question": "owner",
    "cell": "owner",
    "dispute": "owner",
    "noted": "owner",
    "review": "owner",
    "submit": "owner",
    "stretch": "owner",
    "clock": "owner",
    "results": "owner",
    "log": "owner",
    "receipt": "owner",
    "receipt_file": "owner",
}
