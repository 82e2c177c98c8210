"""HTML and a style sheet to PDF. Imported by the press alone: importing WeasyPrint takes half a second."""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

_FONTS = FontConfiguration()
_STANDARD = {"pdf_variant": "pdf/ua-1"}


class ClosedFetcher(URLFetcher):
    """Fetches nothing: the sheet comes with the job, fonts come from fontconfig, and minutes hold no pictures."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        raise FatalURLFetchingError(f"the document asks for {url[:200]}, and nothing is fetched for a PDF.")


_CLOSED = ClosedFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)


@lru_cache(maxsize=2)
def _sheet(style: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=style, font_config=_FONTS, url_fetcher=_CLOSED)


def typeset(html: str, style: str, address: str) -> bytes:
    """Give a tagged PDF (PDF/UA-1). Equal texts and fonts give equal bytes."""
    source = weasyprint.HTML(string=html, base_url=address or None, url_fetcher=_CLOSED)
    document = source.render(_FONTS, stylesheets=[_sheet(style)], **_STANDARD)
    for page in document.pages:
        # WeasyPrint 70 makes a link of each box inside a link too; PDF/UA has one, tagged as such (7.18.5).
        page.links = [link for link in page.links if link[-1].link]
    pdf: bytes = document.write_pdf(**_STANDARD)
    return pdf
