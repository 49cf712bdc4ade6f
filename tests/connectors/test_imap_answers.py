"""What IMAP servers say is read whatever it is: nothing raises, nothing takes long, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from connectors.imap import answers
from connectors.imap.flags import changed, digests
from connectors.imap.refusals import refusal, without
from tests.timing import least

_words = some.sampled_from(
    [b"* ", b"1 FETCH (", b"UID 5 ", b"BODY[] ", b"FLAGS (\\Seen)", b'"', b"\\", b"(", b")", b"NIL", b" {3}\r\n", b"\r\n", b"LIST (", b"STATUS ",
     b"VANISHED (EARLIER) ", b"1:4294967295", b"SEARCH", b" 7", b"NAMESPACE ", b"OK [UIDVALIDITY 1]", b"INTERNALDATE ", b'"31-Feb-2026 25:00:00 +9999"']
)  # fmt: skip
_lines = some.lists(some.one_of(_words, some.binary(max_size=6))).map(b"".join)
_responses = some.lists(_lines, min_size=1, max_size=5)


@pytest.mark.slow
@given(_responses)
@settings(max_examples=200, deadline=None)
def test_no_response_is_too_odd(response: list[bytes]) -> None:
    """Whatever a server sends is read or left out."""
    fetch = answers.read_fetch(response)
    if fetch:
        answers.marks_of(fetch)
    for read in (answers.read_list, answers.read_status, answers.read_exists, answers.read_foreign):
        read(response)  # type: ignore[operator]
    answers.read_state([response])
    answers.read_search([response])
    answers.read_vanished([response])
    answers.uid_begun(response[0])


@pytest.mark.slow
@given(some.sets(some.integers(min_value=1, max_value=2**40), min_size=1, max_size=60))
def test_a_set_says_the_uids_it_was_made_of(uids: set[int]) -> None:
    """As an argument and back; as one range where there are too many gaps."""
    text = answers.set_of(sorted(uids))
    assert {u for a, b in answers.read_vanished([[b"* VANISHED " + text]]) if b - a < 100 for u in range(a, b + 1)} <= uids
    ends = [n for part in text.split(b",") for n in map(int, part.split(b":"))]
    assert (ends[0], ends[-1]) == (min(uids), max(uids))
    assert answers.set_of(sorted(uids), most=0) == (b"%d:%d" % (min(uids), max(uids)) if len(uids) > 1 else b"%d" % min(uids))


@pytest.mark.parametrize(
    ("response", "why"),
    [
        ([b"* 1 FETCH (UID 4 BODY[] {3}\r\n", b"abc", b"def)\r\n"], "bytes behind the literal: the length was too short"),
        ([b"* 1 FETCH (UID 4 BODY[] {3}\r\n", b"abc", b" BODY[] {3}\r\n", b"def", b")\r\n"], "another mail's body: it was too long"),
        ([b"* 1 FETCH (UID 4 BODY[] {3}\r\n", b"abc", b" UID 5)\r\n"], "two UIDs"),
        ([b"* 1 FETCH (UID 4 BODY[] {3}\r\n", b"abc", b"\r\n"], "no end"),
        ([b"* 1 FETCH (UID 4 BODY[] {3}\r\n", b"abc", b") foo)\r\n"], "more than the end"),
        ([b"* 1 FETCH (UID 4 ALDATE x)\r\n"], "half a word"),
    ],
)
def test_a_response_that_does_not_fit_is_not_whole(response: list[bytes], why: str) -> None:
    """F12: a mail is taken only from a response that is as it should be to its end."""
    fetch = answers.read_fetch(response)
    assert fetch is not None
    assert not fetch.whole, why


@pytest.mark.parametrize("text", [b'"a\\' * 30_000, b"(" * 60_000, b'""' * 30_000, b"a " * 30_000, b")" * 60_000, b"\\" * 60_000])
@pytest.mark.parametrize("head", [b"* 1 FETCH (", b"* LIST () ", b"* LIST (", b"* STATUS ", b"* NAMESPACE ", b"* SEARCH ", b"* OK [", b"* VANISHED "])
def test_t26_hostile_lines_take_no_time(head: bytes, text: bytes) -> None:
    """T26: a line of 60 kB is read in a moment."""
    readers: list[Callable[[list[bytes]], object]] = [
        answers.read_fetch, answers.read_list, answers.read_status, answers.read_foreign,
        lambda r: answers.read_search([r]), lambda r: answers.read_state([r]), lambda r: answers.read_vanished([r]),
    ]  # fmt: skip
    assert least(lambda: [read([head + text + b"\r\n"]) for read in readers], 0.5) < 0.5


def test_flags_that_change_are_found_by_their_neighbourhood() -> None:
    """A mail without flags makes no difference when it comes; one whose flags change is told with its neighbours."""

    def mail(uid: int, *flags: bytes) -> answers.Fetch:
        return answers.Fetch({b"FLAGS": list(flags)}, True, uid)

    before = digests([mail(1, b"\\Seen"), mail(300, b"\\Seen"), mail(301)])
    assert changed(before, digests([mail(1, b"\\Seen"), mail(300, b"\\Seen", b"\\Recent"), mail(301), mail(302)]), [1, 300, 301]) == set()
    assert changed(before, digests([mail(1, b"\\Seen"), mail(300, b"\\Seen"), mail(301, b"X")]), [1, 300, 301]) == {300, 301}


@pytest.mark.slow
@given(some.text(max_size=300))
def test_every_refusal_has_a_text_that_says_what_to_do(text: str) -> None:
    """Whatever the server writes."""
    assert ";" in str(refusal(text, "to open the folder X"))


@pytest.mark.parametrize(
    ("text", "secret", "shown"),
    [
        ("[AUTHENTICATIONFAILED] anna/hunter2hunter2 unknown", "hunter2hunter2", "[AUTHENTICATIONFAILED] (its words are left out: they repeat what was sent)"),
        ("no such b'hunter2'", "hunter2hunter2", "(its words are left out: they repeat what was sent)"),
        ("Invalid credentials", "hunter2hunter2", "Invalid credentials"),
        ("", "hunter2hunter2", "no reason given"),
    ],
)
def test_t16_words_that_repeat_a_piece_of_a_secret_are_left_out(text: str, secret: str, shown: str) -> None:
    """T16: quoted, cut, or spelled otherwise."""
    assert without(text, secret, "").strip() == shown
