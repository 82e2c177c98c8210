from django.urls import path, re_path

from decisions import citing, views

REFERENCE = r"(?P<reference>[A-Z0-9-]{1,30})"
NUMBER = r"(?P<number>{letter}[1-9][0-9]{{0,3}})"

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/decisions.csv", views.decisions_csv, name="decisions-csv"),
    path("decisions/actions/", views.actions, name="actions"),
    path("decisions/actions/actions.csv", views.actions_csv, name="actions-csv"),
    path("decisions/updates.csv", views.decision_updates_csv, name="decision-updates-csv"),
    path("decisions/actions/updates.csv", views.action_updates_csv, name="action-updates-csv"),
    path("decisions/taken-up/", views.taken_up, name="taken-up"),
    path("decisions/taken-up/taken-up.csv", views.taken_up_csv, name="taken-up-csv"),
    path("documents/", views.documents, name="documents"),
    path("documents/<slug:slug>/", views.document, name="document"),
    path("documents/<slug:slug>/decisions.csv", views.document_csv, name="document-csv"),
    re_path(
        rf"^decisions/{REFERENCE}/{NUMBER.format(letter='[AD]')}/citation\.(?P<suffix>[a-z]{{3,4}})$",
        citing.citation,
        name="item-citation",
    ),
]
