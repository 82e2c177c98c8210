"""The package: what is in it, that it is true, the same for the same record, checkable, and of no draft."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.test import Client

from decisions.models import Update
from meetings import words
from meetings.canonical import from_json
from meetings.models import Edition, Meeting, Seal
from ogpminutes import publication
from ogpminutes.api.resources import RESOURCES
from ogpminutes.opendata import tables
from ogpminutes.opendata.package import FOLDER, pack
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = (
    *("README.md", "LICENCE.txt", "DATA-DICTIONARY.md", "datapackage.json", "SHA256SUMS"),
    *("seals.json", "verify_minutes.py", "schemas/minutes.json"),
)


def packed() -> bytes:
    target = io.BytesIO()
    pack(target)
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def amended() -> None:
    """An edition that was superseded, the one that stands, and another meeting."""
    factories.vocabulary()
    factories.edition(factories.small_minutes(), "superseded")
    factories.edition(factories.small_minutes("newer"), reason="A name was wrong.")
    factories.edition(factories.small_minutes("other", "april-2021", date(2021, 4, 3)))


def test_it_holds_every_edition_and_every_table() -> None:
    amended()
    files = unpack(packed())
    minutes = [f"minutes/{place}.{suffix}" for place in ("april-2021/edition-1", "march-2021/edition-1",
               "march-2021/edition-2") for suffix in ("json", "md")]  # fmt: skip
    data = [f"data/{each.name}.{suffix}" for each in RESOURCES for suffix in ("json", "csv")]
    assert sorted(files) == sorted([*minutes, *data, *WORDS])


def test_minutes_are_the_bytes_that_are_sealed() -> None:
    amended()
    files = unpack(packed())
    for seal in Seal.objects.select_related("edition__meeting"):
        place = f"minutes/{seal.edition.meeting.slug}/edition-{seal.edition.number}"
        assert files[f"{place}.json"] == seal.record.encode()
        assert from_json(files[f"{place}.json"]).title in files[f"{place}.md"].decode()


def test_tables_are_what_the_api_gives(client: Client) -> None:
    factories.beside(factories.december())
    meeting = Meeting.objects.get()
    Update.objects.create(meeting=meeting, number="D1", day=date(2021, 5, 1), state="done", note="=1+1")
    files = unpack(packed())
    for resource in RESOURCES:
        given: list[Any] = []
        address = f"/api/{resource.name}/?page_size=100"
        while address:
            page = client.get(address).json()
            given, address = given + page["results"], page["next"]
        assert json.loads(files[f"data/{resource.name}.json"]) == given
        table = rows(files[f"data/{resource.name}.csv"])
        names = [column.name for column in tables.columns(resource)]
        assert [list(row) for row in table[:1]] == [names]
        assert [row["id"] for row in table] == [each["id"] for each in given]


def test_a_cell_is_safe_in_a_spreadsheet_and_json_has_the_text_as_it_is() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(title="=cmd|' /C calc'!A0", place="+1", publisher="@x"))
    files = unpack(packed())
    (row,) = rows(files["data/meetings.csv"])
    assert (row["title"], row["place"]) == ("'=cmd|' /C calc'!A0", "'+1")
    (given,) = json.loads(files["data/meetings.json"])
    assert (given["title"], given["place"]) == ("=cmd|' /C calc'!A0", "+1")


def test_lists_truths_and_what_is_not_stated_fit_in_a_cell() -> None:
    assert [tables.cell(each) for each in (["a", "b"], (), True, False, None, 3, "x")] == [
        *('["a", "b"]', "", "true", "false", "", "3", "x")
    ]


def test_conditions_come_apart_again_whatever_they_say() -> None:
    conditions = ("by May; or later", 'as "agreed"', "=1+1, §2")
    factories.vocabulary()
    factories.edition(factories.small_minutes(sessions=(factories.deciding(*conditions),)))
    files = unpack(packed())
    (row,) = rows(files["data/decisions.csv"])
    assert tuple(json.loads(row["conditions"])) == conditions
    (given,) = json.loads(files["data/decisions.json"])
    assert tuple(given["conditions"]) == conditions


def test_columns_of_several_values_are_arrays_to_people_and_programs() -> None:
    factories.december()
    files = unpack(packed())
    resources = json.loads(files["datapackage.json"])["resources"]
    arrays = {
        f"{each['name']}.{field['name']}"
        for each in resources
        for field in each["schema"]["fields"]
        if field["type"] == "array"
    }
    assert arrays == {"decisions.conditions", *(f"{table}.{name}" for table in ("sessions", "passages")
                                                for name in ("regions", "themes"))}  # fmt: skip
    given = {each["id"]: each["themes"] for each in json.loads(files["data/passages.json"])}
    table = rows(files["data/passages.csv"])
    assert {row["id"]: json.loads(row["themes"] or "[]") for row in table} == given
    assert [words in files["README.md"].decode() for words in ("JSON array of texts", "`updates`")] == [True, True]
    assert "JSON array of texts" in files["DATA-DICTIONARY.md"].decode()


def test_equal_records_give_equal_bytes() -> None:
    amended()
    first = packed()
    assert packed() == first
    Update.objects.create(meeting=Meeting.objects.first(), number="D1", day=date(2021, 5, 1), state="done")
    assert packed() != first


def test_an_empty_portal_gives_a_whole_package() -> None:
    factories.vocabulary()
    files = unpack(packed())
    assert json.loads(files["data/passages.json"]) == []
    assert rows(files["data/passages.csv"]) == []
    assert "(0 in all)" in files["README.md"].decode()


# What it says of itself


def test_the_dictionary_names_every_column_and_every_word_of_the_record() -> None:
    factories.december()
    files = unpack(packed())
    dictionary = files["DATA-DICTIONARY.md"].decode()
    for resource in RESOURCES:
        chapter = dictionary.split(f"\n## {resource.name}\n")[1].split("\n## ")[0]
        header = files[f"data/{resource.name}.csv"].decode("utf-8-sig").splitlines()[0].split(",")
        assert [line.split("`")[1] for line in chapter.splitlines() if line.startswith("| `")] == header
        assert "|  |" not in chapter
    for vocabulary in (words.Kind, words.Scope, words.Outcome, words.Presence, words.CoChair):
        assert [word for word in vocabulary if word and f"`{word.value}`" not in dictionary] == []


def test_the_data_package_describes_the_tables_for_programs() -> None:
    factories.december()
    files = unpack(packed())
    package = json.loads(files["datapackage.json"])
    assert package["licenses"] == [{"title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    for resource in package["resources"]:
        assert (resource["encoding"], resource["schema"]["primaryKey"]) == ("utf-8", "id")
        header = files[resource["path"]].decode("utf-8-sig").splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        read = {"integer": int, "date": date.fromisoformat, "boolean": ("true", "false").index}
        read["array"] = json.loads
        for row in rows(files[resource["path"]]):
            for field in resource["schema"]["fields"]:
                if row[field["name"]] and field["type"] in read:
                    read[field["type"]](row[field["name"]])  # raises where it is of another type


def test_the_licence_is_the_one_of_the_settings(settings: LazySettings) -> None:
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    factories.vocabulary()
    files = unpack(packed())
    for name in ("README.md", "LICENCE.txt", "datapackage.json"):
        assert "https://opendatacommons.org/licenses/odbl/1-0/" in files[name].decode()
        assert "creativecommons" not in files[name].decode()


# Checking it


def test_checksums_are_of_all_other_files() -> None:
    amended()
    files = unpack(packed())
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_its_own_verifier_proves_every_edition(
    tmp_path: Path, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    factories.vocabulary()
    draft = Edition.objects.with_meeting().get(pk=factories.edition(factories.small_minutes(), "draft").pk)
    publication.adopt(draft, publication.OPERATOR, draft.version, None)
    with ZipFile(io.BytesIO(packed())) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / FOLDER
    place = importlib.util.spec_from_file_location("verifier", folder / "verify_minutes.py")
    assert place is not None
    assert place.loader is not None
    verifier = importlib.util.module_from_spec(place)
    place.loader.exec_module(verifier)
    paths = [str(folder / f"minutes/march-2021/edition-1.{suffix}") for suffix in ("json", "md")]
    assert verifier.main([str(folder / "seals.json"), *paths]) == 0
    said = capsys.readouterr().out
    assert "the newest edition of its meeting, proved by the seal" in said
    assert "as the portal's list of files says" in said
    Path(paths[0]).write_bytes(Path(paths[0]).read_bytes().replace(b"Point", b"Paint"))
    assert verifier.main([str(folder / "seals.json"), *paths]) == 1


# Nothing of a draft


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_changes_no_byte_of_it(status: str) -> None:
    factories.vocabulary()
    public = factories.small_minutes()
    factories.edition(public)
    before = packed()
    secret = replace(factories.small_minutes("zebrafish"), meeting=public.meeting, reference=public.reference)
    factories.edition(secret, status, reason="Because zebrafish.")
    factories.edition(factories.small_minutes("zebrafish", "june-2021", date(2021, 6, 3)), status)
    assert packed() == before
    assert not any(b"zebrafish" in content for content in unpack(before).values())
