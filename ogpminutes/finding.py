"""What a page of results shows beside the passages: counts, other things of that name, another spelling."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from meetings.facets import chips, counts
from meetings.paging import sheet
from meetings.search import suggesting
from ogpminutes import leading, results
from ogpminutes.others import others
from ogpminutes.results import Findings, RecordFilter

PAGE = 20  # passages on a page


def gather(request: HttpRequest, filters: RecordFilter) -> dict[str, Any]:
    """Give all that the page needs, in a number of queries that does not grow with what is found."""
    unfolded = request.GET.get("all", "")
    counted = counts(filters, unfolded)
    listed = sheet(request, Findings(request.user, filters, counted.found), filters.query(), PAGE)
    found = list(listed.page)
    is_first = listed.page.number == 1 and not filters.is_earlier
    offered = others(request.user, filters, unfolded) if is_first else []
    return {
        "filters": filters,
        "facets": counted.facets,
        "is_cut": counted.found.is_cut,
        "counted": counted.found.total,
        "ranked": counted.found.ranked if counted.found.ranked < counted.found.total else 0,
        "chips": chips(filters),
        "offers_earlier": bool(filters.words) and not filters.is_earlier and filters.has_earlier(),
        "sheet": listed,
        "results": found,
        "others": offered,
        "former": [] if found or filters.chosen or filters.is_earlier else leading.formerly(request.user, filters),
        "suggestion": suggesting.suggest(request.user, filters.words)
        if filters.asked and not (found or offered)
        else "",
        "longer": ("", "") if found else results.longer(filters),
        "ways_out": [] if found else results.ways_out(filters),
    }
