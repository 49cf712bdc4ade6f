"""Which offers are for like things: what a manager would call the same, in whichever languages they were written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from syncd.core.languages.en import products as en
from syncd.core.languages.lt import products as lt
from syncd.core.languages.ru import products as ru
from syncd.core.relations.likeness import likeness


def eur(*sums: int) -> tuple[tuple[Decimal, str], ...]:
    return tuple((Decimal(s), "EUR") for s in sums)


ALIKE = [
    ("heat pump", "šilumos siurblys Daikin Altherma", "one kind in two languages", "kind"),
    ("тепловой насос", "šilumos siurblio komplektas", "one kind in two languages, in any case of the noun", "kind"),
    ("кондиционер в зал", "split unit 5 kW", "two names of one kind", "kind"),
    ("Mitsubishi MSZ-AP35", "MSZ AP35VGK white", "one model, told shorter and written otherwise", "model"),
    ("heat pump MSZ-AP35", "šilumos siurblys LG THERMA V", "another model of one kind", "kind"),
    ("кондиционер с монтажом", "oro kondicionierius", "fitting that goes with a thing", "kind"),
    ("air conditioner, pipes and a bracket", "oro kondicionierius", "parts that go with a thing", "kind"),
    ("metinė vėdinimo sistemos priežiūra", "annual maintenance of the AHU", "one work on one kind", "kind"),
    ("metinė priežiūra", "годовое обслуживание", "one work on what is not named", "kind"),
    ("замена фильтров", "filter set", "parts alone", "kind"),
    ("Daikin FTXM50R с монтажом", "Daikin FTXM50 со скидкой", "fitting that goes with a model", "model"),
    ("silumos siurblys", "šilumos siurblys", "without the signs over letters", "kind"),
    ("granuliatoriaus matrica 40", "granuliatoriaus matrica", "the words, where the kind is in no table", "words"),
]


@pytest.mark.parametrize(("one", "other", "reason", "by"), ALIKE)
def test_like_things_are_seen_in_both_directions(one: str, other: str, reason: str, by: str) -> None:
    for a, b in ((one, other), (other, one)):
        found = likeness(a, b)
        assert found is not None, reason
        assert found.by == by, reason


UNLIKE = [
    ("filtras šilumos siurbliui", "šilumos siurblys", "a part of it"),
    ("кабель для зарядной станции", "зарядная станция", "a part of it"),
    ("kondicionierių valymas", "kondicionierius", "work on it"),
    ("heat pump maintenance", "heat pump repair", "another work"),
    ("lizingas automobiliui", "automobilis", "hire is no sale"),
    ("montavimas", "kondicionierius su montavimu", "the work alone"),
    ("насос", "chiller", "another kind"),
    ("conference table", "biuro kėdės", "another kind"),
    ("offer for the new office", "kaina naujam biurui", "words that are said of everything"),
    ("", "", "nothing is named"),
]


@pytest.mark.parametrize(("one", "other", "reason"), UNLIKE)
def test_other_things_are_not_alike(one: str, other: str, reason: str) -> None:
    assert likeness(one, other) is None, reason
    assert likeness(other, one) is None, reason


def test_the_price_speaks_against_a_thing_many_times_dearer_and_never_for_one_alone() -> None:
    assert likeness("heat pump", "šilumos siurblys", eur(5400), eur(9900)) is not None
    assert likeness("heat pump", "šilumos siurblys", eur(150), eur(9900)) is None
    assert likeness("chiller", "office chairs", eur(5400), eur(5400)) is None


def test_fitting_named_for_the_whole_is_known_by_its_price() -> None:
    assert likeness("kondicionieriaus montavimas", "kondicionierius", eur(1450), eur(1390)) is not None
    assert likeness("kondicionieriaus montavimas", "kondicionierius", eur(250), eur(1390)) is None


def test_the_tables_of_the_three_languages_tell_of_the_same_kinds_and_works() -> None:
    assert list(en.KINDS) == list(lt.KINDS) == list(ru.KINDS)
    assert list(en.WORKS) == list(lt.WORKS) == list(ru.WORKS)
    assert set(en.PARTS) <= set(en.KINDS)
