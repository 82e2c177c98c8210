"""The addresses below /api/."""

from __future__ import annotations

from django.urls import path, re_path

from ogpminutes.api import views
from ogpminutes.api.resource import EDITION
from ogpminutes.api.resources import RESOURCES

urlpatterns = [
    path("", views.Index.as_view(), name="api"),
    path("schema/", views.SchemaView.as_view(), name="api-schema"),
    path("withdrawn/", views.WithdrawnView.as_view(), name="api-withdrawn"),
    re_path(rf"^editions/{EDITION}/minutes/$", views.MinutesView.as_view(), name="api-minutes"),
    *(path(f"{each.name}/", views.ListView.as_view(resource=each), name=f"api-{each.name}") for each in RESOURCES),
    *(
        re_path(rf"^{each.name}/{each.place}/$", views.OneView.as_view(resource=each), name=f"api-{each.name}-one")
        for each in RESOURCES
    ),
    # Only what ends in a slash: of the rest Django first tries whether it is an address that lacks it.
    re_path(r"^.*/$", views.Missing.as_view(), name="api-missing"),
]
