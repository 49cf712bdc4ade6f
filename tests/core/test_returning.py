"""R4: who came back: after a year, by another address, from another company; and what is only daily life."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from syncd.core.relations.returning import Met, returns

START = dt.datetime(2024, 1, 10, 9, tzinfo=dt.UTC)


def met(day: int, address: str = "ona@baltas.example", *, theirs: bool = True) -> Met:
    """A contact on the n-th day."""
    return Met(key=f"{day}", at=START + dt.timedelta(days=day), theirs=theirs, address=address)


CASES = [
    ([met(0), met(400)], [("400", "silence")], "more than a year later"),
    ([met(0), met(300)], [], "less than a year later"),
    ([met(0), met(200, theirs=False), met(400)], [], "we wrote between"),
    ([met(0), met(400, theirs=False), met(401)], [], "they only answer us"),
    ([met(0, theirs=False), met(400)], [], "only we had written: nobody we know"),
    ([met(0)], [], "the first contact"),
    ([met(0), met(60, "ona@gmail.com")], [("60", "address")], "a private mailbox"),
    ([met(0), met(60, "ona@juodas.example")], [("60", "company")], "another company"),
    ([met(0, "ona@gmail.com"), met(60, "ona@juodas.example")], [("60", "address")], "no company was known before"),
    ([met(0), met(1, "ona@gmail.com")], [], "from the train and from the desk"),
    ([met(0), met(60, "ona@gmail.com"), met(120), met(180, "ona@gmail.com")], [("60", "address")], "known by both since"),
    ([met(0), met(400, "ona@juodas.example")], [("400", "company")], "what is most telling of several"),
    ([met(0), met(400, ""), met(900, "")], [("400", "silence"), ("900", "silence")], "by telephone, twice"),
]


@pytest.mark.parametrize(("contacts", "expected", "reason"), CASES)
def test_a_return_is_told_by_all_contacts_in_whatever_order(contacts: list[Met], expected: list[tuple[str, str]], reason: str) -> None:
    for seed in range(4):
        random.Random(seed).shuffle(contacts)
        assert [(r.back.key, r.why) for r in returns(contacts)] == expected, reason


def test_the_length_of_a_silence_is_given() -> None:
    assert [r.before.key for r in returns([met(0), met(100)], dt.timedelta(days=90))] == ["0"]
