"""What a worker process has derived, as it arrives in the process that stores."""

from __future__ import annotations

import dataclasses
import pickle
import re

import pytest

from syncd.core import model
from syncd.core.derived import CALENDAR, CARD, MAIL, Arrival, Derived, Setting
from syncd.deriving import _SENT, Workers

_MAIL = (
    b"From: Ona <ona@ours.lt>\nTo: Tomas <tomas@theirs.lt>\nDate: Tue, 3 Mar 2026 10:12:00 -0000\nMessage-ID: <1@ours.lt>\n"
    b"Subject: offer\n\nHi Tomas,\n\nI will send you the offer by Friday.\n\nOna\n"
)
_MEETING = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Visit\r\nDTSTART:20260303T101200Z\r\nORGANIZER:mailto:ona@ours.lt\r\n"
    b"ATTENDEE:mailto:tomas@theirs.lt\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Tomas\r\nEMAIL:tomas@theirs.lt\r\nTEL:+370 600 00000\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(("raw", "media_type"), [(_MAIL, MAIL), (_MEETING, CALENDAR), (_CARD, CARD)], ids=["mail", "meeting", "card"])
def test_what_was_derived_arrives_as_it_was(raw: bytes, media_type: str) -> None:
    """Equal in every part, and as unchangeable as before."""
    setting = Setting(company=model.Company(domains=frozenset({"ours.lt"})))
    with Workers(setting) as workers:
        derived = workers.all([("1", Arrival(raw=raw, media_type=media_type))])["1"]
    arrived = pickle.loads(pickle.dumps(derived))
    assert isinstance(derived, Derived)
    assert arrived == derived
    assert repr(arrived) == repr(derived)
    with pytest.raises(dataclasses.FrozenInstanceError):
        arrived.hash = b""


def test_every_value_that_can_be_in_what_is_sent_is_known_there() -> None:
    """One left out would still arrive, in twice the time and unnoticed."""
    named = set(re.findall(r"\w+", " ".join(str(field.type) for kind in _SENT for field in dataclasses.fields(kind))))
    inside = {kind for name, kind in vars(model).items() if name in named and dataclasses.is_dataclass(kind)}
    assert model.Due in inside
    assert inside <= set(_SENT)
