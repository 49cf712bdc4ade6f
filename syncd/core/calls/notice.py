"""The mails telephone systems send: a missed call, a voicemail, a summary of a call. Out of one comes one `Call`.

    headers   Asterisk's X-Asterisk-VM-*, Exchange's X-CallingTelephoneNumber … (MS-OXCMAIL 2.2.5): they say it exactly
    labels    "Caller: …", „Trukmė: …“, «Номер звонившего: …»: a line each, or a label above its value
    headline  "Missed call from Ona (+370…)", in the subject or at the top of the text

Systems nobody here has heard of write such lines too, so none is known by its name. It refuses a mail that merely speaks
of calls: without a number or a name there is no call in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from syncd.core import phones
from syncd.core.calls.lengths import seconds_in
from syncd.core.calls.moments import moment_in
from syncd.core.calls.words import FIELD_OF, NOBODY, any_of, field_of, plain
from syncd.core.classify import is_machine
from syncd.core.matters import Call, CallOutcome
from syncd.core.model import Class, Company, Direction, Header

_LINES, _TOP = 60, 700  # lines that are read for labels; characters of a headline
_CLOCK_LENGTH, _ID_LENGTH = 40, 200  # characters of a length in a header; of what a system calls a call
_SPLIT: Final = re.compile(r"\n|\s[|•·]\s|;\s(?=\w+:)")
_LABELLED: Final = re.compile(r"[\s*>•·–-]*(?P<label>[^\W\d_][^:\t|=]{0,40}?)\s*(?::\*?|\t|=|\s{3,}|\s[–-]\s)\s*(?P<value>.*)", re.DOTALL)
_MISSED, _VOICEMAIL, _NO_MESSAGE, _ANSWERED = (any_of(n) for n in ("MISSED", "VOICEMAIL", "NO_MESSAGE", "ANSWERED"))
_OUTGOING, _INCOMING, _FROM = any_of("OUTGOING"), any_of("INCOMING"), any_of("FROM")
NOTICE: Final = any_of("NOTICE")
_NAME: Final = r"[^\W\d_a-zа-яąčęėįšųūž][^\n<>():;|,\"“”»«]{0,60}"
_BEFORE: Final = re.compile(rf"[\"„“«]?(?P<name>(?:(?:UAB|MB|AB|VšĮ|IĮ|ООО|ИП|АО)\s[„“\"«])?{_NAME})[\"”“»]?,?\s*[(<\[–-]?\s*$")
_BEHIND: Final = re.compile(rf"^\s*[(<–-]\s*[\"„«]?(?P<name>{_NAME})[\"”»]?\s*[)>]?")
_STOP: Final = re.compile(
    r"\s+(?:at|on|in|to|for|was|has|had|left|called|tried|via|is|and|you|your|skambino|bande|val|i|ir|su|paliko|в|на|и|для|звонил\w*|пытал\w*|остав\w*|по)\b.*|[.!?](?=\s|$).*|\s+\d.*|\s[–—-]\s.*"
)
_TITLE: Final = re.compile(r"(?:.*?(?<!\w)(?:from|with|by|nuo|is|от|skambino|звонил\w*|su|caller|number|numer\w+|номер\w*|абонент\w*|klientas|клиент)(?!\w)[\s:]*)", re.DOTALL)
_NUMBER_WORD: Final = re.compile(r"(?<!\w)(?:number|numer\w+|номер\w*|mailbox|ящик\w*|dezut\w*|call|skambut\w+|звон(?:ок|ка)|вызов\w*|voice ?mail|missed|praleist\w+|пропущ\w+)(?!\w)")
_TRAILING: Final = re.compile(r"(?:\s(?:at|on|tel\.?|mob\.?|phone|is|iš|nuo|с|по|тел\.?|numeriu|номер))+$", re.IGNORECASE)
_LENGTH: Final = re.compile(  # a clock that is a length: in brackets, beside a word of length, or of no hour
    r"\((\d{1,2}:\d\d(?::\d\d)?)\)|(?<![\d:])(\d{1,2}:\d\d(?::\d\d)?)[ -](?:long|min|trukm)"
    r"|(?:durat\w*|length|lasted|lasting|talk time|trukm\w*|ilg\w*|длит\w*|продолж\w*|длин\w*)\W{0,4}(?:of |is |was |- )?(\d{1,2}:\d\d(?::\d\d)?)|(?<![\d:])(0?0:[0-5]\d(?::\d\d)?)(?![\d:])"
)
_ASIDE: Final = re.compile(r"\([^)]*(?:rang|ring|wait|queue|lauk|skambej|ожида|дозвон)[^)]*\)")
_NO_LENGTH: Final = re.compile(r"\bago\b|pries|назад|days|within|rang|ring|wait|queue|lauk|eile|skambej|ожида|дозвон|очеред|expire|galioj|хран|every|kas \d|retention|dien")
_PLACE: Final = re.compile(r"[A-Z][A-Z .]+,? [A-Z]{2}")  # what an American operator puts in place of a name


@dataclass(frozen=True, slots=True)
class Who:
    """A party of a call as far as the words name it."""

    number: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notification as it came. `at`: the mail's date, in the zone of its clocks; `region`: whose plan numbers are written by."""

    header: Header
    text: str
    at: dt.datetime
    region: str
    company: Company
    is_voicemail: bool  # its header says so


def is_from_system(notice: Notice, class_: Class) -> bool:
    """Whether a machine wrote it: its sender is one, or the text is labelled lines as nobody writes them to somebody."""
    sender = next(iter(notice.header.of("from")), None)
    by_machine = class_ != "personal" or (sender is not None and is_machine(sender.address.partition("@")[0]))
    if not (NOTICE.search(plain(notice.header.subject)) or (by_machine and NOTICE.search(plain(notice.text[:_TOP])))):
        return False
    fields = {field for field, _ in _labelled(notice.text)}
    if "caller" in fields and len(fields & {"time", "length", "line", "called", "outcome", "ringing", "direction", "name"}) >= 2:
        return True
    return by_machine and bool(phones.IN_TEXT.search(f"{notice.header.subject}\n{notice.text[:_TOP]}"))


def read_notice(notice: Notice) -> Call | None:
    """The call a notification tells of, or None."""
    exact = _by_header(notice)
    labelled = list(_labelled(notice.text))
    subject, top = notice.header.subject, notice.text[:_TOP]
    outcome = _outcome(notice, labelled)
    direction: Direction = "out" if _is_outgoing(subject, top, labelled) else "in"
    who = _first(exact, _of_labels(notice, labelled, direction), _of_headline(notice, subject, top))
    if not (who.number or who.name) or (not who.number and not _tells(notice, labelled, outcome)):
        return None
    length = None if outcome == "missed" else _length(notice, labelled)
    line = next((v for f, v in labelled if f == "line" and v), "") or notice.header.first("x-asterisk-vm-extension")
    return Call(
        direction=direction, number=who.number, name=who.name, at=_at(notice, labelled), seconds=length, outcome=outcome, line=line[:80],
        source_id=(notice.header.first("x-asterisk-vm-message-id") or notice.header.first("x-callid"))[:_ID_LENGTH],
        why="header of a telephone system" if exact.number else "notification of a telephone system",
    )  # fmt: skip


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_header(n: Notice) -> Who:
    first = n.header.first
    written = first("x-asterisk-vm-caller-id-num") or first("x-callingtelephonenumber") or first("x-voicemail-caller-id") or first("x-asterisk-callerid")
    name = first("x-asterisk-vm-caller-id-name") or first("x-voicemessagesendername") or first("x-asterisk-calleridname")
    return Who(_outside(phones.normalised(written, n.region), n), _named(name, n))


def _outside(number: str, n: Notice) -> str:
    """The number, unless it is one of ours."""
    return "" if number in our_numbers(n.company, n.region) else number


def our_numbers(company: Company, region: str) -> frozenset[str]:
    """The telephones of colleagues."""
    return frozenset(phones.normalised(p, region) for s in company.staff for p in s.phones) - {""}


# ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Fields with their values, in order. A label alone on its line is that of the next line."""
    lines = [line.strip() for line in _SPLIT.split(text[:6000]) if line.strip()][:_LINES]
    waiting = ""
    for line in lines:
        m = _LABELLED.fullmatch(line)
        field = field_of(m["label"]) if m else None
        if m and field and m["value"].strip(" *"):
            yield field, m["value"].strip(" *")
            waiting = ""
        elif alone := FIELD_OF.get(plain(line).strip(" *:.")):
            waiting = alone
        elif waiting:
            yield waiting, line.strip(" *")
            waiting = ""


def _of_labels(n: Notice, labelled: Sequence[tuple[str, str]], direction: Direction) -> Who:
    """The outside party by the labels: of an outgoing call whom it went to, if that is no number of ours."""
    order = ("called", "caller") if direction == "out" else ("caller",)
    found = [who_in(v, n) for field in order for f, v in labelled if f == field]
    number = next((w.number for w in found if w.number), "")
    names = [_named(v, n) for f, v in labelled if f == "name"] + [w.name for w in found if w.number == number or not w.number]
    return Who(number, next((name for name in names if name), None))


def who_in(value: str, n: Notice) -> Who:
    """A name and a number out of `"Ona K" <+370…>`, `Ona K (+370…)`, `+370… (Ona K)` or either alone."""
    for m in phones.IN_TEXT.finditer(value):
        if number := _outside(phones.normalised(m[0], n.region), n):
            before, behind = _BEFORE.search(value[: m.start()]), _BEHIND.match(value[m.end() :])
            hit = before or behind
            return Who(number, _named(_untitled(hit["name"]), n) if hit else None)
    return Who("", None if any(c.isdigit() for c in value) else _named(value, n))


def _untitled(words: str) -> str:
    """The words behind the last "from": of "Missed call from Ona" Ona."""
    m = _TITLE.match(plain(words))
    return words[m.end() :] if m else words


def _named(words: str, n: Notice) -> str | None:
    """A name as it is written, or None for a label, a number said again, one of ours."""
    name = _TRAILING.sub("", " ".join(words[:_ID_LENGTH].strip(" \t\"'<>()[]*,;:|").split()))
    if name.count("„") + name.count("«") == 1 and not name.endswith(("“", "”", "»")):
        name += words[words.rfind(name[-1]) + 1 :][:1]
    low = plain(name)
    if not any(c.isalpha() for c in name) or sum(c.isdigit() for c in name) > 4 or low in NOBODY or "@" in name or len(name) > 80:
        return None
    if _PLACE.fullmatch(name) or _NUMBER_WORD.search(low) or any(low == plain(s.name) for s in n.company.staff if s.name):
        return None
    return name


# ── headline ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_headline(n: Notice, subject: str, top: str) -> Who:
    """The outside party by the subject and the first words."""
    best = Who("", None)
    for text in (subject, *top.split("\n")[:12]):
        if text != subject and not (NOTICE.search(plain(text)) or _MISSED.search(plain(text)) or _FROM.search(plain(text))):
            continue
        who = who_in(text, n) if phones.IN_TEXT.search(text) else Who("", None)
        name = who.name or _behind_from(text, n)
        best = Who(best.number or who.number, best.name or name)
        if best.number and best.name:
            break
    return Who(best.number or _alone(n, top), best.name)


def _alone(n: Notice, top: str) -> str:
    """A number that is a line by itself, as under "Call back"."""
    numbers = (phones.normalised(line.strip(), n.region) for line in top.split("\n") if phones.IN_TEXT.fullmatch(line.strip()))
    return next((number for number in numbers if number and _outside(number, n)), "")


def _behind_from(text: str, n: Notice) -> str | None:
    low = plain(text)
    for m in _FROM.finditer(low):
        rest = text[m.end() :].lstrip(" :\"„«<")[:80]
        rest = re.split(r"[\n<>(\[;|,:\"”»]", rest, maxsplit=1)[0]
        stop = _STOP.search(plain(rest))
        name = rest[: stop.start()] if stop else rest
        if name[:1].isupper() and len(name.split()) <= 5 and (found := _named(name, n)):
            return found
    return None


def _first(*found: Who) -> Who:
    return Who(next((w.number for w in found if w.number), ""), next((w.name for w in found if w.name), None))


# ── when, how long, how it ended ─────────────────────────────────────────────────────────────────────────────────


def _at(n: Notice, labelled: Sequence[tuple[str, str]]) -> dt.datetime:
    epoch = n.header.first("x-asterisk-vm-orig-time")
    if epoch.isascii() and epoch.isdigit() and len(epoch) == 10:
        return _minute(dt.datetime.fromtimestamp(int(epoch), n.at.tzinfo))
    times = [v for f, v in labelled if f == "time"]
    joined = [f"{times[0]} {times[1]}"] if len(times) > 1 else []
    for value in (*times, *joined):
        if any(c.isdigit() for c in value) and (when := moment_in(value, n.at)):
            return when
    for value in (v for v in times if (when := moment_in(v, n.at, labelled=True))):
        return moment_in(value, n.at, labelled=True) or n.at
    return moment_in(n.text[:_TOP], n.at) or moment_in(n.header.subject, n.at) or _minute(n.at)


def _minute(at: dt.datetime) -> dt.datetime:
    return at.replace(second=0, microsecond=0)


def _length(n: Notice, labelled: Sequence[tuple[str, str]]) -> int | None:
    """The length of the message or of the talk; how long it rang or waited is none."""
    for name in ("x-asterisk-vm-duration", "x-voicemessageduration", "x-voicemail-length"):
        if (told := seconds_in(n.header.first(name)[:_CLOCK_LENGTH], labelled=True)) is not None:
            return told
    for value in (v for f, v in labelled if f == "length"):
        if (found := seconds_in(value, labelled=True)) is not None:
            return found
    waited = {v for f, v in labelled if f == "ringing"}
    for text in (n.header.subject, *(x for x in n.text[:_TOP].split("\n") if not any(w in x for w in waited))):
        low = _ASIDE.sub("", plain(text))
        if clock := _LENGTH.search(low):
            return seconds_in(next(filter(None, clock.groups())), labelled=True)
        if (found := seconds_in(low)) is not None and not _NO_LENGTH.search(low):
            return found
    return None


def _outcome(n: Notice, labelled: Sequence[tuple[str, str]]) -> CallOutcome:
    if n.is_voicemail:
        return "voicemail"
    told = [v for f, v in labelled if f in ("outcome", "direction")]
    for text in (*told, n.header.subject, n.text[:_TOP]):
        low = plain(text)
        if _NO_MESSAGE.search(low):
            return "missed"
        for pattern, outcome in ((_VOICEMAIL, "voicemail"), (_MISSED, "missed"), (_ANSWERED, "answered")):
            if pattern.search(low):
                return outcome  # type: ignore[return-value]
    return "answered" if any(f == "length" and seconds_in(v, labelled=True) for f, v in labelled) else "missed"


def _is_outgoing(subject: str, top: str, labelled: Sequence[tuple[str, str]]) -> bool:
    told = [v for f, v in labelled if f == "direction"]
    for text in (*told, subject, *top.split("\n")[:4]):
        low = plain(text)
        if _INCOMING.search(low):
            return False
        if _OUTGOING.search(low):
            return True
    return False


def _tells(n: Notice, labelled: Sequence[tuple[str, str]], outcome: CallOutcome) -> bool:
    """Whether a mail that names a caller without a number is a system's: by its header, its labels, or who sent it."""
    return n.is_voicemail or any(f in ("length", "caller") for f, _ in labelled) or bool(NOTICE.match(plain(n.header.subject)))
