"""How a search box is read."""

import pytest

from meetings.terms import Term, read_terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  …  - ' \" ", ()),
        ("Civic SPACE", (Term(("civic",), whole=False), Term(("space",), whole=False))),
        ("SU", (Term(("su",), whole=True),)),
        ("Grünbaum Benoît", (Term(("grunbaum",), whole=False), Term(("benoit",), whole=False))),
        ('"civic space"', (Term(("civic", "space"), whole=True),)),
        ("“civic space” «SU»", (Term(("civic", "space"), whole=True), Term(("su",), whole=True))),
        ("peer-to-peer", (Term(("peer", "to", "peer"), whole=False),)),
        ("Board's", (Term(("board", "s"), whole=True),)),
        ('open "never closed', (Term(("open",), whole=False), Term(("never",), whole=False), Term(("closed",), False))),
        ("summit Summit SUMMIT", (Term(("summit",), whole=False),)),
        ("100%_ **bold**", (Term(("100",), whole=True), Term(("bold",), whole=False))),
    ],
)
def test_terms_are_read(typed: str, terms: tuple[Term, ...]) -> None:
    assert read_terms(typed) == terms
