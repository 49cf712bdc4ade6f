"""Reads a person's own words and gives the offers, orders, invoices, payments and refusals in them.

Ours name prices; a customer orders, pays and refuses, and the prices of anybody else who writes to us are nobody's offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from syncd.core.matters import Amount, Offer, OfferState
from syncd.core.model import Company, Language, WorkingCalendar
from syncd.core.offers import terms
from syncd.core.offers.asked import kinds_of
from syncd.core.offers.entry import Entry, Line
from syncd.core.offers.lexicon import NOTHING, fold, whole, words
from syncd.core.offers.ours import MOST_ASKED, our_entries
from syncd.core.offers.product import of_subject, product_of, trimmed
from syncd.core.offers.rows import Row, find_rows
from syncd.core.offers.scene import Scene, set_scene
from syncd.core.offers.state import our_state, their_states
from syncd.core.offers.sums import find_sums
from syncd.core.offers.theirs import their_entries
from syncd.core.promises.latin import is_latin_russian, respell
from syncd.core.promises.said import Said
from syncd.core.sentences import split
from syncd.core.stems import stems

_NAME = 90  # characters of a name on its own line
_SHORT = 40  # characters of a closing phrase
_LONGEST_SENTENCE, _MOST_NUMBERS = 1_500, 40  # more than a person writes: a table, a log
_MOST_TERMS = 10  # of a text, each for entries in lines of their own
_LONGEST_SUBJECT = 300  # characters
LONGEST = 8_000  # characters of own words that are read: what is longer is a document
USUAL = {"lt": "EUR", "ru": "RUB", "en": "GBP"}
_SHORTENED = re.compile(r"(?:incl|excl|inc|ex|approx|isk|vnt|шт|руб|р|eur|ea|проц|proc|т|т\.ч|t\.y|t\.sk|вкл|мес|qty|doz|hrs?|wk|pw|min|max|компл|упак|нал|kompl|men|pcs|тыс|tukst|apie|нед|кв|м|нас|мин|макс)\.$")
_WRAPPED, _UNWRAPPED = 66, 100  # characters: a mail program breaks lines between these
_TABLE = re.compile(r"\d *(?:\t|\||  )|(?:\t|\||  ) *[€£$₽]?\d")
_COUNTED = re.compile(r"\d ?[^\W\d]{1,5}\.$")  # «12 dėž. plytelių»
_BULLET = re.compile(r"[ \t]*(?:[-–—*•·●▪+]|\(?\w{1,2}[.)])[ \t]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_CLOSING = whole("CLOSINGS")
_TOTALS = whole("TOTALS")
_TOLD = words("TOLD")
_POSTSCRIPT = re.compile(r"^[ \t]*p\.? ?s\.?\b|^[ \t]*(?:п|з)\.? ?(?:с|ы)\.", re.MULTILINE)


def read_offers(said: Said, company: Company, calendar: WorkingCalendar) -> tuple[Offer, ...]:
    """The offers in words that passed the gate, in order of their places."""
    said = replace(said, subject=said.subject[:_LONGEST_SUBJECT]) if len(said.subject) > _LONGEST_SUBJECT else said
    ours = company.is_ours(said.sender.address)
    text = said.own[:LONGEST]
    language = said.language
    places: list[int] | None = None
    if text.isascii() and (language == "ru" or (language != "en" and is_latin_russian(text))):
        text, places = respell(text)
        language = "ru"
    folded = fold(text)
    inside = ours and not company.outside(said.recipients)
    if inside and not _TOLD.search(folded):
        return ()
    scene = set_scene(said, folded, ours=ours, inside=inside, currency=company.currency or USUAL.get(language, "EUR"))
    found = [] if scene.disputed or not scene.business else entries_of(text, language, said, scene, calendar)
    return tuple(offer_of(e, text, scene, said.own, places) for e in found)


def entries_of(text: str, language: Language, said: Said, scene: Scene, calendar: WorkingCalendar) -> list[Entry]:
    """The entries of a text as its scene has them, with the terms of the whole; `said` gives its writer, subject and moment."""
    rows = find_rows(text) if _TABLE.search(text) else []
    lines = _lines(text, language, scene, rows)
    entries = our_entries(lines, scene) if scene.ours else their_entries(lines, scene)
    entries += _tabled(rows, lines, scene)
    entries.sort(key=lambda e: e.start)
    entries = _without_totals(_above_signature(entries, text, said), text)
    if not entries:
        return []
    entries = [_with_heading(e, lines, text) for e in entries]
    subject = of_subject(said.subject)
    entries = [replace(e, product=_above(e, entries, scene) or subject or said.subject.strip()) if e.weak or not e.product else e for e in entries]
    return _with_terms(entries, lines, text, said, language, scene, calendar)


def _with_heading(e: Entry, lines: Sequence[Line], text: str) -> Entry:
    """A price alone on its line belongs to the name on the line above it."""
    if not e.weak or e.tabled or not 0 < e.line < len(lines) or lines[e.line].start < e.start - _SHORT:
        return e
    above, line = lines[e.line - 1], lines[e.line]
    between = text[above.start + len(above.text) : line.start]
    if "\n" not in between or above.paragraph != line.paragraph or above.asked or len(above.text) > _NAME or above.text.endswith((".", ",", "!", "?")):
        return e
    named = trimmed(above.text)
    return replace(e, start=above.start, product=named, weak=False) if named else e


def _above_signature(entries: list[Entry], text: str, said: Said) -> list[Entry]:
    """Without what stands below the writer's name or a closing phrase, a postscript aside: signatures advertise."""
    if not entries:
        return []
    names = {fold(said.sender.name), *fold(said.sender.name).split()} - {""}
    folded, at = fold(text), 0
    for line in text.splitlines(keepends=True):
        plain = folded[at : at + len(line)].strip(" ,.!-–—")
        at += len(line)
        closes = plain in names or (_CLOSING.match(plain) and len(plain) <= _SHORT and not any(c.isdigit() for c in plain))
        if closes and entries[0].start < at <= entries[-1].start:
            postscript = _POSTSCRIPT.search(text.lower(), at)
            return [e for e in entries if e.start < at or (postscript and e.start > postscript.start())]
    return entries


def _without_totals(entries: list[Entry], text: str) -> list[Entry]:
    """A line that adds up the ones before it sells nothing; below one line alone it is that line's total."""
    kept: list[Entry] = []
    for e in entries:
        if _TOTALS.match(fold(text[e.start : e.end])) and e.weak and kept:
            if len(kept) == 1:
                kept[0] = replace(kept[0], sums=kept[0].sums + e.sums)
            continue
        kept.append(e)
    return kept


def _lines(text: str, language: Language, scene: Scene, rows: Sequence[Row]) -> list[Line]:
    """The sentences of a text outside of its tables; one cut behind an abbreviation is put together again."""
    lines, paragraph, before = [], 0, 0
    row = asked = 0  # the first row that may reach a sentence; the sums asked so far
    for start, end in _spans(text, language):
        while row < len(rows) and rows[row].end <= start:
            row += 1
        if row < len(rows) and rows[row].start < end:
            continue
        bullet = _BULLET.match(text, text.rfind("\n", 0, start) + 1)
        folded = fold(text[start:end])
        sums = find_sums(folded) if asked <= MOST_ASKED and len(folded) <= _LONGEST_SENTENCE else []
        sums = sums if len(sums) <= _MOST_NUMBERS else []
        cues = () if scene.ours else tuple(their_states(folded))
        paragraph += len(_PARAGRAPH.findall(text, before, start))
        before = start
        lines.append(
            Line(
                start=start, text=text[start:end], folded=folded, cues=cues, sums=tuple(kinds_of(folded, sums, scene, ordering=bool(cues))) if sums else (),
                item=bullet is not None and bullet.end() == start, paragraph=paragraph,
            )
        )
        asked += len(lines[-1].asked)
    return lines


def _spans(text: str, language: Language) -> Iterator[tuple[int, int]]:
    start = end = -1
    for sentence in split(text, language):
        between = text[end : sentence.start] if end >= 0 else ""
        before = fold(text[max(start, end - 12) : end])
        if end >= 0 and (_SHORTENED.search(before) or _COUNTED.search(before)) and "\n" not in between and not text[sentence.start].isupper():
            end = sentence.end
            continue
        if end >= 0 and "\n" not in between and text[sentence.start] in "=+(€£$₽":
            end = sentence.end
            continue
        yield from _typed(text, start, end)
        start, end = sentence.start, sentence.end
    yield from _typed(text, start, end)


def _typed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a sentence that its writer broke: the next word would have fitted, or no line of the mail is wrapped at all."""
    while 0 <= start < end:
        stop = text.find("\n", start, end)
        while stop >= 0:
            begin = text.rfind("\n", 0, stop) + 1
            word = text[stop + 1 : stop + 40].split()
            if stop - begin > _UNWRAPPED or (word and stop - begin + 1 + len(word[0]) <= _WRAPPED):
                break
            stop = text.find("\n", stop + 1, end)
        if stop < 0:
            yield start, end
            return
        yield start, stop
        start = stop + 1
        while start < end and text[start].isspace():
            start += 1


def _tabled(rows: Sequence[Row], lines: Sequence[Line], scene: Scene) -> list[Entry]:
    """The entries of price tables: ours are offered unless the line above says more; a customer's are none unless it orders."""
    entries = []
    state: OfferState | None = ("invoiced" if scene.invoice else "offered") if scene.ours else None
    above = 0
    for row in rows:
        while above < len(lines) and lines[above].start < row.start:
            cues = [our_state(lines[above].folded)] if scene.ours else lines[above].cues[-1:]
            state = next((cue.state for cue in cues if cue), state)
            above += 1
        if state is not None and (scene.ours or state == "ordered"):
            entries.append(Entry(start=row.start, end=row.end, product=row.name, sums=row.sums, state=state, line=max(above - 1, 0), tabled=True, why=f"a row of a table, {state}"))
    return entries


def _above(entry: Entry, entries: Sequence[Entry], scene: Scene) -> str:
    """What the line of the offer with the same sum names, or the entry right before, for words that name nothing themselves."""
    for line in scene.quoted.splitlines() if scene.answered else ():
        folded = fold(line)
        same = [x for x in find_sums(folded) if any(x.amount == y.amount for y in entry.sums)]
        if same and (named := product_of(line.lstrip("> "), max(same[0].start - (len(line) - len(line.lstrip("> "))), 0), len(line))):
            return named
    before = [e for e in entries if e.start < entry.start and e.product and not e.weak and entry.line - e.line <= 1]
    return before[-1].product if before else ""


def _with_terms(entries: list[Entry], lines: Sequence[Line], text: str, said: Said, language: Language, scene: Scene, calendar: WorkingCalendar) -> list[Entry]:
    of_line: dict[int, list[int]] = {}
    for i, e in enumerate(entries):
        of_line.setdefault(e.line, []).append(i)
    far = 0  # terms that are for entries of other lines
    for n, line in enumerate(lines):
        own = [i for i in of_line.get(n, ()) if line.start <= entries[i].start < line.start + len(line.text)]
        day = terms.validity(line.folded, line.text, said.at, language, calendar) if scene.ours else ""
        off = terms.discount(line.folded, line.taken_off, scene.currency) if scene.ours or own else ""
        if not day and not off:
            continue
        far += not own
        if not own and far > _MOST_TERMS:
            continue
        for i in (own or _targets(entries, line, text, language, states=("offered",))) if day else ():
            if entries[i].state == "offered":
                entries[i] = replace(entries[i], valid_until=day)
        for i in (own or _targets(entries, line, text, language, states=("offered", "ordered", "invoiced"), nearest=True)) if off else ():
            if entries[i].state not in ("paid", "rejected"):
                entries[i] = replace(entries[i], discount=off)
    return entries


def _targets(entries: Sequence[Entry], line: Line, text: str, language: Language, states: tuple[str, ...], *, nearest: bool = False) -> list[int]:
    """The entries a term is for: those it names, the one before it where it speaks of one price, else all."""
    possible = [i for i, e in enumerate(entries) if e.state in states]
    if terms.is_for_all(line.folded) or not possible:
        return possible
    said_words = _stems(terms.without_cues(line.folded), language)
    named = [i for i in possible if said_words and _stems(entries[i].product, language) & said_words]
    if named:
        return named
    newline = text.rfind("\n", 0, line.start)
    beside = [i for i in possible if newline < entries[i].start < line.start]
    if nearest and beside:
        return beside[-1:]
    if terms.is_for_one(line.folded):
        before = [i for i in possible if entries[i].start < line.start][-1:]
        alike = _stems(text[entries[before[0]].start : entries[before[0]].end], language) if before else frozenset()
        return [i for i in possible if i in before or _stems(entries[i].product, language) & alike] or possible
    return possible


@lru_cache(maxsize=4096)
def _stems(text: str, language: Language) -> frozenset[str]:
    kept = " ".join(w for w in re.findall(r"[^\W\d_]{4,}", fold(text)) if w not in NOTHING)
    return frozenset(stems(kept, language).split())


def offer_of(e: Entry, text: str, scene: Scene, own: str = "", places: list[int] | None = None) -> Offer:
    """An entry as an offer; `places` leads from a respelled text to the one that was typed, `own`."""
    start, end = e.start, e.end
    quote = text[start:end]
    if places is not None:
        start, end = places[start], places[end]
        quote = own[start:end]
    amounts = tuple(dict.fromkeys(Amount(amount=x.amount.normalize(), currency=x.currency or scene.currency) for x in e.sums))
    return Offer(
        quote=quote, start=start, product=e.product, amounts=amounts, discount=e.discount, valid_until=e.valid_until or None, state=e.state,
        numbers=e.numbers, why=e.why,
    )  # fmt: skip
