"""Which address a mailbox with members stands for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from syncd.config import Config
from syncd.core.model import SharedMailbox
from tests.config.kinds import GOOD

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
_ONE = f'[[source]]\nconnector = "server"\nmembers = ["{RASA}"]\n'

# name and user of the source → the address it shares, why
ADDRESSES = [
    ('name = "x1"\nuser = "Sales@Klimatas.example"', "sales@klimatas.example", "the login is an address of ours"),
    ('name = "x1"\nuser = "sales@klimatas.example*master"', "sales@klimatas.example", "a master user signs in to it"),
    ('name = "x1"\nuser = "klimatas.uab@gmail.com"', "klimatas.uab@gmail.com", "an address of ours elsewhere"),
    ('name = "sales@klimatas.example"\nuser = "sales"', "sales@klimatas.example", "the source is called by its address"),
    ('name = "sales-mail"\nuser = "x1"', "sales@klimatas.example", "the first word of the name"),
    ('name = "Sales"\nuser = "box7@hosting.example"', "sales@klimatas.example", "the login is somebody else's"),
    ('name = "sales-mail"\nuser = "rasa@klimatas.example"', "sales@klimatas.example", "a member's own login opens it"),
    ('name = "rasa-and-others"', "", "a person's own address is not shared"),
    ('name = "—"', "", "a name that says nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "address", "reason"), ADDRESSES, ids=[row[-1] for row in ADDRESSES])
def test_a_shared_mailbox_has_an_address(read: Callable[[str], Config], keys: str, address: str, reason: str) -> None:
    """By the login, else by the name of its source; where neither tells, `check` says what to write."""
    config = read(GOOD + _ONE + keys + "\n")
    shared = [m for m in config.company.shared if m.address != "info@klimatas.example"]
    assert shared == ([SharedMailbox(address=address, members=(RASA,))] if address else [])
    assert any("which address do they share" in w for w in config.warnings) == (not address)


def test_several_sources_of_one_address_have_all_their_members(read: Callable[[str], Config]) -> None:
    """The mailbox and its archive are one; a person has no shared mailbox, and a mailbox no reminders."""
    more = f'[[source]]\nname = "info-archive"\nconnector = "maildir"\npath = "x"\nmembers = ["{JONAS}", "{RASA}"]\n'
    config = read(GOOD + more)
    assert config.company.shared == (SharedMailbox(address="info@klimatas.example", members=(RASA, JONAS)),)


def test_a_telephone_among_the_aliases_is_no_address(read: Callable[[str], Config]) -> None:
    """It tells who signed; nobody is ours for it."""
    config = read(GOOD.replace('aliases = ["rasa.', 'aliases = ["+370 600 12345", "rasa.'))
    (rasa,) = (s for s in config.company.staff if s.address == RASA)
    assert (rasa.aliases, rasa.phones) == (("rasa.petraite@klimatas.example",), ("+370 600 12345",))
    assert not any("370" in address for address in config.company.addresses)
