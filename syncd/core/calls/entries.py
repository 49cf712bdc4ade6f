"""Calendar entries that are telephone calls to come: "Call with Ona", «Созвон с Ольгой», „Skambutis“, a tel: link, a number as the place.

It refuses meetings with a link of their own (a telephone number to dial in by is no call), and what was called off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from syncd.core import phones
from syncd.core.calls.notice import our_numbers
from syncd.core.calls.words import plain
from syncd.core.languages import language_of
from syncd.core.matters import Call
from syncd.core.model import Company, Meeting, Party

_CALLS: Final = re.compile(
    r"(?:^|[\s(\[:–-])(?:(?:phone |telephone |tel\. ?)?call(?: with| to|:|$)|call (?!for|centre|center|off|out)\w+|phone(?::| with| call| interview)|ring \w+|"
    r"(?:pa|su|susi)?skambinti|skambutis|skambuciui?|(?:pa)?skambinu|pokalbis telefonu|pasikalbeti telefonu|tel\. pokalbis|"
    r"созвон\w*|звонок|позвонить|набрать|телефонный разговор|перезвонить)"
)
_DIAL_IN: Final = re.compile(r"teams\.microsoft|zoom\.us|meet\.google|webex|dial[ -]?in|conference id|meeting id|join (?:the )?meeting|passcode|whereby|jit\.si", re.IGNORECASE)
_TEL: Final = re.compile(r"tel:(\+?[\d().\s-]{5,20}\d)")


def call_in_entry(m: Meeting, parties: Iterable[Party], company: Company) -> Call | None:
    """The call an entry plans, or None."""
    if m.start is None or m.all_day or m.status == "cancelled" or m.private:
        return None
    text = f"{m.title}\n{m.location}\n{m.description[:2000]}"
    tel = _TEL.search(text)
    said = _CALLS.search(plain(m.title))
    placed = phones.IN_TEXT.fullmatch(m.location.strip())
    if not (tel or said or placed) or m.link or (not said and _DIAL_IN.search(text)):
        return None
    region = phones.region_of(company.country, company.language or language_of(m.title))
    ours = our_numbers(company, region)
    written = [tel[1]] if tel else [] if _DIAL_IN.search(text) else [n[0] for n in phones.IN_TEXT.finditer(text)]
    number = next((n for w in written if (n := phones.normalised(w, region)) and n not in ours), "")
    outside = company.outside(parties)
    name = (outside[0].name or None) if outside else None
    if not (number or outside or said):
        return None
    return Call(direction="out", number=number, name=name, at=m.start.at, seconds=None, outcome="planned", why="a calendar entry about a call")
