"""Addresses of attempts, and who may use them."""

from django.urls import path

from quizzes.views import attempts, cells, disputes, records

app_name = "quizzes"
urlpatterns = [
    path("<uuid:public_id>/", attempts.attempt, name="attempt"),
    path("<uuid:public_id>/<int:position>/", attempts.question, name="question"),
    path("<uuid:public_id>/<int:position>/cell/<int:claim>/<int:source>/", cells.cell, name="cell"),
    path("<uuid:public_id>/<int:position>/dispute/", disputes.dispute, name="dispute"),
    path("<uuid:public_id>/noted/", disputes.noted, name="noted"),
    path("<uuid:public_id>/review/", attempts.review, name="review"),
    path("<uuid:public_id>/submit/", attempts.submit, name="submit"),
    path("<uuid:public_id>/stretch/", attempts.stretch, name="stretch"),
    path("<uuid:public_id>/clock/", attempts.clock, name="clock"),
    path("<uuid:public_id>/results/", attempts.results, name="results"),
    path("<uuid:public_id>/log/", records.attempt_log, name="log"),
    path("<uuid:public_id>/<int:position>/receipt/", records.receipt, name="receipt"),
    path("<uuid:public_id>/<int:position>/receipt.json", records.receipt_file, name="receipt_file"),
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
