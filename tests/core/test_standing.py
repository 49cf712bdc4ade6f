"""Where offers stand, and which contradict one another, whatever the order in which the lines came."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from syncd.core.matters import OfferState
from syncd.core.standing import Stated, alike, standing


def line(key: str, day: int, state: OfferState, product: str = "", *amounts: int, thread: str = "t1", ours: bool | None = None, discount: str = "",
         numbers: tuple[str, ...] = (), subject: str = "", valid_until: str = "") -> Stated:  # fmt: skip
    """A line said on a day of November; what is offered or invoiced is ours unless told."""
    return Stated(
        key=key, subject=subject, at=dt.datetime(2026, 11, day, tzinfo=dt.UTC), thread=thread, ours=state in ("offered", "invoiced") if ours is None else ours, product=product,
        amounts=tuple((Decimal(a), "EUR") for a in amounts), discount=discount, valid_until=valid_until, state=state, numbers=numbers,
    )  # fmt: skip


# lines → how far the first has come, why
STATES = [
    ([line("a", 1, "offered", "šilumos siurblys", 4200)], "offered", "nobody answered"),
    ([line("a", 1, "offered", "šilumos siurblys", 4200), line("b", 3, "ordered", "šilumos siurblį")], "ordered", "the same product in another case form"),
    ([line("a", 1, "offered", "šilumos siurblys", 4200), line("b", 3, "ordered")], "ordered", "the only one that stands open in the conversation"),
    ([line("a", 1, "offered", "šilumos siurblys", 4200), line("x", 1, "offered", "filtras", 40), line("b", 3, "ordered")], "offered", "two stand open, nobody can tell which"),
    ([line("a", 1, "offered", "насос", 4200), line("b", 3, "rejected", "насос", thread="t2")], "rejected", "in another conversation, by its name"),
    ([line("a", 1, "offered", "насос", 4200), line("b", 3, "invoiced", "", 4200)], "invoiced", "by the amount"),
    ([line("a", 1, "offered", "насос", 4200), line("b", 3, "invoiced", "", 990)], "offered", "another amount"),
    ([line("a", 1, "invoiced", "", 4200, numbers=("SF-7",)), line("b", 9, "paid", "", 4200, thread="t9", numbers=("SF-7",))], "paid", "by the number, elsewhere"),
    ([line("a", 1, "invoiced", "", 4200, numbers=("SF-7",)), line("b", 9, "paid", "", 4200, numbers=("SF-8",))], "invoiced", "another number"),
    ([line("a", 1, "offered", "pump", 4200), line("b", 3, "ordered", "pump"), line("c", 5, "invoiced", "pump", 4200), line("d", 9, "paid", "pump", 4200)], "paid", "the last counts"),
    ([line("b", 1, "ordered", "pump"), line("a", 3, "offered", "pump", 4200)], "ordered", "what was said before changes nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "state", "why"), STATES, ids=[row[-1] for row in STATES])
def test_an_offer_has_come_as_far_as_was_said_last(lines: list[Stated], state: str, why: str) -> None:
    """By number, product, amount, or as the only one of its conversation."""
    for seed in range(4):
        assert standing(random.Random(seed).sample(lines, len(lines)))[lines[0].key].state == state


# the later offer → in what it differs from the first one (pump, 4200, no discount), why
LATER = [
    (line("b", 5, "offered", "the pump", 4200), "", "the same price"),
    (line("b", 5, "offered", "pump", 4230), "", "a rounding"),
    (line("b", 5, "offered", "pump", 3900, thread="t2"), "price", "another price, by another colleague"),
    (line("b", 5, "offered", "yearly service of it", 3900, thread="t2", subject="Pump in the cellar: yearly service"), "", "another thing about a pump"),
    (line("b", 5, "offered", "pump", 4200, discount="5 %"), "discount", "another discount"),
    (line("b", 5, "offered", "pump", 4200, valid_until="2026-11-20"), "validity", "a promise cut short"),
    (line("b", 5, "offered", "filter", 3900), "", "another product"),
    (line("b", 5, "offered", "pump", 3900, ours=False), "", "what the customer says is no offer of ours"),
    (line("b", 5, "ordered", "pump", 3900), "", "an order"),
]


@pytest.mark.parametrize(("later", "differs", "why"), LATER, ids=[row[-1] for row in LATER])
def test_an_offer_that_contradicts_an_earlier_one_says_in_what(later: Stated, differs: str, why: str) -> None:
    """H6: it is visible, with the earlier one."""
    found = standing([later, line("a", 1, "offered", "pump", 4200, valid_until="2026-11-30")])["b"]
    assert (found.differs, found.contradicts) == (differs, "a" if differs else "")


def test_products_are_alike_by_the_stems_of_their_words() -> None:
    """In every language; a product without words is like none."""
    assert alike("kondicionieriaus montavimas", "Kondicionierių montavimo darbai")
    assert alike("насос Grundfos UPS 25-40", "насосы Grundfos")
    assert not alike("Daikin FTXM35", "Daikin FTXM25")
    assert not alike("pump", "") and not alike("filtras F7", "siurblys")


def test_three_colleagues_offer_one_thing_in_their_own_words() -> None:
    """In several conversations the subject tells what the line does not; in one conversation only the product counts."""
    subjects = ("Priežiūros sutartis spaustuvės kondicionieriams", "Metinė kondicionierių priežiūra – 15 % nuolaida", "Dėl kondicionierių priežiūros")
    products = ("metinę priežiūros sutartį Jūsų šešiems blokams", "blokai, du vizitai", "metinę priežiūrą galėtume padaryti")
    apart = [line(f"o{n}", n + 1, "offered", products[n], 900 + 80 * n, thread=f"t{n}", subject=subjects[n]) for n in range(3)]
    assert [standing(apart)[o.key].differs for o in apart] == ["", "price", "price"]
    options = [line(f"o{n}", n + 1, "offered", p, 900 + 80 * n, subject="Kondicionierius miegamajam") for n, p in enumerate(("Gree", "Daikin"))]
    assert [standing(options)[o.key].differs for o in options] == ["", ""]
