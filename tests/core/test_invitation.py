"""Whom to invite: what is known of children and tastes, wishes not to be contacted, open complaints."""

from __future__ import annotations

import pytest

from syncd.core.invitation import Guest, Occasion, Told, has_children, invited

NO_CHILDREN, SONS = Told("family", "vaikų nėra", True), Told("family", "du sūnūs", False)
WIFE = Told("family", "žmona", False)
FAMILY = Occasion(family=True)
CASES = [
    (Guest(), Occasion(), (), "", "", "nothing is known that speaks against it"),
    (Guest(facts=(NO_CHILDREN,)), FAMILY, ("children",), "no", "", "the invitation for a family to a man without children"),
    (Guest(facts=(NO_CHILDREN,)), Occasion(), (), "", "", "to a seminar he is invited"),
    (Guest(facts=(SONS,)), FAMILY, (), "yes", "", "two sons"),
    (Guest(facts=(WIFE,)), FAMILY, (), "unknown", "", "a wife says nothing about children"),
    (Guest(), FAMILY, (), "unknown", "", "unknown is said, and keeps nobody out"),
    (Guest(facts=(SONS, NO_CHILDREN)), FAMILY, (), "yes", "", "the latest word counts: a child was born"),
    (Guest(facts=(Told("family", "not married", True),)), FAMILY, (), "unknown", "", "not married is not childless"),
    (Guest(wishes=frozenset({"mail"})), Occasion(), ("no_contact",), "", "", "do not write"),
    (Guest(wishes=frozenset({"mail"})), Occasion(channel="call"), (), "", "", "but one may call"),
    (Guest(wishes=frozenset({"any"})), Occasion(channel="call"), ("no_contact",), "", "", "by no channel at all"),
    (Guest(has_complaint=True), Occasion(), ("complaint",), "", "", "first the complaint"),
    (Guest(has_address=False), Occasion(), ("no_address",), "", "", "nowhere to write to"),
    (Guest(has_complaint=True, wishes=frozenset({"any"}), facts=(NO_CHILDREN,)), FAMILY, ("no_contact", "complaint", "children"), "no", "", "every reason is told"),
    (Guest(facts=(Told("interest", "teatras", False),)), Occasion(topic="teatro premjera"), (), "", "yes", "lt: another case of the word"),
    (Guest(facts=(Told("interest", "театр", False),)), Occasion(topic="театре"), (), "", "yes", "ru: another case of the word"),
    (Guest(facts=(Told("hobby", "fishing", False),)), Occasion(topic="fishing trip"), (), "", "yes", "en"),
    (Guest(facts=(Told("interest", "teatras", False),)), Occasion(topic="bušido"), (), "", "unknown", "who likes the theatre may like fights or not: unknown"),
    (Guest(facts=(Told("interest", "football", True),)), Occasion(topic="football"), ("topic",), "", "no", "they said they do not like it"),
    (Guest(facts=(Told("job", "teatro direktorius", False),)), Occasion(topic="teatras"), (), "", "unknown", "where they work is no taste"),
]


@pytest.mark.parametrize(("guest", "occasion", "against", "children", "likes", "reason"), CASES)
def test_who_is_invited(guest: Guest, occasion: Occasion, against: tuple[str, ...], children: str, likes: str, reason: str) -> None:
    """R8: facts that speak against it leave out; unknown is unknown."""
    answer = invited(guest, occasion)
    assert (answer.against, answer.children, answer.likes) == (against, children, likes), reason


@pytest.mark.parametrize(
    ("value", "is_so", "reason"),
    [
        ("two daughters", True, "en"), ("no children", True, "en, denied: about children all the same"), ("a baby boy", True, "en"), ("grandson", True, "en"), ("wife Ann", False, "en"), ("sonar wedding", False, "en: not a son"),
        ("du vaikus", True, "lt"), ("sūnui treji", True, "lt"), ("dukrytė", True, "lt"), ("anūkai", True, "lt"), ("vyras", False, "lt"), ("sunki santuoka", False, "lt: heavy, not a son"),
        ("сын", True, "ru"), ("двое детей", True, "ru"), ("ребёнок", True, "ru: with ё"), ("дочери 5 лет", True, "ru"), ("женой", False, "ru"), ("замужем", False, "ru"),
    ],
)  # fmt: skip
def test_words_about_children(value: str, is_so: bool, reason: str) -> None:
    assert has_children(value) is is_so, reason
