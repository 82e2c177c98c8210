"""CSV for spreadsheets."""

import csv

import pytest

from meetings.spreadsheet import csv_response, safe_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@A1", "'@A1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=1", "a=1"),
        ("", ""),
        (None, ""),
        (3, "3"),
    ],
)
def test_a_cell_is_never_a_formula(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_rows_are_streamed_as_they_are_made() -> None:
    made = []
    rows = (made.append(number) or [number] for number in range(3))  # type: ignore[func-returns-value]
    response = csv_response("list.csv", ["n"], rows)
    assert (made, next(iter(response)), made) == ([], "\ufeffn\r\n".encode(), [])
    assert b"".join(response) == b"0\r\n1\r\n2\r\n"


def test_a_spreadsheet_reads_back_what_was_said() -> None:
    response = csv_response("list.csv", ["text"], [['Grünbaum, “quoted” and "plain"\nnext line']])
    read = list(csv.reader(response.getvalue().decode("utf-8-sig").splitlines(keepends=True)))
    assert read == [["text"], ['Grünbaum, “quoted” and "plain"\nnext line']]
    assert response["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
