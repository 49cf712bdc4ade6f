"""Messages read whatever they are: headers, dates, parts, files (F86, F87, F90–F103)."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from pathlib import Path

import pytest

from syncd.core.mime import read_header, read_message
from syncd.core.model import Header, Message

DATA = Path(__file__).parent.parent / "data" / "mime"


def message(name: str) -> Message:
    """A hand-written message of tests/data/mime."""
    return read_message((DATA / f"{name}.eml").read_bytes())


def header(*lines: str) -> Header:
    return read_header("\r\n".join((*lines, "", "text")).encode())


def codes(read: Header | Message) -> set[str]:
    return {problem.code for problem in read.problems}


# ── header ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plain_message_is_read_whole() -> None:
    """Subject, people in their roles, ids, date with its zone, text with \\n, and no problems."""
    read = message("plain")
    assert read.header.subject == "Счёт за октябрь"
    assert [(p.role, p.address, p.name) for p in read.header.parties] == [
        ("from", "alexey@firma.example", "Алексей Щукин"),
        ("to", "ona@klientas.example", "Onaitė, Ona"),
        ("cc", "petras@klientas.example", ""),
    ]
    assert (read.header.message_id, read.header.in_reply_to) == ("2@firma.example", ("1@klientas.example",))
    assert read.header.references == ("0@klientas.example", "1@klientas.example")
    assert read.header.date == dt.datetime(2025, 11, 3, 10, 15, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    assert read.header.date is not None and read.header.date.utcoffset() == dt.timedelta(hours=3)
    assert (read.text, read.text_from, read.problems) == ("Добрый день!\nСчёт во вложении.\n", "plain", ())


MESSAGE_IDS = [
    (["Message-ID: <a@x.lt>"], "a@x.lt", "as it should be"),
    (["Message-Id:   a@x.lt "], "a@x.lt", "no brackets"),
    (["Message-ID: < a@x.lt >"], "a@x.lt", "blanks inside"),
    (["Message-ID: <a@", " x.lt>"], "a@x.lt", "folded in the middle"),
    (["Message-ID: <a@x.lt> (added by relay)"], "a@x.lt", "a comment after it"),
    (["Message-ID: <čia@x.lt>"], "čia@x.lt", "letters of RFC 6532"),
    (["Message-ID:"], None, "empty"),
    (["Message-ID: <>"], None, "empty brackets"),
    (["Subject: x"], None, "missing"),
    ([f"Message-ID: <{'a' * 10_000}@x.lt>"], None, "10 kB"),
]


@pytest.mark.parametrize(("lines", "expected", "reason"), MESSAGE_IDS, ids=[row[2] for row in MESSAGE_IDS])
def test_an_odd_message_id_is_cleaned_or_none(lines: list[str], expected: str | None, reason: str) -> None:
    """F86, F87: an id is what stands between the brackets; one that cannot tell messages apart is None and named."""
    read = header("From: a@x.lt", *lines)
    assert read.message_id == expected, reason
    assert (expected is None) == any(code.startswith("message_id") for code in codes(read))


RECEIVED = "Received: from a by b; Mon, 03 Nov 2025 08:00:00 +0000"
DATES = [
    (["Date: Mon, 3 Nov 2025 10:15:00 +0300"], "2025-11-03T10:15:00+03:00", "date", None, "as it should be"),
    (["Date: 3 Nov 2025 10:15 EST"], "2025-11-03T10:15:00-05:00", "date", None, "the obsolete form"),
    (["Date: Mon, 3 Nov 2025 10:15:00 +0200 (EET)"], "2025-11-03T10:15:00+02:00", "date", None, "a comment"),
    (["Date: Mon, 3 Nov 2025 10:15:00 -0000"], "2025-11-03T10:15:00+00:00", "date", "date_zone_unknown", "a zone that says nothing"),
    (["Date: Mon, 3 Nov 2025 10:15:00 +9900"], "2025-11-03T10:15:00+00:00", "date", None, "a zone that cannot be"),
    ([RECEIVED], "2025-11-03T08:00:00+00:00", "received", "date_missing", "absent"),
    (["Date: Thu, 1 Jan 1970 00:00:00 +0000", RECEIVED], "2025-11-03T08:00:00+00:00", "received", "date_unbelievable", "1970"),
    (["Date: Thu, 1 Jan 2099 00:00:00 +0000", RECEIVED], "2025-11-03T08:00:00+00:00", "received", "date_unbelievable", "2099"),
    (["Date: Fri, 31 Dec 9999 23:59:59 -1200", RECEIVED], "2025-11-03T08:00:00+00:00", "received", "date_unbelievable", "year 9999"),
    (["Date: Fri, 1 Nov 2030 00:00:00 +0000", RECEIVED], "2025-11-03T08:00:00+00:00", "received", "date_unbelievable", "after its arrival"),
    (["Date: yesterday", RECEIVED], "2025-11-03T08:00:00+00:00", "received", "date_unbelievable", "no date"),
    (["Date: Mon, 33 Nov 2025 10:15:00 +0300"], None, "", "date_unbelievable", "no such day, and no arrival"),
    (["Date: "], None, "", "date_unbelievable", "empty"),
    (["Date: Mon, ٣ Nov 2025 10:15:00 +0300"], "2025-11-03T10:15:00+03:00", "date", None, "digits of another script"),
    (["Subject: x"], None, "", "date_missing", "nothing at all"),
]


@pytest.mark.parametrize(("lines", "at", "source", "problem", "reason"), DATES, ids=[row[4] for row in DATES])
def test_a_date_is_believed_only_when_it_can_be(lines: list[str], at: str | None, source: str, problem: str | None, reason: str) -> None:
    """F90: a date is aware; one that cannot be gives way to the newest Received, then to None, and says so."""
    read = header("From: a@x.lt", "Message-ID: <a@x.lt>", *lines)
    assert (read.date.isoformat() if read.date else None, read.date_from) == (at, source), reason
    assert codes(read) == ({problem} if problem else set())


@pytest.mark.parametrize("page", ["cp1251", "koi8-r", "utf-8", "cp866"])
def test_a_raw_russian_header_is_read_in_its_code_page(page: str) -> None:
    """F92: eight-bit subjects and names without any label are read from the raw bytes."""
    lines = "From: Ирина Соколова <irina@x.ru>\r\nSubject: Договор на поставку насосов\r\nMessage-ID: <a@x.ru>\r\n\r\n"
    read = read_header(lines.encode(page))
    assert (read.subject, read.parties[0].name) == ("Договор на поставку насосов", "Ирина Соколова")


@pytest.mark.parametrize("page", ["cp1257", "iso8859-13", "utf-8"])
def test_a_raw_lithuanian_header_is_read_in_its_code_page(page: str) -> None:
    """F92: the same for Lithuanian."""
    lines = "From: Rūta Žukauskienė <ruta@x.lt>\r\nSubject: Sutartis dėl siurblių tiekimo\r\nMessage-ID: <a@x.lt>\r\n\r\n"
    read = read_header(lines.encode(page))
    assert (read.subject, read.parties[0].name) == ("Sutartis dėl siurblių tiekimo", "Rūta Žukauskienė")


def test_nul_and_surrogates_do_not_reach_the_store() -> None:
    """F99, F100: NUL is shown as U+2400, half a surrogate pair as a replacement, in every text."""
    read = read_message(b"From: a\0b <a@x.lt>\nSubject: x\0y =?utf-8?q?=ED=A0=80?=\nContent-Type: text/plain; charset=utf-7\n\na\0b +2AA-")
    texts = [read.text, read.header.subject, *(p.name + p.raw for p in read.header.parties)]
    assert all("\0" not in text and text.encode() for text in texts)
    assert "\u2400" in read.text
    assert "\u2400" in read.header.subject


def test_signs_that_hide_do_not_make_another_address() -> None:
    """F102: direction marks and blanks of no width are no part of an address; a name keeps what is shown."""
    read = header("From: \u202eevil\u202c <o\u200bna@x.lt>")
    assert read.parties[0].address == "ona@x.lt"


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────

TEXTS = [
    ("alternative", "plain", "Bus penktadienį.\n", "of alternatives the plain one"),
    ("alternative_no_html_support", "html", "Bus penktadienį.", "unless it only asks for another program"),
    ("alternative_empty_plain", "html", "Bus penktadienį.", "or is empty"),
    ("html_only", "html", "Bus penktadienį.\n\n> Ar bus?", "HTML when there is nothing else, quotations marked"),
    ("html_as_plain", "html", "Bus penktadienį.", "HTML that calls itself plain"),
    ("two_texts", "plain", "Pirma dalis.\nAntra dalis.", "texts in a row are one text"),
    ("flowed", "plain", "One line that goes on.\n> A quotation that goes on.\n-- \nAnn", "flowed lines are put together"),
    ("wrong_label", "plain", "Счёт отправим завтра.\n", "cp1251 labelled us-ascii"),
    ("bad_base64", "plain", "Счёт отправим завтра", "base64 with a stray sign and no end"),
    ("no_boundary", "plain", "Bus penktadienį.\n", "a multipart without a boundary"),
    ("no_blank_line", "plain", "Bus penktadienį.\n", "parts never closed"),
]


@pytest.mark.parametrize(("name", "source", "text", "reason"), TEXTS, ids=[row[0] for row in TEXTS])
def test_the_text_is_the_one_a_mail_program_would_show(name: str, source: str, text: str, reason: str) -> None:
    """F91: which part is the text, and its letters."""
    read = message(name)
    assert (read.text.rstrip("\n"), read.text_from) == (text.rstrip("\n"), source), reason


def test_files_have_a_safe_name_a_size_and_a_hash() -> None:
    """F93, F98, T29: names by RFC 2231 and RFC 2047 are decoded, folders and line breaks dropped; nothing is opened."""
    read = message("files")
    assert [one.name for one in read.attachments] == ["Счёт за октябрь.pdf", "Sąskaita.pdf", "passwd", "abexe.txt", "договор.zip", ""]
    first = read.attachments[0]
    assert (first.media_type, first.size, first.sha256) == ("application/pdf", 4, hashlib.sha256(b"%PDF").hexdigest())


def test_calendars_come_as_bytes_in_utf8() -> None:
    """A text/calendar part is a calendar; an .ics file is a calendar and a file."""
    read = message("calendar")
    assert [one.startswith(b"BEGIN:VCALENDAR") for one in read.calendars] == [True, True]
    assert "Встреча".encode() in read.calendars[0]
    assert [one.name for one in read.attachments] == ["invite.ics"]
    assert read.text == "Приглашение\n"


def test_a_message_inside_gives_its_header_and_not_its_text() -> None:
    """A forwarded message is nested: what somebody else wrote is not the text of this one."""
    read = message("nested")
    assert [one.subject for one in read.nested] == ["Vidinis laiškas"]
    assert read.text.strip() == "Persiunčiu."


UNREADABLE = ["smime_encrypted", "pgp_mime_encrypted", "pgp_inline_encrypted"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_encrypted_message_is_named_unreadable(name: str) -> None:
    """F103: people, subject and date are there; that the text cannot be read is said."""
    read = message(name)
    assert "unreadable" in codes(read)
    assert read.header.of("from")[0].address == "ona@x.lt"


def test_a_damaged_winmail_is_kept_and_named() -> None:
    """F103: what cannot be opened stays a file, with its problem."""
    raw = b"From: a@x.lt\nContent-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f\x3e\x22\x01\x00" + b"\x01\xff" * 40
    read = read_message(raw)
    assert codes(read) & {"tnef_damaged", "tnef_capped"}
    assert [one.name for one in read.attachments] == ["winmail.dat"]


# ── hostile input ────────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    ("".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1_000)).encode() + b"\nx", "F94 parts 1,000 deep"),
    ("".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(200)).encode() + b"\nx", "F94 parts 200 deep"),
    (b"Content-Type: message/rfc822\n\n" * 1_000 + b"x", "F94 messages 1,000 deep"),
    (b"Content-Type: message/rfc822\n\n" * 40 + b"hi" * 2_000_000, "F94 a large message 40 deep"),
    (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000, "F95 100,000 parts"),
    (b"".join(b"X-%d: y\n" % n for n in range(100_000)) + b"\nbody", "F95 100,000 fields"),
    (b"To: " + b", ".join(b"n%d@x.lt" % n for n in range(20_000)) + b"\n\nbody", "F95 20,000 recipients"),
    (b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\n\nbody", "F95 10,000 encoded words"),
    (b"X: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nbody", "F95 a field of a megabyte"),
    (b"To: " + b"(" * 5_000 + b")" * 5_000 + b" a@x.lt\n\nbody", "F96 5,000 nested comments"),
    (b"Content-Type: text/plain" + b"; a=b" * 50_000 + b"\n\nbody", "50,000 parameters"),
    (b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + b"X: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nx", "encoded words inside a part"),
    (b"Content-Type: text/html\n\n" + b"<blockquote>" * 20_000, "nested quotations"),
    (b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n" + b"!" + b"QUFB\n" * 1_000_000, "5 MB of damaged base64"),
    (b"\n" * 100_000, "blank lines"),
    (b"\0" * 1_000_000, "NUL"),
    (bytes(range(256)) * 2_000, "every byte"),
]


@pytest.mark.parametrize(("raw", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
def test_hostile_mail_is_read_within_a_second(raw: bytes, reason: str) -> None:
    """F94–F96, T26: limits hold before any parser is asked; nothing runs out of stack."""
    begin = time.thread_time()
    read_message(raw)
    assert time.thread_time() - begin < 1.0, reason


LIMITS = [
    (HOSTILE[1][0], "depth_capped"),
    (HOSTILE[4][0], "parts_capped"),
    (HOSTILE[5][0], "fields_capped"),
    (HOSTILE[6][0], "addresses_capped"),
    (HOSTILE[8][0], "header_capped"),
    (b"From: a@x.lt\n\n" + b"text " * 300_000, "text_capped"),
]


@pytest.mark.parametrize(("raw", "code"), LIMITS, ids=[row[1] for row in LIMITS])
def test_a_limit_that_was_met_is_named(raw: bytes, code: str) -> None:
    """F94, F95, F97: what was left out is said."""
    assert code in codes(read_message(raw))


ODD_CHARSETS = [b"charset*=\"utf-8''utf-8\"", b"charset*0=utf; charset*1=-8", b"charset=\"a\0b\"", b"charset=idna", b"charset=punycode"]


@pytest.mark.parametrize("charset", ODD_CHARSETS)
def test_damaged_base64_under_an_odd_charset_is_read(charset: bytes) -> None:
    """F91: what is read again for its damage keeps its bytes, whatever charset is named and in whatever way."""
    raw = b"From: a@x.lt\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; " + charset
    raw += b"\n\n\xc5\xbdod\xc5\xbeiai\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nTGFiYXM!!=TGFiYXM\n--b--\n"
    read = read_message(raw)
    assert "transfer_damaged" in codes(read)
    assert read.text.startswith("Žodžiai\nLabas")


def mutants(count: int) -> list[bytes]:
    """Our own fixtures, cut, doubled, mangled; seeded."""
    chance = random.Random(1994)
    seeds = [path.read_bytes() for path in sorted(DATA.glob("*.eml"))]
    spices = [
        b"\0",
        b"\xff\xfe",
        b"\r",
        b"\n\n",
        b"--",
        b"=?utf-8?b?",
        b'"',
        b"(",
        b"<",
        b":",
        b";",
        b"Content-Type: message/rfc822\n\n",
        b"\xd0",
    ]
    made = []
    for _ in range(count):
        raw = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(raw) + 1)
            match chance.randrange(4):
                case 0:
                    raw[at : at + chance.randint(1, 40)] = b""
                case 1:
                    raw[at:at] = chance.choice(spices) * chance.randint(1, 3)
                case 2:
                    raw[at : at + 1] = bytes([chance.randrange(256)])
                case _:
                    raw[at:at] = raw[chance.randrange(len(raw) + 1) :][: chance.randint(1, 200)]
        made.append(bytes(raw))
    return made


def check_total(raw: bytes) -> None:
    """Reading holds its promises for any bytes: no exception, aware dates, storable text."""
    read = read_message(raw)
    assert read.header == read_header(raw)
    assert read.header.date is None or read.header.date.tzinfo is not None
    texts = [
        read.text,
        read.header.subject,
        *(p.name + p.address + p.raw for p in read.header.parties),
        *(a.name for a in read.attachments),
    ]
    texts += [value for values in read.header.fields.values() for value in values]
    for text in texts:
        assert "\0" not in text
        text.encode()


@pytest.mark.slow
def test_four_hundred_mutants_are_read() -> None:
    """Reading is total (seeded mutants of the fixtures)."""
    for raw in mutants(400):
        check_total(raw)


@pytest.mark.slow
def test_five_thousand_mutants_are_read() -> None:
    """The same, at length."""
    for raw in mutants(5_000):
        check_total(raw)
