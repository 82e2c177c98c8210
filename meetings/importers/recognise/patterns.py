"""The words that minutes use for their parts, as patterns that several rooms of the recogniser share."""

from __future__ import annotations

import re

_I = re.IGNORECASE

TITLE_WORD = re.compile(
    r"\b(?:minutes?|meetings?|agenda|notes|record|proceedings|teleconference|call|assembly|hearing|acta|reuni[oó]n|"
    r"proc[eè]s-verbal|compte rendu|ata|réunion|reunião|protokoll|sitzung|verbale|retreat|summary)\b",
    _I,
)
DRAFT = re.compile(r"\b(?:DRAFT|UNAPPROVED|UNCONFIRMED|PROVISIONAL)\b|\(draft\)|^draft\b", re.IGNORECASE)
VIRTUAL = re.compile(
    r"\b(?:virtual(?:ly)?|online|zoom|teams|teleconference|by (?:phone|telephone)|via|webex|skype|hybrid)\b", _I
)
PLACE_LABEL = re.compile(r"(?:place|venue|location|where|held (?:at|in))\b\s*:?", _I)
DATE_LABEL = re.compile(r"(?:date|dates|time|when|date and time|day|hour)s?\s*:", _I)
NUMBERED = re.compile(
    r"(?:agenda\s+)?(?:session|item|part|topic|agenda point|section)\s+"
    r"(\d{1,3}[A-Za-z]?|[IVX]{1,5})\s*[:.)–—-]?(?:\s|$)",
    _I,
)
DAY_HEADING = re.compile(
    r"(?:day\s+(?:one|two|three|four|five|\d{1,2})\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\b|[a-z]{3,9},?\s+\d{1,2}\b))",
    _I,
)
LEADERS = re.compile(r"(?:\.\s?){4,}|…\s*\d|_{4,}|\t\s*\d+$")
ATTENDANCE = re.compile(
    r"(?:list of |full list of |meeting |members? |those |also |in )?"
    r"(?:attend(?:ees|ance|ing|ed)|participants?|participation|present|persons present|roll ?call|"
    r"roll of attendance|members)\b",
    _I,
)
ABSENCE = re.compile(
    r"(?:(?:members? |those |with )?(?:absent|excused|unable to attend)|apolog(?:y|ies)(?: for absence| received)?|"
    r"regrets|not present|excusals)\b",
    _I,
)
COMPANY = re.compile(
    r"(?:observers?|guests?|staff|secretariat|support unit|also present|others? present|invited|invitees|by phone|"
    r"on the phone|on (?:the )?(?:call|line)|remote(?:ly)?|via (?:zoom|phone|teams)|in person|online|in attendance|"
    r"in the chair|"
    r"chair(?:s|person|man|woman|ed by)?|co-chairs?|vice-chair|secretary|minute[- ]?takers?|minutes? (?:taken )?by|"
    r"note[- ]?takers?|scribe|recorder|facilitator|quorum|alternates?|proxies|directors|officers|board members|"
    r"members)\b",
    _I,
)
HEADING_WORD = re.compile(
    r"\b(?:welcome|opening|introductions?|agenda|approval|approve|minutes|reports?|updates?|review|discussion|adjourn\w*|"
    r"business|next|closing|closure|remarks|order|actions?|decisions?|budget|finances?|strategy|lunch|break|dinner|"
    r"election|vote|items?|matters|planning|work ?plan|overview|summary|presentation|statement|session|breakouts?|"
    r"conclusions?|recommendations?|proposal|policy|programme|resolutions?|background|contents|topics?|links|process|annex|appendix|questions?)\b",
    _I,
)
ALONE = re.compile(  # headings that begin a session even among breakouts
    r"(?:lunch|break|coffee|dinner|closing|closure|close|adjourn\w*|any other business|aob|other business|next meeting|"
    r"next steps|date of next|conclusions?|wrap[- ]?up|annex|appendix|list of|attend|participants|acronyms)\b",
    _I,
)
CONTENTS = re.compile(
    r"(?:table of )?contents|agenda|in this document|orden del d[ií]a|ordre du jour|ordem do dia|tagesordnung|"
    r"ordine del giorno|sommaire|índice",
    _I,
)
REFERENCE = re.compile(
    r"(?:references?|reference materials?(?:\(s\))?|background (?:documents?|papers?)|documents?|papers?)\s*:", _I
)
MOMENT = re.compile(
    r"(?:the )?(?:meeting |call |session )?(?:was |is )?(?:commence[sd]?|began|convened|called to order|"
    r"call to order|opened|starts?|started|adjourned|closed|ended|ends|concluded)\b.*\d",
    _I,
)
CLOCK = re.compile(
    r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?!\d)\s*([ap]\.?m\b\.?)?|\b(1[0-2]|[1-9])\s*([ap]\.?m\b\.?)", _I
)
TIMED = re.compile(
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d\s*(?:[ap]\.?m\.?)?(?:\s*(?:-|–|—|to)\s*(?:[01]?\d|2[0-3])[:.h][0-5]\d\s*(?:[ap]\.?m\.?)?)?",
    _I,
)
SENTENCE_END = re.compile(r"[.!?;][”\"’)*\]]*$")
JUNK = re.compile(r"(?:advertisement|show more|share this|read more|print this page|<br ?/?>)$", _I)
