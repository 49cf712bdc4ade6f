"""Mails and calendars damaged on purpose: each is made by its number alone, so that one that is found is found again.

What is damaged are the fixtures of the tests, mails with promises in three languages, and the corpus of real mail where it is there.
"""

from __future__ import annotations

import base64
import functools
import random
import re
from collections.abc import Callable
from pathlib import Path

from tests.conftest import SHARED
from tests.crash.scenes import MORE
from tests.store.world import JOHN, MAILS, ONA, RASA, Mail, invitation, meeting

DATA = Path(__file__).parents[1] / "data"
CORPUS = SHARED / "corpus"
LARGEST = 100_000  # bytes of an original: what damage does is not a matter of size
Damage = Callable[[bytes, random.Random], bytes]


@functools.cache
def mails() -> tuple[bytes, ...]:
    """The mails that are damaged."""
    own = [path.read_bytes() for path in sorted(DATA.rglob("*.eml"))]
    own += [mail.raw() for mail in (*MAILS, *MORE)]
    letter = Mail(id="v", sender=JOHN, to=(RASA,), at="2026-11-10T10:00", subject="Invitation", text="Please come. I will call you on 24 November at 15:00.")
    own += [invitation(letter, meeting("v@acme.example", "20261120T100000", "Visit", people=(RASA, ONA), organizer=JOHN, method=way), way) for way in ("REQUEST", "REPLY", "CANCEL")]
    return _each_weighs_the_same(own, ("torture-mail", "imip", "enron", "lists", "classify"))


@functools.cache
def calendars() -> tuple[bytes, ...]:
    """The calendars that are damaged."""
    own = [path.read_bytes() for path in sorted((DATA / "ics").iterdir())]
    own += [meeting("weekly@baltas.example", "20261103T140000", "Savaitinis", people=(RASA, ONA), extra=f"RRULE:{rule}") for rule in RULES]
    return _each_weighs_the_same(own, ("ics",))


def _each_weighs_the_same(own: list[bytes], folders: tuple[str, ...]) -> tuple[bytes, ...]:
    """Ours and those of the corpus, so that half of the mutants are made of ours."""
    real = [path.read_bytes() for folder in folders for path in sorted((CORPUS / folder).rglob("*")) if path.is_file() and path.stat().st_size <= LARGEST]
    own = [raw[:LARGEST] for raw in own]
    return tuple(own * max(1, len(real) // len(own)) + real)


def mail(number: int) -> bytes:
    """The mutant of a mail with that number."""
    return _mutant(f"mail {number}", mails(), MAIL_DAMAGES)


def calendar(number: int) -> bytes:
    """The mutant of a calendar with that number; one in ten of them comes in a mail, by `carried`."""
    return _mutant(f"calendar {number}", calendars(), CALENDAR_DAMAGES)


def carried(raw: bytes) -> bytes:
    """A calendar as the second part of an invitation."""
    return invitation(Mail(id="c", sender=JOHN, to=(RASA,), at="2026-11-10T10:00", subject="Invitation", text="Please come."), raw, "REQUEST")


def _mutant(name: str, originals: tuple[bytes, ...], damages: tuple[Damage, ...]) -> bytes:
    chance = random.Random(name)
    raw = chance.choice(originals)
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        raw = chance.choice(damages)(raw, chance)
    return raw


# ── of any text ──────────────────────────────────────────────────────────────────────────────────────────────────


def flipped(raw: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 30) if raw else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(raw: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return raw[: chance.randrange(len(raw) + 1)]


def lost(raw: bytes, chance: random.Random) -> bytes:
    """A piece out of the middle is missing."""
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.choice((1, 2, 10, 100, 1_000)) :]


def doubled(raw: bytes, chance: random.Random) -> bytes:
    """A piece stands there twice, or many times, somewhere."""
    at, to = chance.randrange(len(raw) + 1), chance.randrange(len(raw) + 1)
    return raw[:to] + raw[at : at + chance.randint(1, 400)] * chance.choice((1, 1, 2, 20)) + raw[to:]


def with_nul(raw: bytes, chance: random.Random) -> bytes:
    """NUL, and other bytes no text has."""
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice((b"\0", b"\0" * 500, b"\xff\xfe", b"\xed\xa0\x80", b"\x1b$B", b"\x0b\x0c\x85", b"\xe2\x80\xa8")) + raw[at:]


def other_line_ends(raw: bytes, chance: random.Random) -> bytes:
    """CR, LF, CRLF and none, mixed."""
    ends = chance.choice(((b"\r\n",), (b"\n",), (b"\r",), (b"\r\n", b"\n"), (b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n\r"), (b"\r\n", b"")))
    return b"".join(line + chance.choice(ends) for line in raw.splitlines())


def _one_line(raw: bytes, chance: random.Random, pattern: bytes, new: Callable[[re.Match[bytes]], bytes]) -> bytes:
    """With one match of a pattern made new; as it is where there is none."""
    found = list(re.finditer(pattern, raw, re.MULTILINE | re.IGNORECASE))
    if not found:
        return raw
    one = chance.choice(found)
    return raw[: one.start()] + new(one) + raw[one.end() :]


def _put_in(raw: bytes, chance: random.Random, lines: bytes, pattern: bytes = rb"^") -> bytes:
    """With lines put before one that matches."""
    return _one_line(raw, chance, pattern, lambda one: lines + b"\r\n" + one[0])


# ── of mails ─────────────────────────────────────────────────────────────────────────────────────────────────────

CHARSETS = (b"utf-8", b"utf-16", b"utf-16le", b"utf-32", b"utf-7", b"koi8-r", b"windows-1251", b"windows-1257", b"iso-2022-jp", b"gb18030", b"hz", b"us-ascii", b"cp65001", b"x-unknown",
            b"''", b'"', b"idna", b"punycode", b"base64", b"rot13", b"unicode_escape", b"utf-8*0", b"\xff", b"")  # fmt: skip
FIELDS = (
    b"Date: Mon, 32 Foo 99999 25:61:61 +9999", b"Date: Thu, 01 Jan 1970 00:00:00 -2359", b"Date:", b"Date: Fri, 31 Dec 9999 23:59:59 -1200", b"Date: Mon, 01 Jan 0001 00:00:00 +1400",
    b"From: ", b"From: <>", b"From: a@b@c, (((((", b'From: "x" <rasa@klimatas.example', b"From: undisclosed:;", b"From: =?utf-8?b?//79?= <ona@baltas.example>", b"To: rasa@klimatas.example" + b", x@y.example" * 300,
    b"Message-ID: ", b"Message-ID: <<<>>>", b"Message-ID: <" + b"a" * 5_000 + b"@b>", b"References: " + b"<a@b> " * 3_000, b"In-Reply-To: <" + b"=?utf-8?q?x?=" * 30 + b">",
    b"Subject: =?utf-8?b?" + b"A" * 4_000 + b"?=", b"Subject: =?x?q?=FF=?= =?utf-8?q?=D0?= =?utf-8?q?=BF?=", b"Subject: " + b"Re: " * 3_000, b"Content-Type: multipart/mixed", b"Content-Type: multipart/mixed; boundary=\"\"",
    b"Content-Type: text/html", b"Content-Type: text/calendar; method=REQUEST", b"Content-Type: message/rfc822", b"Content-Type: message/delivery-status", b"Content-Type: ;;;=", b"Content-Type: text/plain; charset*0*=utf-8''%FF; charset*1=x",
    b"Content-Disposition: attachment; filename*0*=utf-8''%00%ff; filename*1=\"..%2F..%2Fetc\"", b"Content-Transfer-Encoding: uuencode", b"Content-Transfer-Encoding: x", b"Sensitivity: Private", b"Precedence: bulk", b": x", b"x" * 9_000,
    b"X-Long: " + b"y" * 200_000, b"\r\n".join(b"X-%d: y" % n for n in range(3_000)), b" \t folded", b"Received: from x by y for <rasa@klimatas.example>; not a date", b"Authentication-Results: x; spf=pass; dkim=" + b"p" * 2_000,
)  # fmt: skip
SENTENCES = tuple(text.encode() for text in (
    "I will call you on 31 February 99999 at 25:61.", "I will send it by the 0th of November, by 99/99/9999, by 24:00.", "Paskambinsiu jums lapkričio 31 d. 26:00 val.", "Atsiųsiu iki 2026-13-45.",
    "Перезвоню вам 31 ноября в 24:60.", "Отправлю до 00.00.0000.", "I will call you in 99999999999999999999 days.", "Atsiųsiu per 999999999999 savaičių.", "Отправлю через 10000000000 лет.", "I will pay 9" + "9" * 400 + " EUR by Friday.",
    "I will " * 400 + "call you tomorrow.", "Paskambinsiu " * 400, "до " * 500 + "завтра", "> " * 900 + "I will call you tomorrow", "<div>" * 700 + "I will call you on 24 November" + "</div>" * 3, "tel. " + "+370 " * 300, "a@" * 900 + "b.example",
    "İ" * 300 + " I will call you tomorrow. ﬁ ß Å K", "\u202e\u200b\u2066I will call you tomorrow\u2069", "-- \n" * 300, "On Mon, 1 Jan 2026, x wrote:\n" * 100, "https://" + "x/" * 2_000, "&#99999999999;&#xD800;&" * 50, "1. 2. 3. " * 500,
))  # fmt: skip
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


def other_field(raw: bytes, chance: random.Random) -> bytes:
    """A field of the header that is odd, before or behind one like it; or huge, or three thousand of them."""
    return _put_in(raw, chance, chance.choice(FIELDS), rb"^[A-Za-z-]+:")


def doubled_field(raw: bytes, chance: random.Random) -> bytes:
    """A field of the header comes again, once or very often."""
    return _one_line(raw, chance, rb"^[A-Za-z-]+:[^\n]*\n", lambda one: one[0] * chance.choice((2, 3, 200)))


def other_boundary(raw: bytes, chance: random.Random) -> bytes:
    """A boundary that is not the one announced, or a line like one."""
    new = chance.choice((b"--", b"--b--", b"--" + b"x" * 300, b'boundary="', b"boundary=b", b"", b"----"))
    return _one_line(raw, chance, rb"^--[^\r\n]*|boundary=\"?[^\"\r\n;]*\"?", lambda one: chance.choice((new, one[0][:-1], one[0] + b" ", one[0] + b"\r\n" + one[0])))


def other_charset(raw: bytes, chance: random.Random) -> bytes:
    """A charset the text is not in."""
    new = chance.choice(CHARSETS)
    return _one_line(raw, chance, rb"charset=\"?[\w-]*\"?|=\?[\w-]+(?=\?[bq]\?)", lambda one: (b"=?" if one[0].startswith(b"=?") else b"charset=") + new)


def other_encoding(raw: bytes, chance: random.Random) -> bytes:
    """A transfer encoding the text is not in."""
    new = chance.choice((b"base64", b"quoted-printable", b"7bit", b"8bit", b"binary", b"x-uuencode", b"gzip", b"base64\r\nContent-Transfer-Encoding: quoted-printable"))
    return _one_line(raw, chance, rb"^content-transfer-encoding:[^\r\n]*", lambda _: b"Content-Transfer-Encoding: " + new)


def damaged_base64(raw: bytes, chance: random.Random) -> bytes:
    """The body in base64, with letters lost, strange ones, and padding in the middle."""
    head, _, body = raw.partition(b"\n\n")
    told = bytearray(base64.encodebytes(body[:20_000]))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(told) + 1)
        told[at : at + chance.randrange(3)] = chance.choice((b"=", b"====", b"!", b"\n\n", b"", bytes([chance.choice(_LETTERS)]), b"\xff"))
    return head + b"\nContent-Transfer-Encoding: base64\n\n" + bytes(told)


def nested(raw: bytes, chance: random.Random) -> bytes:
    """The mail within parts within parts, closed or not."""
    depth, is_closed = chance.choice((1, 5, 30, 120)), chance.random() < 0.5
    if chance.random() < 0.3:
        return b"Content-Type: message/rfc822\n\n" * depth + raw
    inner = raw
    for n in range(depth):
        inner = b'Content-Type: multipart/%s; boundary="b%d"\n\n--b%d\n%s' % (chance.choice((b"mixed", b"alternative", b"related", b"digest", b"report")), n, n, inner)
        inner += b"\n--b%d--\n" % n if is_closed else b""
    return b"From: ona@baltas.example\nTo: rasa@klimatas.example\n" + inner


def spliced(raw: bytes, chance: random.Random) -> bytes:
    """The beginning of one and the end of another."""
    other = chance.choice(mails())
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


def odd_words(raw: bytes, chance: random.Random) -> bytes:
    """Sentences that look like promises, dates, quotes, and are none."""
    return _put_in(raw, chance, chance.choice(SENTENCES), rb"\n(?=\r?\n)|\n[^\n:]{20,}")


def cut_in_encoded_words(raw: bytes, chance: random.Random) -> bytes:
    """An encoded word in the wrong place, without end, or of one byte of a letter."""
    word = chance.choice((b"=?utf-8?b?", b"=?utf-8?q?=D0?=", b"=?utf-16?b?AAAA?=", b"=?utf-8?q?" + b"=C3=" * 50 + b"?=", b"=?koi8-r?b?" + b"8" * 75 + b"?=", b"=?utf-8*lt?q?x?=", b"=?iso-2022-jp?b?GyRC?="))
    return _one_line(raw, chance, rb"(?<=: )|(?<=\s)", lambda _: word)


# ── of calendars ─────────────────────────────────────────────────────────────────────────────────────────────────

RULES = (
    "FREQ=WEEKLY;COUNT=60", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;UNTIL=20261224T000000Z", "FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU;INTERVAL=2",
)  # fmt: skip
ODD_RULES = tuple(rule.encode() for rule in (
    "FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=999999999", "FREQ=MINUTELY;BYSECOND=0,1,2,59,60,61", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=99999999999999999999", "FREQ=YEARLY;BYYEARDAY=366,-366;BYWEEKNO=53,-53",
    "FREQ=WEEKLY;BYDAY=XX,99MO,-0TU,,", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2;COUNT=10", "FREQ=NEVER", "FREQ=", "UNTIL=20260101", "FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=DAILY;UNTIL=00010101",
    "FREQ=DAILY;COUNT=5;UNTIL=20261231", "FREQ=YEARLY;BYSETPOS=-366;BYDAY=MO,TU,WE,TH,FR,SA,SU", "RSCALE=HEBREW;FREQ=YEARLY;SKIP=FORWARD", "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))), "COUNT=1" + "0" * 500,
    "FREQ=YEARLY;BYDAY=" + ",".join(f"{n}{d}" for n in range(-53, 54) for d in ("MO", "SU")), "FREQ=MONTHLY;BYSETPOS=" + ",".join(map(str, range(-366, 367))), ";" * 2_000, "FREQ=YEARLY;BYEASTER=0", "FREQ=DAILY;X=" + "y" * 5_000,
))  # fmt: skip
ODD_ZONES = (b"Europe/Vilnius", b"FLE Standard Time", b"/freeassociation.sourceforge.net/Europe/Vilnius", b"Mars/Olympus", b"", b'"', b"../../etc/passwd", b"UTC+99:99", b"(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", b"\xff", b"x" * 3_000, b"GMT-0000", b"EET\0")
ODD_TIMES = (b"20261301T000000", b"20260230", b"20260329T033000", b"20261025T033000", b"99991231T235959Z", b"00010101T000000", b"00000000T000000Z", b"20261118T256199", b"2026-11-18T10:00:00+02:00", b"19691231T235960Z", b"", b"T", b"20261118T100000ZZ",
             b"-20261118", b"20261118T10", b"202611", b"20261118T100000/PT1H", b"20261118,20261119" * 300, b"9" * 400, b"+262611118T000000Z")  # fmt: skip
ODD_SPANS = (b"PT0S", b"-P1W", b"P", b"PT", b"P99999999999D", b"PT1H30", b"P1Y", b"P1DT", b"-PT" + b"9" * 50 + b"S", b"P1W1D", b"")
ODD_VALUES = (b"\\n" * 900, b"\\", b'"' * 99, b"=" * 99, b"mailto:", b"mailto:" + b"a@" * 200, b"urn:uuid:x", b";;;", b"\xd0", b"\0", b"x" * 70_000, b"BEGIN:VEVENT", b"%00", b"-1", b"99999999999999999999", b"https://" * 300)
COMPONENTS = (b"VEVENT", b"VTODO", b"VTIMEZONE", b"VALARM", b"VCALENDAR", b"STANDARD", b"DAYLIGHT", b"X-Y", b"", b"vevent", b"VJOURNAL", b"VFREEBUSY")
_PROPERTY = rb"^[A-Za-z-]+[;:][^\n]*\n"


def other_value(raw: bytes, chance: random.Random) -> bytes:
    """A property whose value is nonsense, or very long."""
    new = chance.choice(ODD_VALUES)
    return _one_line(raw, chance, rb"(?<=:)[^\r\n]*$", lambda _: new)


def other_parameters(raw: bytes, chance: random.Random) -> bytes:
    """A property with parameters it should not have."""
    new = chance.choice((b";X=" + b"y" * 3_000, b';CN="', b";CN=\"a;b:c\"", b";;", b";VALUE=DATE", b";VALUE=PERIOD", b";ENCODING=BASE64", b";ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-7", b";PARTSTAT=MAYBE" * 20, b";RANGE=THISANDFUTURE", b";RANGE=x"))
    return _one_line(raw, chance, rb"^([A-Za-z-]+)(?=[;:])", lambda one: one[0] + new)


def other_rule(raw: bytes, chance: random.Random) -> bytes:
    """A rule of recurrence nobody can follow, or not to its end."""
    name = chance.choice((b"RRULE:", b"RRULE:", b"EXRULE:", b"RRULE;X=1:"))
    return _put_in(raw, chance, name + chance.choice(ODD_RULES), rb"^(DTSTART|END:VEVENT|TZOFFSETFROM|SUMMARY)")


def other_time(raw: bytes, chance: random.Random) -> bytes:
    """A time that is none, that never was, or that came twice."""
    name = chance.choice((b"DTSTART", b"DTEND", b"DTSTAMP", b"RECURRENCE-ID", b"RDATE", b"EXDATE", b"DUE", b"LAST-MODIFIED"))
    value = chance.choice((b"", b";VALUE=DATE", b";TZID=" + chance.choice(ODD_ZONES))) + b":" + chance.choice(ODD_TIMES)
    if chance.random() < 0.5:
        return _put_in(raw, chance, name + value, rb"^(UID|SUMMARY|END:VEVENT|DTSTART)")
    return _one_line(raw, chance, rb"^(?:DTSTART|DTEND|DTSTAMP|RECURRENCE-ID|EXDATE|RDATE)[^\r\n]*", lambda one: one[0].partition(b":")[0].partition(b";")[0] + value)


def other_span(raw: bytes, chance: random.Random) -> bytes:
    """A duration that is none."""
    return _put_in(raw, chance, chance.choice((b"DURATION:", b"TRIGGER:", b"X-P:")) + chance.choice(ODD_SPANS), rb"^(UID|SUMMARY|END:VEVENT|DTSTART)")


def other_zone(raw: bytes, chance: random.Random) -> bytes:
    """A zone nobody knows, or one that changes in ways no clock can."""
    if chance.random() < 0.5:
        return _one_line(raw, chance, rb"TZID=\"?[^:;\r\n]*|^TZID:[^\r\n]*", lambda one: one[0][:5] + chance.choice(ODD_ZONES))
    offset = chance.choice((b"+9999", b"-0000", b"+240000", b"0200", b"", b"+02:00", b"99999999"))
    return _one_line(raw, chance, rb"^TZOFFSET(?:TO|FROM):[^\r\n]*", lambda one: one[0].partition(b":")[0] + b":" + offset)


def nested_components(raw: bytes, chance: random.Random) -> bytes:
    """Components within components, not closed, or closed by another's end."""
    name = chance.choice(COMPONENTS)
    lines = chance.choice((b"BEGIN:" + name, b"END:" + name, b"\r\n".join([b"BEGIN:" + name] * chance.choice((2, 50, 400))), b"\r\n".join([b"END:" + name] * 50)))
    return _put_in(raw, chance, lines, rb"^[A-Za-z-]+[;:]")


def doubled_property(raw: bytes, chance: random.Random) -> bytes:
    """A property, or a whole component, that stands there twice or very often."""
    pattern = _PROPERTY if chance.random() < 0.7 else rb"^BEGIN:VEVENT\r?\n(?:(?!END:VEVENT)[^\n]*\n)*END:VEVENT\r?\n"
    return _one_line(raw, chance, pattern, lambda one: one[0] * chance.choice((2, 3, 150)))


def other_folds(raw: bytes, chance: random.Random) -> bytes:
    """Lines folded anywhere, also within a letter; or not folded at all; or folded by what is no fold."""
    if chance.random() < 0.3:
        return re.sub(rb"\r?\n[ \t]", b"", raw)
    folded, fold = bytearray(raw), chance.choice((b"\r\n ", b"\n\t", b"\r ", b"\n  ", b"\r\n"))
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(folded) + 1)
        folded[at:at] = fold
    return bytes(folded)


def spliced_calendars(raw: bytes, chance: random.Random) -> bytes:
    """The beginning of one calendar and the end of another, or both."""
    other = chance.choice(calendars())
    if chance.random() < 0.3:
        return raw + other
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


OF_ANY: tuple[Damage, ...] = (flipped, cut, lost, doubled, with_nul, other_line_ends)
MAIL_DAMAGES = (*OF_ANY, other_field, other_field, doubled_field, other_boundary, other_charset, other_encoding, damaged_base64, nested, spliced, odd_words, odd_words, cut_in_encoded_words)
CALENDAR_DAMAGES = (
    *OF_ANY, other_value, other_parameters, other_rule, other_rule, other_time, other_time, other_span, other_zone, nested_components, doubled_property, other_folds, spliced_calendars,
)  # fmt: skip
