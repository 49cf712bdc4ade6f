"""R2: like offers to one customer by colleagues who did not know of one another, and nothing that was meant so."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest

from syncd.core.relations.collisions import A_COLLEAGUE, Handed, Offered, collisions, speaks_for_colleague

RASA, JONAS, EGLE = "rasa@ours.example", "jonas@ours.example", "egle@ours.example"
START = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def day(n: float) -> dt.datetime:
    return START + dt.timedelta(days=n)


def offer(staff: str, n: float, product: str = "heat pump", amount: int = 5400, **more: Any) -> Offered:
    """A line that a colleague offered to one customer on the n-th day."""
    more = {"state": "offered", "thread": f"{staff} {n}", **more}
    return Offered(key=f"{staff}|{n}|{product}", at=day(n), staff=staff, address="ona@baltas.example", customer="baltas.example", product=product,
                   amounts=((Decimal(amount), "EUR"),), discount="", quote=f"{product} {amount} EUR", **more)  # fmt: skip


def pairs(*offers: Offered, handed: tuple[Handed, ...] = ()) -> list[tuple[str, str]]:
    """Who collided with whom; the same in whichever order the offers came."""
    found = {tuple((c.first.key, c.second.key) for c in collisions(order, 14, handed)) for order in itertools.permutations(offers)}
    assert len(found) == 1
    return [(a.partition("|")[0], b.partition("|")[0]) for a, b in found.pop()]


def test_a_like_offer_of_another_colleague_within_the_days_collides_and_says_why() -> None:
    (found,) = collisions([offer(RASA, 0), offer(JONAS, 3, "тепловой насос", 4990)], 14)
    assert (found.first.staff, found.second.staff, found.why) == (RASA, JONAS, "kind: heat pump = тепловой насос")


MEANT = [
    ("the same colleague", (offer(RASA, 0), offer(RASA, 3))),
    ("too late", (offer(RASA, 0), offer(JONAS, 14.5))),
    ("another thing", (offer(RASA, 0), offer(JONAS, 3, "office chairs"))),
    ("an order is no offer", (offer(RASA, 0), offer(JONAS, 3, state="ordered"))),
    ("a colleague goes on with the conversation", (offer(RASA, 0, thread="t"), offer(JONAS, 3, thread="t"))),
    ("the earlier one has a copy of the later offer", (offer(RASA, 0), offer(JONAS, 3, aware_of=frozenset({RASA})))),
    ("the later one had a copy of the earlier offer", (offer(RASA, 0, aware_of=frozenset({JONAS})), offer(JONAS, 3))),
    ("the later mail says that it goes on for a colleague", (offer(RASA, 0), offer(JONAS, 3, aware_of=frozenset({A_COLLEAGUE})))),
    ("nobody can tell who wrote", (offer("", 0), offer(JONAS, 3))),
]


@pytest.mark.parametrize(("reason", "offers"), MEANT)
def test_what_is_meant_so_is_no_collision(reason: str, offers: tuple[Offered, ...]) -> None:
    assert pairs(*offers) == [], reason


def test_business_handed_over_before_is_no_collision_and_after_is_one() -> None:
    both = offer(RASA, 0), offer(JONAS, 3)
    assert pairs(*both, handed=(Handed(from_staff=RASA, to_staff=JONAS, at=day(1)),)) == []
    assert pairs(*both, handed=(Handed(from_staff=RASA, to_staff=JONAS, at=day(4)),)) == [(RASA, JONAS)]
    assert pairs(*both, handed=(Handed(from_staff=RASA, to_staff=EGLE, at=day(1)),)) == [(RASA, JONAS)]


def test_two_colleagues_going_on_about_one_thing_collide_once() -> None:
    assert pairs(offer(RASA, 0), offer(JONAS, 2), offer(RASA, 4), offer(JONAS, 6)) == [(RASA, JONAS)]


def test_several_lines_of_two_mails_are_one_collision() -> None:
    lines = [offer(s, n, p) for s, n in ((RASA, 0), (JONAS, 2)) for p in ("heat pump", "air conditioner")]
    assert pairs(*lines) == [(RASA, JONAS)]


def test_each_further_colleague_is_a_collision_of_their_own() -> None:
    assert pairs(offer(RASA, 0), offer(JONAS, 2), offer(EGLE, 4)) == [(RASA, JONAS), (JONAS, EGLE)]


def test_what_is_offered_is_read_from_the_line_or_the_subject_where_the_product_does_not_tell() -> None:
    vague = offer(JONAS, 3, "Variantas A", subject="Šilumos siurblys: pasiūlymas")
    assert pairs(offer(RASA, 0), vague) == [(RASA, JONAS)]
    assert pairs(offer(RASA, 0), offer(JONAS, 3, "fitted", before="I would suggest an air source heat pump. Our price is ")) == [(RASA, JONAS)]


FOR_A_COLLEAGUE = [
    ("As my colleague Rasa wrote, the price is 5400 EUR.", True, "names the colleague's mail"),
    ("I am taking over from Rasa, who is away.", True, "took over"),
    ("Kaip rašė mano kolegė, kaina 5400 EUR.", True, "names the colleague's mail"),
    ("Pavaduoju Rasą, todėl siunčiu pasiūlymą.", True, "stands in"),
    ("Как писала моя коллега, цена 5400 евро.", True, "names the colleague's mail"),
    ("Мне передали ваш запрос, отправляю предложение.", True, "was handed over"),
    ("Our colleagues will fit it within a week.", False, "speaks of fitters"),
    ("Siūlome šilumos siurblį už 5400 EUR.", False, "speaks of nobody"),
    ("Предлагаем тепловой насос за 5400 евро.", False, "speaks of nobody"),
]


@pytest.mark.parametrize(("words", "expected", "reason"), FOR_A_COLLEAGUE)
def test_a_mail_that_goes_on_for_a_colleague_says_so(words: str, expected: bool, reason: str) -> None:
    assert speaks_for_colleague(words) is expected, reason
