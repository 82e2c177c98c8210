"""Groups of attendees, read line by line: people name by name, or below the name of their organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from meetings.diagnostics import quote
from meetings.importers.blocks import Form
from meetings.importers.imported import Unplaced
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.labels import goes_on, is_organisation_line, is_table_head, parted_seat
from meetings.importers.recognise.people import (
    Person,
    is_name,
    is_organisation,
    is_title,
    read_name,
    read_person,
    split_list,
)
from meetings.importers.recognise.presence import presence_of
from meetings.lines import slug_of
from meetings.minutes import AttendanceGroup, Attendee
from meetings.textform.seats import split_role, usual_capacity, usual_co_chair

_WRITE = "write one “- name | organisation | title” a line"
_SEVERAL = re.compile(r"[,;]\s|\s(?:and|&)\s")


@dataclass(slots=True)
class _Group:
    """One group in the making. `says` is the label that tells capacity and presence where it has no heading."""

    heading: str
    line: int
    says: str
    by_organisation: bool = False
    attendees: list[Attendee] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.attendees or self.notes)


class GroupReader:
    """Reads the lines of a list in turn. No line is lost: what is no person goes to the note of its group."""

    def __init__(self, known: frozenset[str], *, reads_lists: bool = True) -> None:
        self._known = known
        self._reads_lists = reads_lists  # whether `Kenya: Ann Abel, Bob Odhiambo` is a seat; else it stays as it is
        self._groups: list[_Group] = []
        self._seat = ("", "")
        self._is_seat_empty = False
        self._list: Item | None = None  # the line that names the seat and its people, while others may follow below it
        self._listed = ""  # the seat of the list that ended last in this group
        self.strays = 0  # lines that follow such a list, are not of its seat, and fit nowhere
        self.warnings: list[tuple[int, str]] = []
        self.unplaced: list[Unplaced] = []

    @property
    def has_words(self) -> bool:
        return any(group.heading or not group.is_empty for group in self._groups)

    @property
    def run_together(self) -> int:
        """Count the lines that share the note of a group with one before them."""
        return sum(max(len(group.notes) - 1, 0) for group in self._groups)

    @property
    def people(self) -> int:
        return sum(len(group.attendees) for group in self._groups)

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    @property
    def _last_seat(self) -> tuple[str, str]:
        last = self._group.attendees[-1:]
        return self._seat if self._seat[0] or not last else (last[0].organisation, last[0].seat_role)

    def begin(self, heading: str, line: int, says: str) -> None:
        self._close_seat()
        self._listed = ""
        self._groups.append(_Group(heading, line, says))

    def finish(self) -> tuple[AttendanceGroup, ...]:
        self._close_seat()
        made = [group for group in self._groups if group.heading or not group.is_empty]
        return tuple(
            AttendanceGroup(
                heading=group.heading,
                by_organisation=group.by_organisation,
                attendees=tuple(group.attendees),
                note=" ".join(group.notes),
            )
            for group in made
        )

    # Lines

    def read(self, item: Item, below: Item | None) -> None:
        """Read a line that is no label of a group."""
        self._end_list(item)
        label, names = self._parted_heading(item)
        if is_table_head(item):
            self._keep_table_head(item)
        elif label:
            self.begin(label, item.line, self._group.says)
            self.read_list(names, item)
        elif item.marker or not self._read_one(item, below):
            self._note(item)

    def _keep_table_head(self, item: Item) -> None:
        """Keep the words of a table's head: as a paragraph, behind which people who stand by themselves can go on."""
        self.warnings.append(
            (item.line, f"{quote(item.text)} is the head of a table and stands as it is; take it out.")
        )
        if self._group.by_organisation:
            self.begin(item.text, item.line, self._group.says)
        else:
            self._note(item, is_told=False)

    def _read_one(self, item: Item, below: Item | None) -> bool:
        if self._read_seat_and_people(item):
            return True
        if self._is_seat_line(item, below):
            return self._begin_seat(item.plain.rstrip(":").strip(), item)
        if item.plain.count(",") > 1 and self._read_names(item.plain, item):
            return True
        person = read_person(item, self._known, in_seat=bool(self._seat[0]))
        if person and " " not in person.name and not (person.role or person.organisation or person.title):
            return False  # one word can be anything
        if person and self._fits(by_organisation=bool(self._seat[0])):
            self._add(person, item)
            return True
        return not item.cells and self._read_names(item.plain, item)

    def read_list(self, text: str, item: Item) -> None:
        """Read the names behind a label; a list that cannot be parted stays as it is."""
        person = read_name(text, self._known, in_seat=bool(self._seat[0])) if text.count(",") == 1 else None
        if person and is_organisation(person.organisation) and self._fits(by_organisation=bool(self._seat[0])):
            self._add(person, item)
        elif not self._read_names(text, item):
            self._note(replace(item, text=text), is_told=bool(_SEVERAL.search(text)))

    def _read_names(self, text: str, item: Item) -> bool:
        """Read a run-on list of names, all or none."""
        pieces = [piece for piece in split_list(text) if piece]
        if pieces and re.search(r"(?:\w{2}|\))\.$", pieces[-1]):
            pieces[-1] = pieces[-1][:-1]
        found = [self._read_piece(piece) for piece in pieces]
        has_words = all(" " in piece or is_organisation(piece) for piece in pieces)
        is_mixed = ";" not in text and len({bool(person and person.name) for person in found}) > 1
        if is_mixed:
            return False  # “Ann Abel, Kenya” can be one or two
        is_whole = ";" in text or has_words or (len(pieces) == 1 and item.plain != text)
        if not found or not all(found) or not is_whole or not self._fits(by_organisation=bool(self._seat[0])):
            return False
        for person in filter(None, found):
            self._add(person, item)
        return True

    def _read_piece(self, piece: str) -> Person | None:
        """Read one of a list of names; an organisation alone is a seat without a person."""
        person = read_name(piece, self._known, in_seat=bool(self._seat[0]))
        is_body = is_organisation(piece) and not is_title(piece) and len(piece.split()) <= 6 and piece[:1].isupper()
        is_bare = is_body and not self._seat[0] and not re.search(r"[(),:;]|\s[-–—]\s", piece) and bool(slug_of(piece))
        return Person("", organisation=piece) if person is None and is_bare else person

    # Seats

    def _is_seat_line(self, item: Item, below: Item | None) -> bool:
        """Tell whether a line names an organisation that people stand below."""
        if item.form == Form.BULLET or not is_organisation_line(item) or not self._fits(by_organisation=True):
            return False
        return (
            below is not None
            and not below.cells[2:]
            and (read_person(below, self._known, in_seat=True) is not None or is_organisation_line(below))
        )

    def _begin_seat(self, text: str, item: Item) -> bool:
        self._close_seat()
        organisation, role = split_role(text)
        if not slug_of(organisation):
            return False
        self._group.by_organisation = True
        self._seat, self._is_seat_empty = (organisation, role), True
        return True

    def _close_seat(self) -> None:
        """Keep an organisation with nobody below it as an empty seat."""
        if self._is_seat_empty:
            self._group.attendees.append(self._attendee(None))
        self._seat, self._is_seat_empty, self._list = ("", ""), False, None

    def _end_list(self, item: Item) -> None:
        """End a list of people behind the name of their organisation, unless a line is more of it."""
        if self._list and not goes_on(self._list, item):
            self._listed = self._seat[0]
            self._close_seat()
        elif self._list and not self._list.cells and not item.is_bullet:
            self._list = item

    def _read_seat_and_people(self, item: Item) -> bool:
        """Read `Kenya: Ann Abel, Bob Odhiambo`, and a row that begins with the organisation."""
        organisation, names = parted_seat(item)
        found = [read_name(piece, self._known, in_seat=True) for piece in split_list(names) if piece]
        if not organisation or not found or not all(found):
            return False
        if not self._reads_lists or (split_role(organisation) == self._last_seat and not self._group.notes):
            self._note(item)  # of two lists of one seat the page would say its name once, the source says it twice
            return True
        if not self._fits(by_organisation=True) or not self._begin_seat(organisation, item):
            return False
        for person in filter(None, found):
            self._add(person, item)
        self._list = item
        return True

    @staticmethod
    def _parted_heading(item: Item) -> tuple[str, str]:
        """Part `Signatories: Ann Abel, Bob Cole`, where what stands before the colon is no organisation."""
        match = re.match(r"([^:–—(]{2,60}?:)\s+(?=\S)(.+)", item.plain)
        has_cells = bool(item.cells) and not item.is_bullet
        is_other = not match or not match[1][0].isupper() or has_cells or item.marker or is_organisation(match[1])
        return ("", "") if is_other or match is None else (match[1], match[2])

    def _fits(self, *, by_organisation: bool) -> bool:
        """Begin a group that goes on behind a note where the line needs one; tell whether the line fits."""
        group = self._group
        if group.notes:
            if group.by_organisation > by_organisation:
                return False
            self.begin("", group.line, group.says) if not by_organisation or not self._seat[0] else self._renew()
            return True
        return not group.attendees or group.by_organisation == by_organisation

    def _renew(self) -> None:
        """Go on behind a note below the same organisation: its words would be said twice, so it is not done."""
        self._seat, self._is_seat_empty = ("", ""), False
        self.begin("", self._group.line, self._group.says)

    # People and notes

    def _add(self, person: Person, item: Item) -> None:
        self._is_seat_empty = False
        self._group.attendees.append(self._attendee(person))
        if person.guess:
            message = f"“{person.guess}”: a space alone parts the name from the rest; check where the name ends."
            self.warnings.append((item.line, message))

    def _note(self, item: Item, *, is_told: bool = True) -> None:
        self._close_seat()
        is_stray = bool(self._listed) and is_told
        self._group.notes.append(item.text)
        if is_stray and (is_name(item.plain) or item.cells or read_person(item, self._known, in_seat=False)):
            self._tell_stray(item)
        elif len(item.plain.split()) > 2 and is_told and not re.search(r"[.!?][”\"’)]*$", item.text):
            self.unplaced.append(Unplaced(item.line, item.text))
            message = f"“{item.text[:40]}” cannot be read as attendees; it stays as it is; {_WRITE}."
            self.warnings.append((item.line, message))

    def _tell_stray(self, item: Item) -> None:
        self.strays += 1
        self.unplaced.append(Unplaced(item.line, item.text))
        what = f"{quote(item.text)} stands behind the list of “{self._listed}”, not in it: it stays as it is"
        self.warnings.append((item.line, f"{what}; put a heading “### …” above it, and {_WRITE}."))

    def _attendee(self, person: Person | None) -> Attendee:
        group, (organisation, seat_role) = self._group, self._seat
        one = person or Person("")
        organisation = organisation or one.organisation
        role = one.role
        capacity = usual_capacity(group.heading or group.says, role or seat_role)
        co_chair, term = usual_co_chair(role, seat_role)
        return Attendee(
            name=one.name,
            person=slug_of(one.name),
            organisation=organisation,
            organisation_key=slug_of(organisation),
            title=one.title,
            role=role,
            seat_role=seat_role,
            capacity=capacity,
            co_chair=co_chair,
            term_from=term[0],
            term_until=term[1],
            votes=capacity.votes,
            presence=presence_of(group.heading or group.says, person),
        )
