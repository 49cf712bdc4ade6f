"""Which messages are one conversation, whatever the order in which they came (T32, the law of DESIGN §1)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core.threads import Linked, group

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


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_MESSAGES, st.randoms(use_true_random=False))
def test_labels_do_not_depend_on_the_order_of_arrival(drawn: list[tuple[set[int], tuple[str, ...]]], dice: random.Random) -> None:
    """Any messages in any order have the same labels."""
    messages = [m(n, refs, *tokens) for n, (refs, tokens) in enumerate(drawn, start=1)]
    assert group(dice.sample(messages, len(messages))) == group(messages)


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
