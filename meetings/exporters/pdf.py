"""Minutes to PDF: the one template of page and edition, under a print sheet of its own, tagged and with fixed fonts.

The bytes depend on the minutes, the imprint, the templates, the sheet and the fonts, and on nothing else: no clock,
no machine. So `cache_key` is the hash of what goes to the press.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from meetings.canonical import to_dict
from meetings.exporters.press import Document, Press
from meetings.imprint import Imprint
from meetings.layout import lay_out
from meetings.minutes import Minutes
from meetings.vocabulary import Vocabulary

NOTHING_KNOWN = Vocabulary()
_press = Press()


def export(minutes: Minutes, imprint: Imprint, vocabulary: Vocabulary = NOTHING_KNOWN) -> bytes:
    """Give the PDF. Raises `PrintingFailed` where the press refuses the document or gives up on it."""
    document = Document(compose(minutes, imprint, vocabulary), _style(), imprint.address)
    return _press.print(document, {"FONTCONFIG_FILE": str(_write_font_settings())}, settings.BASE_DIR)


def cache_key(minutes: Minutes, imprint: Imprint, vocabulary: Vocabulary = NOTHING_KNOWN) -> str:
    """Give a name for the PDF that changes whenever its bytes would."""
    fonts = [f"{font.name} {font.stat().st_size}" for font in font_files()]
    parts = [
        compose(minutes, imprint, vocabulary),
        _style(),
        imprint.address,
        version("weasyprint"),
        version("pydyf"),
        *fonts,
    ]
    return "pdf-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()


def compose(minutes: Minutes, imprint: Imprint, vocabulary: Vocabulary) -> str:
    """Give the HTML that goes to the press."""
    context = {"minutes": minutes, "imprint": imprint, "layout": lay_out(minutes), "vocabulary": vocabulary}
    return render_to_string("minutes/pdf.html", context)


def _style() -> str:
    return _static("css/print.css").read_text(encoding="utf-8")


def _static(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is not among the static files; run `make run`.")
    return Path(found)


# Fonts


def font_files() -> list[Path]:
    """Give the fonts of the PDF: whole TrueType files, put there by the set-up."""
    return sorted(_static("vendor/fonts").glob("*.ttf"))


def _write_font_settings() -> Path:
    """Tell fontconfig of our fonts alone, so that every machine draws alike; give the file's place."""
    place: Path = settings.VAR / "press" / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(_static('vendor/fonts')))}</dir>\n"
        "<selectfont><rejectfont><glob>*.woff2</glob></rejectfont></selectfont>\n"
        f"<cachedir>{escape(str(place.parent / 'cache'))}</cachedir>\n</fontconfig>\n"
    )
    if not place.exists() or place.read_text(encoding="utf-8") != text:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return place


def uncovered(minutes: Minutes) -> list[str]:
    """Name the characters that no font of the PDF can draw: `["한 HANGUL SYLLABLE HAN"]`."""
    said = set(_signs(to_dict(minutes)))
    missing = sorted(sign for sign in said if ord(sign) not in _drawable() and unicodedata.category(sign) != "Cf")
    return [f"{sign} {unicodedata.name(sign, f'U+{ord(sign):04X}')}" for sign in missing]


def _signs(value: object) -> str:
    if isinstance(value, dict):
        return "".join(map(_signs, value.values()))
    if isinstance(value, list):
        return "".join(map(_signs, value))
    return value if isinstance(value, str) else ""


@cache
def _drawable() -> frozenset[int]:
    # Slow to import, and asked for by editors alone.
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    signs: set[int] = set()
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            signs.update(font.getBestCmap())
    return frozenset(signs)
