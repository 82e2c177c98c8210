from django.urls import path

from decisions import views

REFERENCE = r"(?P<reference>[A-Z0-9-]{1,30})"
NUMBER = r"(?P<number>{letter}[1-9][0-9]{{0,3}})"

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/decisions.csv", views.decisions_csv, name="decisions-csv"),
    path("decisions/actions/", views.actions, name="actions"),
    path("decisions/actions/actions.csv", views.actions_csv, name="actions-csv"),
]
