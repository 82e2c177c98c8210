"""What the package says of itself: what is in it, what each column means, and how to use, cite and check it.

The data dictionary is made from the shapes that make the data, so that it cannot say anything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings

from ogpminutes.api.resource import Resource
from ogpminutes.api.resources import RESOURCES
from ogpminutes.opendata.tables import Column, Part, columns, parts

README = """# Minutes of the Open Government Partnership Steering Committee: open data

The whole approved record of {portal} up to its newest seal,
{tip}, {sealed_at},
and all that was recorded beside the minutes when this package was made.

- `minutes/`: every edition, superseded ones too ({editions} in all). `edition-1.json` is byte for byte what was sealed
  (`schemas/minutes.json` describes its format), `edition-1.md` is the same as one Markdown text.
- `data/`: the current record as tables, each as CSV and as JSON with one object a line. `DATA-DICTIONARY.md` tells what
  every column means, `datapackage.json` tells it to programs (Frictionless Data Package).
- `seals.json` and `verify_minutes.py`: the proof that nothing was changed.
- `SHA256SUMS`: the checksum of every file.

PDF files are not in it; each edition's page has one, and `data/editions.json` its address and checksum.

## Rows

{rows}

## Reading the tables

CSV is UTF-8 with a byte order mark, without which Excel spoils every accent. A cell whose text begins with `=`, `+`,
`-` or `@` has an apostrophe before it, so that no spreadsheet runs it; JSON has the text as it is. An empty cell is
what the minutes do not state. Every `id` is an address of the API ({portal}/api/), and `url` a page.

{lists}

What became of decisions and action items is the table `updates`, and no part of the minutes: `item` is the `id` of the
decision or action item. An update that was withdrawn as wrong stays in it, with the day and the reason, and without its
evidence; it counts no more. The `state` of a decision or action item is that of the newest update that stands,
`state_since` its day, and `state_update` its `id`, whose row has the note and the evidence. Files of evidence are not
in the package: `evidence_file` is where to take one, and `evidence_file_sha256` its checksum.

A passage of the kind `feedback` is a suggestion and not a decision. `approved`, `approved-with-conditions`, `endorsed`
and `noted` differ. An apology, an absence and what is not recorded differ.

## Checking it

    sha256sum --check SHA256SUMS
    python3 verify_minutes.py seals.json minutes/*/*.json

## Licence and citation

{licence}. Cite it as:

    Open Government Partnership, Minutes of the Steering Committee, open data of {day}. {portal}/open-data/
"""
LISTS = """Several values of one cell are a JSON array of texts, such as `["africa", "europe"]`: so they stay in
the row of what they are of and can be read and filtered there, and a program takes them apart again even where one of
them holds a comma or a semicolon. Where there are none the cell is empty."""
LICENCE = """{name}
{url}

The minutes and the data made from them may be used under this licence. Name the Open Government Partnership, link to
the licence, and say whether you changed anything. Quote minutes by their citations, such as SC-2020-12/D1, and do not
show a suggestion as a decision.
"""


def readme(facts: Mapping[str, object], counts: Mapping[str, int]) -> str:
    rows = "\n".join(f"- {name}: {number}" for name, number in counts.items())
    licence = f"{settings.DATA_LICENCE} ({settings.DATA_LICENCE_URL}), see `LICENCE.txt`"
    return README.format(**facts, rows=rows, lists=LISTS, licence=licence, portal=settings.PORTAL_ADDRESS)


def licence() -> str:
    return LICENCE.format(name=settings.DATA_LICENCE, url=settings.DATA_LICENCE_URL)


def dictionary() -> str:
    """Give the data dictionary for people."""
    chapters = "\n".join(_chapter(resource) for resource in RESOURCES)
    return (
        f"# Data dictionary\n\nOf the tables in `data/`. Types are those of Frictionless Data.\n\n{LISTS}\n\n{chapters}"
    )


def _chapter(resource: Resource) -> str:
    head = f"## {resource.name}\n\n{resource.about}\n\n| column | type | meaning |\n|---|---|---|\n"
    rows = "".join(f"| `{each.name}` | {_type(each)} | {_meaning(each)} |\n" for each in columns(resource))
    return f"{head}{rows}{''.join(_nested(part) for part in parts(resource))}"


def _type(column: Column) -> str:
    return f"{column.type} ({column.format})" if column.format else column.type


def _meaning(column: Column) -> str:
    return f"{column.about} A JSON array; empty where there are none." if column.is_list else column.about


def _nested(part: Part) -> str:
    """Tell of objects within an object as a list, so that it is not taken for columns of the table."""
    if part.table:
        return f"\nIn JSON also `{part.name}`: its rows of the table `{part.table}`. {part.about}\n\n"
    rows = "".join(f"- `{part.name}.{each.name}`, {_type(each)}: {_meaning(each)}\n" for each in part.of)
    return f"\nIn JSON alone: `{part.name}`, a list of objects. {part.about}\n\n{rows}"


def data_package() -> str:
    """Give the same for programs: a Frictionless Data Package."""
    package = {
        "profile": "tabular-data-package",
        "name": "ogp-steering-committee-minutes",
        "title": "Minutes of the Open Government Partnership Steering Committee",
        "homepage": f"{settings.PORTAL_ADDRESS}/open-data/",
        "licenses": [{"title": settings.DATA_LICENCE, "path": settings.DATA_LICENCE_URL}],
        "resources": [_resource(resource) for resource in RESOURCES],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(resource: Resource) -> dict[str, object]:
    fields = [
        {"name": each.name, "type": each.type, **({"format": each.format} if each.format else {}),
         "description": _meaning(each)}
        for each in columns(resource)
    ]  # fmt: skip
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "path": f"data/{resource.name}.csv",
        "description": resource.about,
        "encoding": "utf-8",  # a registered name; who reads it so skips the byte order mark
        "schema": {"fields": fields, "primaryKey": "id"},
    }
