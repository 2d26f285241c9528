"""Addresses of courses, and who may use them. “Course staff” are its instructors and registrars."""

from django.urls import path

from courses.views import grading, lessons

app_name = "courses"
urlpatterns = [
    path("", lessons.home, name="home"),
    path("courses/<slug:slug>/", lessons.course, name="course"),
    path("courses/<slug:slug>/class/", grading.class_page, name="class"),
    path("courses/<slug:slug>/class/settle/", grading.settle, name="settle"),
    path("courses/<slug:slug>/answers/<uuid:public_id>/", grading.answers, name="answers"),
    path("courses/<slug:slug>/export/<slug:table>.<slug:kind>", grading.export, name="export"),
    path("courses/<slug:slug>/<int:lesson>/", lessons.lesson, name="lesson"),
    path("courses/<slug:slug>/<int:lesson>/<int:step>/", lessons.step, name="step"),
    path("courses/<slug:slug>/<int:lesson>/<int:step>/read/", lessons.read, name="read"),
    path("courses/<slug:slug>/<int:lesson>/<int:step>/start/", lessons.start, name="start"),
]

ACCESS = {
    "home": "signed in",
    "course": "enrolled",
    "class": "course staff",
    "settle": "course staff",
    "answers": "instructor",
    "export": "course staff",
    "lesson": "enrolled",
    "step": "enrolled",
    "read": "student",
    "start": "student",
}
