"""Addresses and lists of addresses, as mail really has them (F95, F96, F102, F107)."""

from __future__ import annotations

import random

import pytest

from syncd.core import addresses
from tests.timing import least

CANONICAL = [
    ("Jonas.Petraitis@Firma.LT", "jonas.petraitis@firma.lt", "case does not tell people apart"),
    (" <jonas@firma.lt> ", "jonas@firma.lt", "brackets and blanks left on"),
    ("'jonas@firma.lt'", "jonas@firma.lt", "Outlook's quotation marks"),
    ("“jonas@firma.lt”", "jonas@firma.lt", "typographic ones"),
    ("mailto:jonas@firma.lt", "jonas@firma.lt", "pasted from a page"),
    ("jonas @ firma.lt", "jonas@firma.lt", "blanks around the sign"),
    ("jonas@firma.lt.", "jonas@firma.lt", "the root of the name system"),
    ("jonas+crm@firma.lt", "jonas+crm@firma.lt", "a plus tells addresses apart with some providers"),
    ("j.o.nas@firma.lt", "j.o.nas@firma.lt", "so do dots"),
    ("ivan@xn--80a1acny.xn--p1ai", "ivan@почта.рф", "punycode and Unicode are one domain"),
    ("ivan@ПОЧТА.РФ", "ivan@почта.рф", "and so are its capitals"),
    ("rasa@xn--iekvienam-k3b.lt", "rasa@šiekvienam.lt", "Lithuanian letters in a domain"),
    ("ivan@xn--\x80\x80.lt", "ivan@xn--\x80\x80.lt", "punycode that is none stays"),
    ('"jonas"@firma.lt', "jonas@firma.lt", "needless quotation marks"),
    ("<@relay.lt,@hub.lt:jonas@firma.lt>", "jonas@firma.lt", "a route of 1982"),
    ("jonas\u200b@firma.lt", "jonas@firma.lt", "a blank nobody sees"),
    ("jonas", "", "no sign"),
    ("@firma.lt", "", "nobody"),
    ("jonas@", "", "nowhere"),
    ("a@b@firma.lt", "", "two signs"),
    ("", "", "nothing"),
    ("x" * 2_000 + "@firma.lt", "", "longer than any address can be"),
]


@pytest.mark.parametrize(("written", "canonical", "reason"), CANONICAL, ids=[row[2] for row in CANONICAL])
def test_one_mailbox_has_one_spelling(written: str, canonical: str, reason: str) -> None:
    """F107: case, punycode and stray signs do not make another person; plus signs and dots may."""
    assert addresses.canonical(written) == canonical, reason
    assert addresses.canonical(canonical) == canonical


LISTS = [
    ("ona@x.lt", [("", "ona@x.lt")], "bare"),
    ("Ona <ona@x.lt>, Jonas <jonas@x.lt>", [("Ona", "ona@x.lt"), ("Jonas", "jonas@x.lt")], "as it should be"),
    ('"Onaitė, Ona" <ona@x.lt>', [("Onaitė, Ona", "ona@x.lt")], "a comma in quotation marks"),
    ("Onaitė, Ona <ona@x.lt>; Jonas <jonas@x.lt>", [("Onaitė, Ona", "ona@x.lt"), ("Jonas", "jonas@x.lt")], "a comma and none"),
    ("undisclosed-recipients:;", [], "nobody named"),
    ("Skyrius: ona@x.lt, Jonas <jonas@x.lt>;, petras@x.lt", [("", "ona@x.lt"), ("Jonas", "jonas@x.lt"), ("", "petras@x.lt")], "a group"),
    ("ona@x.lt (Ona (buhalterė))", [("Ona buhalterė", "ona@x.lt")], "a name in a comment"),
    ('"Ona <ona@x.lt>, jonas@x.lt', [("Ona", "ona@x.lt"), ("", "jonas@x.lt")], "a quotation mark never closed"),
    ("(Ona <ona@x.lt>", [("Ona", "ona@x.lt")], "a comment never closed"),
    ("Ona <ona@x.lt", [("Ona", "ona@x.lt")], "a bracket never closed"),
    ("=?utf-8?Q?Ona_Onait=C4=97?= <ona@x.lt>", [("Ona Onaitė", "ona@x.lt")], "an encoded name"),
    ("=?koi8-r?B?6dfBzg==?= =?koi8-r?B?6dfBzs/X?= <i@x.ru>", [("ИванИванов", "i@x.ru")], "blanks between encoded words are dropped"),
    ("=?utf-8?Q?Onait=C4=97=2C_Ona?= <ona@x.lt>", [("Onaitė, Ona", "ona@x.lt")], "a comma inside an encoded word"),
    ("=?utf-8?B?0JjQstCw0L0gPGl2YW5AeC5ydT4=?=", [("Иван <ivan@x.ru>", "ivan@x.ru")], "the whole encoded"),
    ("'Ona' <'ona@x.lt'>", [("Ona", "ona@x.lt")], "Outlook's quotation marks"),
    ('"ona@x.lt" <ona@x.lt>', [("", "ona@x.lt")], "a name that is the address is none"),
    ("Ona <ona@x.lt> Jonas <jonas@x.lt>", [("Ona", "ona@x.lt"), ("Jonas", "jonas@x.lt")], "no comma"),
    ("Jeff Skilling, Ken Lay", [("Jeff Skilling", ""), ("Ken Lay", "")], "names without addresses"),
    ("MAILER-DAEMON", [("MAILER-DAEMON", "")], "no sign"),
    ("<>", [], "the null sender"),
    (",, ,", [], "commas alone"),
]


@pytest.mark.parametrize(("value", "found", "reason"), LISTS, ids=[row[2] for row in LISTS])
def test_a_list_gives_its_people(value: str, found: list[tuple[str, str]], reason: str) -> None:
    """F107: everybody in a list is found, however it is written; words without an address are a name without one."""
    assert [(one.name, one.address) for one in addresses.parse(value)] == found, reason


HOSTILE = [
    ("(" * 25_000 + ")" * 25_000 + "a@x.lt", "nested comments"),
    ('"\\' * 25_000, "a quotation mark of escapes"),
    ('"\\""' * 12_500, "quotation marks of quotation marks"),
    ("<" * 50_000, "brackets"),
    (",;" * 25_000, "separators"),
    ("<a " * 16_000, "brackets with words"),
    ("@" * 50_000, "signs"),
    (" " * 50_000 + "<", "blanks"),
    ("a " * 25_000 + "<", "words"),
    ("=?utf-8?q?" * 5_000, "beginnings of encoded words"),
    ("=?utf-8?q?a?= " * 3_500, "encoded words"),
    ("a:" * 25_000, "groups"),
    (";" * 50_000, "ends of groups"),
]


@pytest.mark.parametrize(("value", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
def test_a_hostile_list_is_read_in_no_time(value: str, reason: str) -> None:
    """F95, F96, T26: 50 kB of anything takes at most 50 ms (100 here, for a busy machine)."""
    assert least(lambda: addresses.parse(value), 0.1) < 0.1, reason


def test_a_list_of_twenty_thousand_is_capped() -> None:
    """F95: 2,000 addresses are read of a list, and the last of them is whole."""
    found = addresses.parse(", ".join(f"n{n}@x.lt" for n in range(20_000)))
    assert len(found) == addresses.MAX_ADDRESSES
    assert found[-1].address == "n1999@x.lt"


@pytest.mark.slow
def test_any_text_gives_a_list() -> None:
    """Parsing is total: signs in any order never raise."""
    chance = random.Random(107)
    for _ in range(2_000):
        value = "".join(chance.choice("ab@.,;:<>()\"\\ '=?\u200b\udc80ąя\0\n") for _ in range(chance.randint(0, 60)))
        for one in addresses.parse(value):
            assert isinstance(one.name, str)
            assert one.address == "" or "@" in one.address
