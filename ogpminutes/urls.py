"""The site map. Addresses are a promise: a published one never dies."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from decisions.urls import NUMBER, REFERENCE
from ogpminutes import browsing, changing, citing, item_page, papers, responding, verifying, views
from ogpminutes.opendata import views as open_data
from ogpminutes.sitemaps import SITEMAPS


class PassageNumber(StringConverter):
    """A passage as it is cited, `3D.6`; written small it means the same."""

    regex = r"[A-Za-z0-9-]{1,20}\.[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> str:
        return value.upper()


register_converter(PassageNumber, "passage")
EDITION = "meetings/<slug:slug>/editions/<int:number>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("meetings/", views.meetings, name="meetings"),
    re_path(r"^meetings/(?P<year>[12][0-9]{3})/$", views.meetings, name="meetings-year"),
    path("meetings/<slug:slug>/", views.minutes, name="minutes"),
    path("meetings/<slug:slug>/minutes.<slug:suffix>", views.minutes_file, name="minutes-file"),
    path(EDITION, views.minutes, name="edition"),
    path(f"{EDITION}minutes.<slug:suffix>", views.minutes_file, name="edition-file"),
    path(f"{EDITION}changes/", changing.changes, name="changes"),
    path(f"{EDITION}citation.<slug:suffix>", citing.edition_citation, name="edition-citation"),
    path("meetings/<slug:slug>/passages/<passage:citation>/", citing.newest_passage, name="newest-passage"),
    path(f"{EDITION}passages/<passage:citation>/", citing.passage, name="passage"),
    path(
        f"{EDITION}passages/<passage:citation>/citation.<slug:suffix>", citing.passage_citation, name="passage-citation"
    ),
    path("meetings/<slug:slug>/papers/<int:number>/", papers.paper, name="paper"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/seals.json", verifying.seals, name="seals"),
    path("browse/", browsing.browse, name="browse"),
    path("browse/results.csv", browsing.browse_csv, name="browse-csv"),
    path("regions/", browsing.regions, name="regions"),
    path("regions/<slug:slug>/", browsing.region, name="region"),
    path("themes/", browsing.themes, name="themes"),
    path("themes/<slug:slug>/", browsing.theme, name="theme"),
    path("", include("decisions.urls")),
    re_path(rf"^decisions/{REFERENCE}/{NUMBER.format(letter='D')}/$", item_page.decision, name="decision"),
    re_path(rf"^decisions/{REFERENCE}/{NUMBER.format(letter='A')}/$", item_page.action, name="action"),
    re_path(
        rf"^decisions/{REFERENCE}/{NUMBER.format(letter='[AD]')}/evidence-(?P<pk>[0-9]{{1,18}})\.(?P<suffix>[a-z]{{2,4}})$",
        item_page.evidence,
        name="evidence",
    ),
    path("", include("attendees.urls")),
    path("", include("ogpminutes.following.urls")),
    path("respond/", responding.drafts, name="drafts"),
    path("respond/<slug:slug>/<int:number>/", responding.respond, name="respond"),
    path("schemas/minutes.json", views.schema, name="schema"),
    path("api/", include("ogpminutes.api.urls")),
    path("open-data/", open_data.page, name="open-data"),
    path("open-data/minutes.zip", open_data.file, name="open-data-file"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.health, name="health"),
    path("", include("ogpminutes.account_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "ogpminutes.views.bad_request"
handler403 = "ogpminutes.views.forbidden"
handler404 = "ogpminutes.views.not_found"
handler500 = "ogpminutes.views.failed"
