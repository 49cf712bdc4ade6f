"""What a scorer is shown, how it learns from decisions, and when it may judge in place of the rules."""

from __future__ import annotations

import pytest

from syncd.core.comparison import FEWEST, FEWEST_OF_A_KIND, compare, figures
from syncd.core.derived import RULES
from syncd.core.logistic import Example, LogisticScorer, Model, train, word_features
from syncd.core.model import Language
from syncd.core.scorer import Candidate, RuleScorer, candidate, id_of
from tests.core.learning_cases import case, chance, decisions

BODY = {"quote": "I will call you", "kind": "promise", "firmness": "firm", "act": "call", "due_kind": None, "confidence": 0.82, "why": "I or we will, speaks of you"}


def examples(found: list[tuple[Candidate, bool]]) -> list[Example]:
    return [(word_features(c), c.confidence, yes) for c, yes in found]


# own words → the quote → before, sentence, after, reason
SHOWN = [
    ("Thanks. I will call you. Bye now.", "I will call you", ("Thanks.", "I will call you.", "Bye now."), "a neighbour on each side"),
    ("One.\n\nTwo. Three.\n\n\n\nI will call you.\n\n\nFour. Five.\n\nSix.", "I will call you", ("Three.", "I will call you.", "Four."), "over empty lines"),
    ("Dear John,\n\nI will call you.\n\n", "I will call you", ("Dear John,", "I will call you.", ""), "a greeting is a neighbour"),
    ("I will call you tomorrow.", "I will call you", ("", "I will call you tomorrow.", ""), "no neighbours"),
    ("Ask ona@baltas.example.\nI will call you on +370 612 34567.", "I will call you on +370 612 34567",
     ("Ask [address].", "I will call you on [number].", ""), "addresses and telephones are taken out"),
    ("See https://x.example/a?b=1 now. I will call you at 15:00.", "I will call you", ("See [address] now.", "I will call you at 15:00.", ""), "links too, times not"),
    ("Somebody changed the text.", "I will call you", ("", "I will call you", ""), "a quote that is no longer there stands alone"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "quote", "shown", "reason"), SHOWN, ids=[row[-1] for row in SHOWN])
def test_a_scorer_sees_a_sentence_and_its_neighbours(own: str, quote: str, shown: tuple[str, str, str], reason: str) -> None:
    """Nothing else of a mail, and no address in it (P18)."""
    c = candidate(own, "en", {**BODY, "quote": quote})
    assert (c.before, c.sentence, c.after) == shown, reason


def test_the_rules_are_a_scorer_like_any_other() -> None:
    """Its answer is the confidence that the finder gave, its version that of what is derived."""
    rules = RuleScorer()
    assert rules.score(candidate("I will call you.", "en", BODY)) == 0.82
    assert id_of(rules) == RULES


def test_an_untrained_model_says_what_the_rules_say() -> None:
    """It moves away from them only as far as decisions ask for."""
    for confidence in (0.1, 0.5, 0.83, 0.97):
        assert LogisticScorer(Model("words 1", {})).score(case("I will call.", "en", confidence)) == pytest.approx(confidence)


@pytest.mark.slow
def test_it_learns_what_the_rules_get_wrong_again_and_again() -> None:
    """"I'll be in the office" is dismissed in three languages: the trained scorer refuses it, keeps the rest, and may judge."""
    found = decisions(200, wrong=0.3)
    comparison = compare(examples(found), 0.8)
    assert comparison.is_better and comparison.against == ()
    assert comparison.rules.precision is not None and comparison.rules.precision < 0.75
    assert comparison.trained.precision is not None and comparison.trained.precision > 0.95
    assert comparison.trained.recall is not None and comparison.trained.recall > 0.85
    scorer = LogisticScorer(train(examples(found)))
    said: list[tuple[str, Language]] = [("I'll be in the office on Thursday.", "en"), ("Ketvirtadienį būsiu biure.", "lt"), ("В четверг буду в офисе.", "ru")]
    assert all(scorer.score(case(text, language, 0.9)) < 0.5 for text, language in said)
    kept: list[tuple[str, Language]] = [("I will send you the invoice on Thursday.", "en"), ("Atsiųsiu jums sąskaitą ketvirtadienį.", "lt"), ("Пришлю вам счёт в четверг.", "ru")]
    assert all(scorer.score(case(text, language, 0.9)) > 0.8 for text, language in kept)


@pytest.mark.slow
def test_what_people_never_decided_about_is_not_lifted() -> None:
    """Only what the rules were sure of stood in calendars: of the rest nothing is known that would bring it there, and it may still sink."""
    model = train(examples(decisions(200, wrong=0.3)))
    scorer = LogisticScorer(model)
    promise, presence = "I will send you the invoice on Thursday.", "I'll be in the office on Thursday."
    assert 0.8 < model.floor < 0.85
    assert scorer.score(case(promise, "en", 0.85)) > 0.85
    assert scorer.score(case(promise, "en", 0.6)) == 0.6
    assert scorer.score(case(presence, "en", 0.6)) < 0.3


@pytest.mark.slow
def test_a_few_slips_of_people_do_not_spoil_it() -> None:
    """One decision in twenty is wrong."""
    assert compare(examples(decisions(200, wrong=0.3, noise=0.04)), 0.8).is_better


STAYS_OFF = [
    (chance(200), "decisions that follow from nothing in the words"),
    (chance(200, seed=5), "others of them"),
    (decisions(200, wrong=0.0, noise=0.13), "the rules are right, and one in ten decisions is a slip"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("found", "reason"), STAYS_OFF, ids=[row[-1] for row in STAYS_OFF])
def test_it_stays_off_where_it_is_no_better(found: list[tuple[Candidate, bool]], reason: str) -> None:
    """Then the reasons are told."""
    comparison = compare(examples(found), 0.8)
    assert not comparison.is_better and comparison.against, reason


FEW = [
    (FEWEST - 1, 0.3, "1 more decisions are needed", "one too few"),
    (200, 0.02, "more dismissals are needed", "hardly any dismissals"),
    (200, 0.98, "more confirmations are needed", "hardly any confirmations"),
    (0, 0.0, f"{FEWEST} more decisions are needed", "none at all"),
]


@pytest.mark.parametrize(("count", "wrong", "told", "reason"), FEW, ids=[row[-1] for row in FEW])
def test_few_decisions_tell_nothing(count: int, wrong: float, told: str, reason: str) -> None:
    """It is said how many are missing, and nothing is compared."""
    comparison = compare(examples(decisions(count, wrong=wrong)), 0.8)
    assert any(told in text for text in comparison.against), reason
    assert (comparison.rules.n, comparison.is_better) == (0, False)
    assert min(comparison.confirmed, comparison.dismissed) < FEWEST_OF_A_KIND or count < FEWEST


@pytest.mark.slow
def test_the_same_decisions_give_the_same_model() -> None:
    """To the last weight: what follows from a model can be made again."""
    found = examples(decisions(150, wrong=0.3))
    assert train(found) == train(found) and train(found).version == train(found).version
    assert train(found[:-1]).version != train(found).version


@pytest.mark.slow
def test_weights_give_no_words_away() -> None:
    """A model holds numbers of buckets, and so few that many words share one."""
    model = train(examples(decisions(150, wrong=0.3)))
    assert all(isinstance(at, int) and 0 <= at < 8192 for at in model.weights)


MEASURED = [
    # probabilities with the truth, threshold → precision, recall, F1, reason
    ([(0.9, True), (0.9, False), (0.5, True), (0.1, False)], 0.8, (0.5, 0.5, 0.5), "one right, one wrong, one missed"),
    ([(0.8, True)], 0.8, (1.0, 1.0, 1.0), "the threshold itself counts"),
    ([(0.1, False)], 0.8, (None, None, None), "nothing is taken and nothing is there"),
    ([], 0.8, (None, None, None), "nothing to measure"),
]


@pytest.mark.parametrize(("judged", "threshold", "expected", "reason"), MEASURED, ids=[row[-1] for row in MEASURED])
def test_figures_count_what_is_taken(judged: list[tuple[float, bool]], threshold: float, expected: tuple[float | None, ...], reason: str) -> None:
    """Precision, recall and F1 at a threshold; what cannot be told is no number."""
    found = figures(judged, threshold)
    assert (found.precision, found.recall, found.f1) == expected, reason
