"""Addresses of the library, and who may use them."""

from django.urls import path

from corpus import checking, citing, highlightpages, people, searchpage, timeline, views

app_name = "corpus"
urlpatterns = [
    path("", views.library, name="library"),
    path("search/", searchpage.search_page, name="search"),
    path("check/", checking.check, name="check"),
    path("people/", people.people, name="people"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("notes/", highlightpages.mine, name="notes"),
    path("notes.<str:suffix>", highlightpages.taken_out, name="notes_file"),
    path("notes/bring/", highlightpages.bring, name="notes_bring"),
    path("notes/<uuid:name>/", highlightpages.change, name="note_change"),
    path("<slug:work>/", views.work, name="work"),
    path("<slug:work>/<slug:edition>/mark/", highlightpages.mark, name="mark"),
    path("<slug:work>/cite/", citing.cite, name="cite"),
    path("<slug:work>/cite.<str:suffix>", citing.cite_file, name="cite_file"),
    path("<slug:work>/<slug:edition>/", views.whole, name="whole"),
    path("<slug:work>/<slug:edition>/<int:number>/", views.section, name="section"),
    path("<slug:work>/<slug:edition>/p<int:paragraph>/", views.paragraph, name="paragraph"),
    path("<slug:work>/<slug:edition>/n<int:note>/", views.note, name="note"),
]

ACCESS = {
    "library": "anyone",
    "search": "anyone",
    "check": "anyone",
    "people": "anyone",
    "timeline": "anyone",
    "work": "anyone",
    "section": "anyone",
    "whole": "anyone",
    "paragraph": "anyone",
    "note": "anyone",
    "notes": "signed in",
    "notes_file": "signed in",
    "notes_bring": "signed in",
    "note_change": "owner",
    "mark": "signed in",
    "cite": "anyone",
    "cite_file": "anyone",
}
