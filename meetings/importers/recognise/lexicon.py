"""Words by which a list of attendees tells offices, bodies and parts of names apart."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words("""
    de del della der den di da das dos do van von la le los las el al bin ibn bint ben y e i ter ten zu zur af av
""")
TITLES = _words("""
    director director-general advisor adviser minister head policy senior deputy assistant executive secretary chair
    chairman chairwoman chairperson co-chair president vice chief manager officer coordinator co-ordinator counsellor
    counselor ambassador lead leader commissioner member professor specialist analyst consultant representative
    programme program project principal special associate junior undersecretary attaché delegate observer editor
    treasurer founder partner intern fellow researcher expert engineer lawyer attorney general-secretary direction
    rapporteur trustee mayor governor senator state under-secretary ceo cto cfo coo staff new civil
""")
ORGANISATIONS = _words("""
    university ministry government governments institute institution center centre department office council agency
    bank foundation federation association authority commission network alliance coalition society secretariat embassy
    bureau inc ltd llc gmbh corporation company trust union committee board school college international republic
    kingdom parliament fund group initiative lab labs partners treasury cabinet unit forum
    ministerio ministère secretaría universidad universidade université instituto institut fundación fundação fondation
    asociación associação gobierno governo gouvernement comisión comissão consejo conselho conseil agencia agence
    banco banque embajada ambassade
""")
TABLE_HEADS = _words("""
    name names organisation organization title position country role affiliation institution email e-mail signature
    company representing capacity government member attendee participant constituency seat
""")
