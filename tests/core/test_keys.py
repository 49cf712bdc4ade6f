"""Keys are given once: what they depend on, and what they do not (DESIGN §4 Keys, F86, F87)."""

from __future__ import annotations

import re

import pytest

from syncd.core import keys, mime


def key(*changes: tuple[str, str], body: str = "Hello") -> str:
    """The key of a mail with these header fields in place of its own ('' takes one away)."""
    fields = {"Message-ID": "<a@b.example>", "From": "Ona <ona@baltas.example>", "Date": "Fri, 13 Nov 2026 10:00:00 +0200", "Subject": "Hi", **dict(changes)}
    raw = ("".join(f"{n}: {v}\n" for n, v in fields.items() if v) + "\n" + body).encode()
    return keys.message_key(mime.read_message(raw), raw)


SAME = [
    ([("Subject", "Other")], "Hello", "the subject: lists put a tag before it"),
    ([], "Hello\n--\nA banner of a server", "the text: servers add banners"),
    ([("From", '"Ona K." <ONA@baltas.example>')], "Hello", "the name of the sender, and the case of the address"),
    ([("Date", "Fri, 13 Nov 2026 08:00:00 +0000")], "Hello", "the zone the time is told in"),
    ([("Received", "from x by y; Fri, 13 Nov 2026 10:00:01 +0200")], "Hello", "where it came through"),
]


@pytest.mark.parametrize(("changes", "body", "why"), SAME, ids=[row[-1] for row in SAME])
def test_copies_of_one_mail_have_one_key(changes: list[tuple[str, str]], body: str, why: str) -> None:
    """F88: what differs between copies is not in the key."""
    assert key(*changes, body=body) == key()


OTHER = [
    ([("Message-ID", "<c@b.example>")], "another id"),
    ([("From", "olga@sever.example")], "T31: the same id from somebody else"),
    ([("Date", "Fri, 13 Nov 2026 10:00:01 +0200")], "the same id at another second"),
]


@pytest.mark.parametrize(("changes", "why"), OTHER, ids=[row[-1] for row in OTHER])
def test_other_mails_have_other_keys(changes: list[tuple[str, str]], why: str) -> None:
    """A key holds id, sender and time together: one of them forged is not enough."""
    assert key(*changes) != key()


@pytest.mark.parametrize("missing", ["Message-ID", "From", "Date"])
def test_a_mail_that_lacks_a_part_is_known_by_its_words(missing: str) -> None:
    """F87: without an id, a sender or a date the first thousand letters tell mails apart."""
    assert key((missing, "")) == key((missing, ""), body="  hello!\n")
    assert key((missing, "")) != key((missing, ""), body="Something else")
    assert key((missing, "")) != key()


def test_a_mail_of_nothing_is_known_by_its_bytes() -> None:
    """Without a single thing to tell it by, equal bytes are the same mail."""
    one, other = b"\n\n", b"X-Y: z\n\n"
    assert keys.message_key(mime.read_message(one), one) != keys.message_key(mime.read_message(other), other)


def test_a_promise_keeps_its_key_when_only_its_signs_change() -> None:
    """White space, quotation marks and case are not in it; words, the place among twins, and the mail are."""
    given = keys.promise_key("i1", "I will call you, tomorrow.", 0)
    assert keys.promise_key("i1", "  i will CALL you — tomorrow!", 0) == given
    assert len({given, keys.promise_key("i1", "I will call you today.", 0), keys.promise_key("i1", "I will call you, tomorrow.", 1),
                keys.promise_key("i2", "I will call you, tomorrow.", 0)}) == 4  # fmt: skip


def test_a_uid_is_one_every_calendar_takes() -> None:
    """FAULTS §0.4: base32hex in lower case, 5 to 1024 characters after our prefix, and the purpose is in it."""
    uid = keys.reminder_uid("0123", "due")
    assert re.fullmatch(r"syncd-[0-9a-v]{32}", uid)
    assert uid != keys.reminder_uid("0123", "overdue") != keys.reminder_uid("01", "23due")
    assert keys.reminder_uid("ab", "c") != keys.reminder_uid("a", "bc")


def test_a_digest_tells_where_its_parts_end() -> None:
    """("ab", "c") and ("a", "bc") are different lists."""
    assert keys.digest("ab", "c") != keys.digest("a", "bc") != keys.digest("abc")
    assert keys.digest("\ud800") == keys.digest("\ud800")


@pytest.mark.parametrize(
    ("a", "b", "share", "why"),
    [
        ("I will call you tomorrow", "I will call you tomorrow", 1.0, "the same"),
        ("I will call you", "Hello, I will call you tomorrow at ten", 1.0, "one within the other"),
        ("I will call you", "I will write you", 0.75, "three words of four"),
        ("Paskambinsiu rytoj", "Atsiųsiu vakar", 0.0, "nothing in common"),
        ("you you you", "you", 1.0, "a word counts as often as it is there, in the shorter"),
        ("", "anything", 0.0, "nothing has nothing in common"),
    ],
)
def test_overlap_counts_the_words_of_the_shorter(a: str, b: str, share: float, why: str) -> None:
    """From a half on, two quotes of one mail are one promise across versions."""
    assert keys.overlap(a, b) == keys.overlap(b, a) == share


def test_a_link_number_fits_the_store() -> None:
    """63 bits, the same on every machine, whatever stands in the id."""
    assert all(0 <= keys.link_number(i) < 2**63 for i in ("a@b", "", "ą\ud800" * 1000))
    assert keys.link_number("a@b") == 4216614287089029920
