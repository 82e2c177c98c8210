"""The language that minutes are written in, told by their letters or by the small words that no text goes without."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from meetings.diagnostics import Findings
from meetings.importers.recognise.items import Item

ENGLISH = "en"
_SCRIPTS = {  # the first word of the Unicode name of a letter
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "ru",
}
_SMALL_WORDS = {
    "en": "the of and to in that was were is by for with on be this it at from not",
    "es": "el la los las de del que y en se por con una un para al su fue no es",
    "fr": "le la les des du de et que en est une un pour par au sur dans qui il",
    "pt": "o a os as do da dos das de que e em se por com uma um para ao foi não",
    "de": "der die das und den dem des zu von mit für ist nicht auf wird eine ein",
    "it": "il lo gli di del della dei che e in si per con una un è non al sono",
    "nl": "de het een en van in dat is op te voor met niet zijn wordt aan bij",
}
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_READ = 20_000  # letters; more tell nothing new
_LEAST = 8  # small words of a language, before it is taken for that of the text


def tell_language(items: Iterable[Item], findings: Findings) -> str:
    """Give the tag of the language; English, unless the text speaks for another one."""
    text = " ".join(item.plain for item in items)[:_READ]
    found = _by_letters(text) or _by_words(text) or ENGLISH
    if found != ENGLISH:
        findings.warn(1, f"The language is guessed: “{found}”; check it, or correct “language: {found}” in the text.")
    return found


def _by_letters(text: str) -> str:
    """Tell by the script that most letters are of; Latin letters tell nothing."""
    letters = [sign for sign in text if sign.isalpha()]
    counts = Counter(unicodedata.name(sign, "").partition(" ")[0] for sign in letters)
    script, times = counts.most_common(1)[0] if counts else ("", 0)
    if script not in _SCRIPTS or times * 2 < len(letters):
        return ""
    return "uk" if script == "CYRILLIC" and len(_UKRAINIAN.findall(text)) * 50 > times else _SCRIPTS[script]


def _by_words(text: str) -> str:
    counts = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    scores = {tag: sum(counts[word] for word in words.split()) for tag, words in _SMALL_WORDS.items()}
    best = max(scores, key=lambda tag: scores[tag])
    return best if scores[best] >= _LEAST and scores[best] > scores[ENGLISH] * 2 else ""
