"""Addresses of the library, and who may use them."""

from django.urls import path

from corpus import citing, searchpage, views

app_name = "corpus"
urlpatterns = [
    path("", views.library, name="library"),
    path("search/", searchpage.search_page, name="search"),
    path("<slug:work>/", views.work, name="work"),
    path("<slug:work>/cite/", citing.cite, name="cite"),
    path("<slug:work>/cite.<str:suffix>", citing.cite_file, name="cite_file"),
    path("<slug:work>/<slug:edition>/<int:number>/", views.section, name="section"),
    path("<slug:work>/<slug:edition>/p<int:paragraph>/", views.paragraph, name="paragraph"),
    path("<slug:work>/<slug:edition>/n<int:note>/", views.note, name="note"),
]

ACCESS = {
    "library": "anyone",
    "search": "anyone",
    "work": "anyone",
    "section": "anyone",
    "paragraph": "anyone",
    "note": "anyone",
    "cite": "anyone",
    "cite_file": "anyone",
}
