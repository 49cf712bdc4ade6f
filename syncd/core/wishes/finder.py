"""Reads an outside person's own words and gives the sentence by which they ask not to be contacted, and by which channel.

A prohibition ("do not call me") counts where nothing limits it: a time of day, a condition, an object ("the invoice"), another
person, another number to be called. Plain wishes ("remove me from your list") need nothing beside them. What is found is only
proposed to a person. Refuses what our own people say, and every mail that no person wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Final, Literal

from syncd.core.fulfil.needed import Needs
from syncd.core.languages.en import wishes as en
from syncd.core.languages.lt import wishes as lt
from syncd.core.languages.ru import wishes as ru
from syncd.core.matters import Unwanted
from syncd.core.model import Class, Company
from syncd.core.no_contact import ANY
from syncd.core.offers.folding import fold
from syncd.core.promises.cues import Cues
from syncd.core.promises.latin import respell
from syncd.core.promises.said import Said
from syncd.core.sentences import Sentence, sentences

LONGEST: Final = 4_000  # characters of own words that are read
_BRIEF: Final = 600  # characters: the language of a shorter text is not sure enough to look in one alone
_QUOTED: Final = 320  # characters of a sentence that are quoted at most
_NEXT: Final = 160  # characters after a sentence in which it may be taken back
_NEAR: Final = 45  # characters before a prohibition that say of whom it is told
_WRITTEN: Final[frozenset[Class]] = frozenset({"personal", "voicemail"})
_TABLES: dict[str, ModuleType] = {"en": en, "lt": lt, "ru": ru}
_PLEASE = re.compile(r",? ?(?:please|kindly|prasau|prasom\w*|labai prasau|malonekit\w*|пожалуйста|прошу(?: вас)?|будьте добры),")  # put in, it ends no clause
_BREAK = re.compile(r"[,;:.!?()\n]|\s[–—-]\s")
_BOUNDED = frozenset({"stop", "no longer", "end", "must end", "by mail alone", "nobody", "no one", "not taken", "not invited", "go away"})  # what a time or a condition may bound
_OF_THINGS = frozenset({"stop", "no more", "no longer"})  # what may be said of one thing that is sent
_FIRST = frozenset({"goods unneeded", "no longer"})  # in which the channel may be named before
_WRITING = "only by"
_CALLS = frozenset({_WRITING, "by mail alone", "rather written", "number kept", "no phone", "policy"})  # in writing, or not by telephone: no calls
_MAILS = frozenset({"the bin", "clutter", "no adverts", "how off", "as junk", "read no more", "monthly unneeded", "leave out", "do without", "spare", "me off", "misspelt off", "no goods"})  # of what comes by mail, where no channel is named
_ASKED = "how off"  # a question that is a wish all the same
_DONE = frozenset({"stop", "list", "delete", "end", "forget", "no one", "never asked"})  # what may as well be told of somebody who does it
_OPENS, _CLOSES = "„“«\"", "“”»\""
_ADDRESS = re.compile(r"\S+@\S+\.\w+|(?<!\d)\+?\d[\d ()-]{6,}\d")
Channel = Literal["mail", "call", "any"]
_KINDS: tuple[tuple[str, Channel], ...] = (("CALL", "call"), ("MAIL", "mail"), ("SEND", "mail"), ("ANY", "any"))  # the prohibitions of a table
_ALSO: tuple[tuple[str, Channel], ...] = (("ALSO_CALL", "call"), ("ALSO_MAIL", "mail"))  # what may follow on one at once


def find_wishes(said: Said, company: Company, class_: Class) -> tuple[Unwanted, ...]:
    """The wish not to be contacted in a person's own words: one at most, of all channels it names."""
    if class_ not in _WRITTEN or (class_ != "voicemail" and company.is_ours(said.sender.address)):
        return ()
    text = said.own[:LONGEST]
    spelled, place = respell(text) if said.language == "ru" and text.isascii() else (text, None)
    held = _cues().find(spelled)
    tongues = [t for t in _TABLES if held & _bits(t) and (t == said.language or len(text) <= _BRIEF or not said.language)]
    folded = fold(spelled) if tongues else ""
    found = [hit for tongue in tongues for hit in _read(spelled, folded, tongue)]
    if not found:
        return _in_subject(said.subject, text)
    start, end = found[0][0], found[0][1]
    if place is not None:
        start, end = place[start], place[end]
    return (Unwanted(quote=text[start:end], start=start, channel=_together([channel for *_, channel, _ in found]), why=", ".join(dict.fromkeys(why for *_, why in found))),)


def _together(channels: list[Channel]) -> Channel:
    """One channel where all agree, else any."""
    return channels[0] if len(set(channels)) == 1 else ANY


def _in_subject(subject: str, text: str) -> tuple[Unwanted, ...]:
    """A mail whose subject is the wish and which says little else."""
    if len(text) > _QUOTED or len(subject) > _NEAR:
        return ()
    bare = fold(subject).strip(" .!")
    if not any(_pattern(tongue, "SUBJECTS").fullmatch(bare) for tongue in _TABLES):
        return ()
    channels = {_channel_told(bare, tongue) for tongue in _TABLES} - {ANY}
    return (Unwanted(quote=subject.strip(), start=0, channel=channels.pop() if len(channels) == 1 else "mail", why="subject"),)


def _read(text: str, folded: str, tongue: str) -> Iterator[tuple[int, int, Channel, str]]:
    cues, bits = _cues(), _bits(tongue)
    for sentence in sentences(text, tongue, lambda start, end: bool(cues.find(text[start:end], bits))):  # type: ignore[arg-type]
        if not cues.find(sentence.text, bits):
            continue
        if found := _told(sentence, folded, tongue):
            channel, why, at = found
            yield (*_around(sentence, at), channel, why)


def _around(sentence: Sentence, at: int) -> tuple[int, int]:
    """The sentence, or of a long one what stands around the wish, without cut words."""
    if sentence.end - sentence.start <= _QUOTED:
        return sentence.start, sentence.end
    first = max(0, at - sentence.start - _QUOTED // 3)
    start = sentence.start + (sentence.text.find(" ", first) + 1 if first else 0)
    end = sentence.text.rfind(" ", 0, start - sentence.start + _QUOTED)
    return start, sentence.start + end if end > 0 else sentence.end


def _told(sentence: Sentence, folded: str, tongue: str) -> tuple[Channel, str, int] | None:
    """By which channel a sentence asks for no contact, by what words, and where these stand; None where it does not."""
    words = folded[sentence.start : sentence.end]
    after = folded[sentence.end : sentence.end + _NEXT]
    if _pattern(tongue, "NOT_OURS").search(words):
        return None
    if sentence.text.rstrip().endswith("?") and not _pattern(tongue, "POLITE").match(words):
        asked = _begun(_strong(tongue)[_ASKED][1]).search(words)
        return (_channel_by(_ASKED, words, tongue), _ASKED, sentence.start + asked.start()) if asked else None
    limited = _is_limited(words, tongue)
    joined = _PLEASE.sub(_blank, words)
    strong = _strong(tongue)
    held = _needs(tongue).find(words.split())
    for name, pattern in [(name, _begun(source)) for name, (bit, source) in strong.items() if bit & held]:
        m = pattern.search(words) or (pattern.search(joined) if joined != words else None)
        if m and not (name == _WRITING and not _pattern(tongue, "CALL_WORDS").search(words)) and not _is_cited(sentence.text, m.start()) and not (name in _BOUNDED and limited) and not (name in _DONE and _spoken_of(words, m.start(), tongue)):
            if _is_moved(words, after, tongue) or (name in _OF_THINGS and _is_specific(words, tongue)):
                return None
            every_way = _pattern(tongue, "EVERY_WAY").search(words)
            told = _channel_by(name, words if name in _FIRST else words[m.start() :], tongue)
            return ANY if every_way else told, name, sentence.start + m.start()
    return None if limited else _forbidden(sentence, words, after, tongue)


def _blank(m: re.Match[str]) -> str:
    """What is put in between commas, as words that may stand anywhere and take as much place."""
    return " " + "x" * (len(m.group(0)) - 1)


def _forbidden(sentence: Sentence, words: str, after: str, tongue: str) -> tuple[Channel, str, int] | None:
    """A prohibition that nothing limits."""
    for_good = _pattern(tongue, "PERMANENT").search(words) is not None
    told: list[tuple[int, int, Channel]] = []
    for kind, channel in _KINDS:
        for m in _pattern(tongue, kind).finditer(words):
            if _is_meant(sentence, words, m, kind, tongue, for_good=for_good):
                told.append((*m.span(), _channel_of(words, m.end(), tongue) if kind == "ANY" else channel))
                told += [(*also.span(), other) for more, other in _ALSO if (also := _pattern_here(tongue, more).match(words, m.end()))]
    if not told or _is_moved(words, after, tongue):
        return None
    channel = ANY if _pattern(tongue, "EVERY_WAY").search(words) else _together([c for *_, c in sorted(told)])
    if not for_good and (_pattern(tongue, "OWN_MOVE").search(words + " " + after)):
        return None
    if _asks_elsewhere(words, channel, [(start, end) for start, end, _ in told], tongue):
        return None
    return channel, "forbidden for good" if for_good else "forbidden", sentence.start + min(told)[0]


def _is_meant(sentence: Sentence, words: str, m: re.Match[str], kind: str, tongue: str, *, for_good: bool) -> bool:
    """Whether one prohibition is said to us, of the writer, and of contact as such."""
    if _is_cited(sentence.text, m.start()) or (_spoken_of(words, m.start(), tongue) and not _pattern(tongue, "WISHED").search(m.group(0))):
        return False
    others = _pattern_here(tongue, "OTHERS")
    if others.match(words, m.end()) or (tongue != "en" and others.fullmatch(_word_before(words, m.start()))):  # in English whom it is of stands behind
        return False
    following = sentence.text[m.end() : m.end() + 2]
    if following[:1] == " " and following[1:].isupper() and sentence.text[m.end() + 1 : m.end() + 3] != "I ":
        return False  # somebody's name
    if _is_infinitive(m.group(0), tongue) and not _pattern(tongue, "REQUEST").search(words):
        return False
    if kind == "SEND" or (kind == "MAIL" and not for_good):
        return _of_nothing_else(words, m, tongue)
    return not (kind == "MAIL" and _is_specific(words, tongue))


def _word_before(words: str, at: int) -> str:
    """The word before a place, with a blank before it as in a text: «маме не звоните»."""
    before = words[:at].split()
    return f" {before[-1]}" if before else ""


def _of_nothing_else(words: str, m: re.Match[str], tongue: str) -> bool:
    """Whether what is not to be sent is mail as such: nothing is named, or letters, offers, advertisements."""
    if _pattern(tongue, "GENERIC").search(words):
        return True
    if _is_specific(words, tongue):
        return False
    rest = _clause(words, m.end())
    for kind, _ in _KINDS:  # "do not write and do not call"
        rest = _pattern(tongue, kind).sub(" ", rest)
    return not _pattern(tongue, "FILLERS").sub(" ", rest).strip(" '’")


def _clause(words: str, at: int) -> str:
    """The words from a place to the end of their clause."""
    rest = _PLEASE.sub(" ", words[at:])
    stop = _BREAK.search(rest)
    return rest[: stop.start() if stop else len(rest)]


def _is_specific(words: str, tongue: str) -> bool:
    return bool(_pattern(tongue, "SPECIFIC").search(words)) and not _pattern(tongue, "GENERIC").search(words)


def _is_infinitive(verb: str, tongue: str) -> bool:
    """Whether a prohibition may as well be told of oneself: „nusprendžiau neskambinti“, «не звонить»."""
    return (tongue == "lt" and verb.endswith("ti")) or (tongue == "ru" and verb.endswith(("ть", "ли", "ться")))


def _is_limited(words: str, tongue: str) -> bool:
    """Whether something bounds a prohibition: a time, a condition."""
    return bool(_pattern(tongue, "LIMITED").search(_pattern(tongue, "FOR_LONG").sub(" ", _pattern(tongue, "ALREADY").sub(" ", words))))


def _is_moved(words: str, after: str, tongue: str) -> bool:
    """Whether the writer only tells of another address or number."""
    near = f"{words} {after}"
    return _pattern(tongue, "NEW_PLACE").search(near) is not None or (_ADDRESS.search(near) is not None and _pattern(tongue, "WRITTEN").search(near) is not None)


def _asks_elsewhere(words: str, channel: Channel, places: list[tuple[int, int]], tongue: str) -> bool:
    """Whether the same channel is welcome in another place: "don't call the office, call my mobile"."""
    name = {"call": "CALLED", "mail": "WRITTEN"}.get(channel)
    return name is not None and any(not any(start <= m.start() < end for start, end in places) for m in _pattern(tongue, name).finditer(words))


def _spoken_of(words: str, at: int, tongue: str) -> bool:
    """Whether it is told of somebody: "you never call us", „kodėl neskambinate“, «вы давно не звоните»."""
    return _pattern_end(tongue).search(words[max(0, at - _NEAR) : at].rstrip()) is not None


def _is_cited(text: str, at: int) -> bool:
    """Whether a place stands between marks of quotation."""
    before = text[:at]
    opened = max(before.rfind(c) for c in _OPENS)
    return opened >= 0 and not any(c in before[opened + 1 :] for c in _CLOSES) and any(c in text[at:] for c in _CLOSES)


def _channel_by(name: str, words: str, tongue: str) -> Channel:
    """The channel of a plain wish: what kind of wish it is may say it where its words name none."""
    return "call" if name in _CALLS else _channel_told(words, tongue, "mail" if name in _MAILS else ANY)


def _channel_told(words: str, tongue: str, unnamed: Channel = ANY) -> Channel:
    """The channel a plain wish names; any where it names both."""
    called, written = (_pattern(tongue, name).search(words) is not None for name in ("CALL_WORDS", "MAIL_WORDS"))
    if called == written:
        return ANY if called else unnamed
    return "call" if called else "mail"


def _channel_of(words: str, at: int, tongue: str) -> Channel:
    """The channel that what stands after a prohibition names, or by what means it is not wished."""
    told = _channel_told(_clause(words, at), tongue)
    if told != ANY:
        return told
    called, written = (_pattern(tongue, name).search(words) is not None for name in ("BY_CALL", "BY_MAIL"))
    return ANY if called == written else "call" if called else "mail"


@cache
def _cues() -> Cues:
    """What a wish cannot be without, in all three languages."""
    return Cues((cue for table in _TABLES.values() for cue in table.CUES), fold)


@cache
def _bits(tongue: str) -> int:
    return _cues().bits(_TABLES[tongue].CUES)


@cache
def _pattern(tongue: str, name: str) -> re.Pattern[str]:
    """A table as a pattern of whole words."""
    source = getattr(_TABLES[tongue], name)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)" if source else "(?!)")


@cache
def _pattern_here(tongue: str, name: str) -> re.Pattern[str]:
    """A table as a pattern that goes on from a place."""
    return re.compile(getattr(_TABLES[tongue], name))


@cache
def _pattern_end(tongue: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_TABLES[tongue].SPOKEN_OF})")


@cache
def _needs(tongue: str) -> Needs:
    return Needs()


@cache
def _strong(tongue: str) -> dict[str, tuple[int, str]]:
    """The plain wishes by name, each with the bit of what must stand in a sentence that makes it."""
    return {name: (_needs(tongue).bit(source), source) for name, source in _TABLES[tongue].STRONG.items()}


@cache
def _begun(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{source})")
