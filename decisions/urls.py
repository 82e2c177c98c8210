from django.urls import path, re_path

from decisions import citing, views

REFERENCE = r"(?P<reference>[A-Z0-9-]{1,30})"

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/decisions.csv", views.decisions_csv, name="decisions-csv"),
    path("decisions/actions/", views.actions, name="actions"),
    re_path(rf"^decisions/{REFERENCE}/(?P<number>D[1-9][0-9]{{0,3}})/$", views.decision, name="decision"),
    re_path(rf"^decisions/{REFERENCE}/(?P<number>A[1-9][0-9]{{0,3}})/$", views.action, name="action"),
    re_path(
        rf"^decisions/{REFERENCE}/(?P<number>[AD][1-9][0-9]{{0,3}})/citation\.(?P<suffix>[a-z]{{3,4}})$",
        citing.citation,
        name="item-citation",
    ),
]
