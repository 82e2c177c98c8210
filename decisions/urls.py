from django.urls import path, re_path

from decisions import views

REFERENCE = r"(?P<reference>[A-Z0-9-]{1,30})"

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/decisions.csv", views.decisions_csv, name="decisions-csv"),
    path("decisions/actions/", views.actions, name="actions"),
    re_path(rf"^decisions/{REFERENCE}/(?P<number>D[1-9][0-9]{{0,3}})/$", views.decision, name="decision"),
    re_path(rf"^decisions/{REFERENCE}/(?P<number>A[1-9][0-9]{{0,3}})/$", views.action, name="action"),
]
