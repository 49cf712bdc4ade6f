"""Which messages are one conversation, whatever the order in which they came (T32, the law of DESIGN §1)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core.threads import Linked, Topic, answered, base_subject, group

ONA, BALTAS, JOHN, ACME = "ona@baltas.example", "baltas.example", "john@acme.example", "acme.example"


def m(id_: int, refs: set[int], *outside: str, root: int | None = None) -> Linked:
    """A message with its own number among its refs; its root is the least of them unless told."""
    everything = frozenset(refs | {id_})
    return Linked(id_, min(everything) if root is None else root, everything, frozenset(outside))


# messages → groups of ids that are one thread, why
CASES = [
    ([m(1, set(), ONA), m(2, {1}, ONA)], [{1, 2}], "an answer"),
    ([m(1, set(), ONA), m(2, {1}, ONA), m(3, {2}, ONA)], [{1, 2, 3}], "an answer to an answer"),
    ([m(2, {1}, ONA), m(3, {1}, ONA)], [{2, 3}], "both mention a third nobody has"),
    ([m(1, set(), ONA, BALTAS), m(2, {1}, "jonas@baltas.example", BALTAS), m(3, {1}, ONA, BALTAS)], [{1, 2, 3}], "a colleague of the customer's answers"),
    ([m(1, set(), ONA, BALTAS), m(2, {1}, "evil@other.example", "other.example")], [{1}, {2}], "T32: a forged reference of a stranger"),
    ([m(1, set(), ONA), m(2, {1})], [{1, 2}], "colleagues talk about it"),
    ([m(1, set(), ONA), m(2, {1}), m(3, {2})], [{1, 2, 3}], "and answer one another"),
    ([m(1, set(), ONA), m(5, set(), JOHN), m(7, {1, 5})], [{1, 7}, {5}], "colleagues do not bridge two customers"),
    ([m(1, set(), ONA), m(5, set(), JOHN), m(7, {1}), m(8, {7, 5})], [{1, 7, 8}, {5}], "nor does a chain of theirs"),
    ([m(1, set()), m(2, {1})], [{1, 2}], "colleagues among themselves"),
    ([m(1, set(), ONA, ACME), m(2, {1}, JOHN, ACME), m(3, {1}, ONA)], [{1, 2, 3}], "joined by somebody who is in both"),
    ([m(1, set(), ONA), m(2, set(), ONA)], [{1}, {2}], "the same customer, two conversations"),
]  # fmt: skip


def _groups(messages: list[Linked]) -> list[set[int]]:
    labels = group(messages)
    return sorted(({i for i in labels if labels[i] == label} for label in set(labels.values())), key=min)


@pytest.mark.parametrize(("messages", "expected", "why"), CASES, ids=[row[-1] for row in CASES])
def test_messages_of_one_conversation_have_one_label(messages: list[Linked], expected: list[set[int]], why: str) -> None:
    """Linked by an id and sharing an outside person or company; internal ones join but never bridge."""
    for seed in range(6):
        assert _groups(random.Random(seed).sample(messages, len(messages))) == expected


_TOKENS = st.sampled_from([(), (ONA, BALTAS), (JOHN, ACME), ("jonas@baltas.example", BALTAS), ("x@other.example", "other.example"), (ONA, BALTAS, JOHN, ACME)])
_MESSAGES = st.lists(st.tuples(st.sets(st.integers(1, 14), max_size=3), _TOKENS), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(_MESSAGES, st.randoms(use_true_random=False))
def test_labels_do_not_depend_on_the_order_of_arrival(drawn: list[tuple[set[int], tuple[str, ...]]], dice: random.Random) -> None:
    """Any messages in any order have the same labels."""
    messages = [m(n, refs, *tokens) for n, (refs, tokens) in enumerate(drawn, start=1)]
    assert group(dice.sample(messages, len(messages))) == group(messages)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(_MESSAGES)
def test_a_label_joins_no_two_strangers(drawn: list[tuple[set[int], tuple[str, ...]]]) -> None:
    """T32: two outside messages of one thread are connected by others of it that share a person or a company each."""
    messages = [m(n, refs, *tokens) for n, (refs, tokens) in enumerate(drawn, start=1)]
    labels = group(messages)
    for label in set(labels.values()):
        outside = [x for x in messages if labels[x.id] == label and x.outside]
        reached, border = set(), outside[:1]
        while border:
            reached |= {x.id for x in border}
            border = [x for x in outside if x.id not in reached and any(x.outside & y.outside and x.refs & y.refs for y in outside if y.id in reached)]
        assert reached == {x.id for x in outside}


def test_a_long_thread_costs_no_more_than_its_length() -> None:
    """Ten thousand answers in one thread are grouped at once, without recursion."""
    messages = [m(n, {n - 1} if n > 1 else set(), ONA) for n in range(1, 10_001)]
    assert set(group(messages).values()) == {1}


# a subject → what is compared, whether it answers, why
SUBJECTS = [
    ("Re: Kondicionierius", "kondicionierius", True, "an answer"),
    ("RE: Re[2]: [client-7] Kondicionierius ", "kondicionierius", True, "again and again, with a tag"),
    ("Ats.: Kondicionierius", "atskondicionierius", False, "not how any program writes it"),
    ("Ответ: Счёт №5", "счёт5", True, "ru"),
    ("Ats: Sąskaita", "sąskaita", True, "lt"),
    ("Fwd: Re: Invoice 7", "invoice7", False, "forwarded, it answers nobody"),
    ("Re: Fwd: Invoice 7", "invoice7", True, "an answer to what was forwarded"),
    ("Re:", "", False, "nothing left"),
    ("Re: hi", "", False, "too short to tell conversations apart"),
    ("Reply: yes please", "replyyesplease", False, "a word, no prefix"),
]


@pytest.mark.parametrize(("subject", "base", "answers", "why"), SUBJECTS, ids=[row[0] for row in SUBJECTS])
def test_a_subject_is_compared_without_its_prefixes(subject: str, base: str, answers: bool, why: str) -> None:
    """RFC 5256 §2.1, with the prefixes of the three languages."""
    assert base_subject(subject) == (base, answers)


def t(id_: int, day: int, sender: str, to: str, *, stray: bool = False, refs: tuple[int, ...] = ()) -> Linked:
    """A message of one subject, on a day of November, between two."""
    outside = frozenset(a for a in (sender, to) if a != RASA)
    topic = Topic(7, f"2026-11-{day:02}T08:00:00Z", sender, frozenset((sender, to)), stray)
    return Linked(id_, min((id_, *refs)), frozenset((id_, *refs)), outside, topic)


RASA = "rasa@klimatas.example"
# messages → groups, why
STRAYS = [
    ([t(1, 1, ONA, RASA), t(2, 2, RASA, ONA, stray=True)], [{1, 2}], "an answer without ids"),
    ([t(1, 1, ONA, RASA), t(2, 2, RASA, ONA, stray=True), t(3, 3, ONA, RASA, stray=True)], [{1, 2, 3}], "and an answer to that"),
    ([t(1, 1, ONA, RASA), t(2, 2, RASA, ONA, stray=True), t(3, 3, ONA, RASA, refs=(2,))], [{1, 2, 3}], "one with ids hangs on"),
    ([t(1, 1, ONA, RASA), t(2, 5, ONA, RASA), t(3, 6, RASA, ONA, stray=True)], [{1}, {2, 3}], "the last one is answered"),
    ([t(1, 1, ONA, RASA), t(2, 2, ONA, RASA)], [{1}, {2}], "the same subject, no answer"),
    ([t(2, 2, RASA, ONA, stray=True), t(1, 3, ONA, RASA)], [{1}, {2}], "what comes later is not answered"),
    ([t(1, 1, ONA, RASA), t(2, 2, "evil@other.example", RASA, stray=True)], [{1}, {2}], "T32: nobody in common"),
    ([t(1, 1, ONA, RASA), t(2, 2, JOHN, ONA, stray=True)], [{1}, {2}], "its writer had no part in it"),
]  # fmt: skip


@pytest.mark.parametrize(("messages", "expected", "why"), STRAYS, ids=[row[-1] for row in STRAYS])
def test_an_answer_without_ids_belongs_to_what_it_answers_by_its_subject(messages: list[Linked], expected: list[set[int]], why: str) -> None:
    """The last resort, in any order of arrival."""
    for seed in range(6):
        shuffled = random.Random(seed).sample(messages, len(messages))
        labels = group(shuffled, answered(shuffled))
        assert sorted(({i for i in labels if labels[i] == label} for label in set(labels.values())), key=min) == expected
