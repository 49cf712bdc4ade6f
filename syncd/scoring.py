"""Which scorer is in force, and the pass in which slow ones are asked.

    rules                  nothing of this is loaded
    logistic               judges as promises are stored: a function of what is stored, like the rules
    embedding, llm         judge open promises of the last days in a pass of their own, a few seconds long, after the harvest
                           and before the reminders; what they said is kept, until then and without an answer the rules stand

Meta `scorer` says whom the store is judged by; where that changes, every promise is judged anew in one transaction.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import msgspec

from syncd.config import Config
from syncd.config.secrets import secret
from syncd.core.keys import instant
from syncd.core.logistic import LogisticScorer
from syncd.core.scorer import Candidate, Scorer, candidate, id_of
from syncd.errors import ConfigError
from syncd.scorers import embedding, model_file
from syncd.scorers.llm import LlmScorer, NoAnswer
from syncd.scorers.model_file import Unusable
from syncd.store import scores
from syncd.store.scores import Found, Judge, Judged
from syncd.world import World

BUDGET = 20.0  # seconds of asking in one pass
AGAIN_AFTER = dt.timedelta(minutes=5)  # a service that did not answer is left alone for so long
WORDS = "words 1"
_AT_ONCE = 20  # answers between two transactions
_TRIED = Candidate(quote="I will send you the offer by Friday.", before="", sentence="I will send you the offer by Friday.", after="", language="en",
                   kind="promise", firmness="firm", act="send", due_kind="explicit", reasons=("I or we will",), confidence=0.9)  # fmt: skip


@runtime_checkable
class SlowScorer(Scorer, Protocol):
    """One that is asked once: `shown` is a digest of what the answer depends on, `weigh` says how far it counts."""

    def shown(self, candidate: Candidate) -> str: ...
    def weigh(self, candidate: Candidate, probability: float) -> float: ...
    def close(self) -> None: ...


# ── which ────────────────────────────────────────────────────────────────────────────────────────────────────────


def chosen(config: Config) -> Scorer | None:
    """The scorer that the config asks for, None for the rules and where the trained one is no better. Raises Unusable."""
    kind = config.scorer.kind
    if kind == "rules":
        return None
    if kind == "llm":
        try:
            return LlmScorer(config.scorer.url, config.scorer.model, secret({"key_file": str(config.scorer.key_file or "")}, "key") or "")
        except ConfigError as problem:
            raise Unusable(str(problem), "then reload the daemon") from None
    wanted = WORDS if kind == "logistic" else embedding.features()
    trained = model_file.read(model_file.path_of(config.store.path))
    if trained.features != wanted:
        raise Unusable(f"the model was trained on {trained.features}, and {wanted} is asked for")
    if not trained.is_better:
        return None
    return LogisticScorer(trained.model) if kind == "logistic" else embedding.EmbeddingScorer(trained.model)


def warnings(config: Config) -> list[str]:
    """Why the scorer of the config is not used, in a sentence; empty where all is as the config says."""
    try:
        chosen(config)
    except Unusable as problem:
        return [f"scorer {config.scorer.kind}: {problem}; {problem.remedy}. Until then the rules judge"]
    return []


def in_words(state: State) -> str:
    """A service that does not answer, as a warning; '' while it does."""
    return f"the scorer does not answer since {state.failing_since}: {state.reason}; the rules judge meanwhile" if state.failing_since else ""


def problem(config: Config) -> str:
    """What keeps a service from answering, by asking it about a sentence of ours; '' where it answers, and where none is asked."""
    try:
        scorer = chosen(config)
    except Unusable:
        return ""  # that is a warning already
    if not isinstance(scorer, LlmScorer):
        return ""
    try:
        if scorer.score(_TRIED) is None:
            return f'scorer {config.scorer.url}: its answer is not {{"promise": 0 … 1}}; the rules judge, until another model is named'
    except NoAnswer as failed:
        return f"scorer {config.scorer.url}: {failed}; the rules judge until it answers"
    finally:
        scorer.close()
    return ""


def judge_of(config: Config) -> Judge:
    """What judges promises as they are stored, for a config that asks for another scorer than the rules."""
    return _Judge(config)


class _Judge:
    """Judges by the scorer that the store says is in force, whoever brought it there: read in the same transaction."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._scorer: Scorer | None = None

    def __call__(self, db: sqlite3.Connection, found: Sequence[Found]) -> Sequence[Judged | None]:
        scorer = self._named(scores.in_force(db))
        if scorer is None:
            return [None] * len(found)
        name, candidates = id_of(scorer), [candidate(f.own_text, f.language, f.body) for f in found]
        if not isinstance(scorer, SlowScorer):
            said = [scorer.score(c) for c in candidates]
            return [None if p is None else Judged(round(p, 3), name) for p in said]
        shown = [scorer.shown(c) for c in candidates]
        kept = scores.kept(db, name, shown)
        answers = [kept.get(s) for s in shown]
        return [None if p is None else Judged(round(scorer.weigh(c, p), 3), name) for c, p in zip(candidates, answers, strict=True)]

    def _named(self, name: str) -> Scorer | None:
        if name and (self._scorer is None or id_of(self._scorer) != name):
            try:
                self._scorer = chosen(self._config)
            except Unusable:
                return None  # told by `warnings`; the next pass that begins sets the rules in force
        return self._scorer if name and self._scorer and id_of(self._scorer) == name else None


def activate(world: World) -> None:
    """Bring the scorer of the config into force; where that is another than before, judge every promise anew."""
    try:
        scorer = chosen(world.config)
    except Unusable:
        scorer = None
    name = id_of(scorer) if scorer else ""
    if (world.store.meta("scorer") or "") == name:
        return
    with world.store.write() as db:
        world.store.set_meta("scorer", name)
        scores.judge_all(db, world.judge)


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────


class State(msgspec.Struct, kw_only=True):
    """How asking has gone so far. `failing_since`, `again_at`: instants, '' while it answers."""

    answered: int = 0
    unusable: int = 0
    failed: int = 0
    failing_since: str = ""
    again_at: str = ""
    reason: str = ""


def state_of(text: str | None) -> State:
    """The state as the store keeps it."""
    return msgspec.json.decode(text, type=State) if text else State()


@dataclass(slots=True)
class Asked:
    """What one pass of asking brought; `news` where it failed as it did not before, or answers again."""

    answered: int = 0
    unusable: int = 0
    failed: int = 0
    news: str = ""


def ask(world: World, stop: Callable[[], bool] = lambda: False, *, seconds: float = BUDGET) -> Asked:
    """Ask a slow scorer about open promises it has not judged, the newest first, for so long at most."""
    asked = Asked()
    store = world.store
    try:
        scorer = chosen(world.config)
    except Unusable:
        return asked
    state = state_of(store.meta("scorer_state"))
    if not isinstance(scorer, SlowScorer) or id_of(scorer) != scores.in_force(store.db) or state.again_at > instant(world.now):
        return asked
    since = instant(world.now - dt.timedelta(days=world.config.reminders.since_days))
    waiting = iter(scores.unasked(store.db, id_of(scorer), since))
    end = time.monotonic() + seconds
    try:
        while not asked.failed and not stop() and time.monotonic() < end:
            answers, reason = _some_answers(world, scorer, waiting, asked, lambda: stop() or time.monotonic() > end)
            if not answers and not reason:
                break
            asked.news = _keep(world, scorer, answers, state, reason) or asked.news
    finally:
        scorer.close()
    return asked


_Answers = list[tuple[str, Candidate, float | None]]


def _some_answers(world: World, scorer: SlowScorer, waiting: Iterator[Found], asked: Asked, is_over: Callable[[], bool]) -> tuple[_Answers, str]:
    """A few answers: promise key, what was judged, and what was said (None: nothing that can be used); why there are no more, or ''.

    The same words have one answer, whoever wrote them how often: a second one could be another.
    """
    answers: _Answers = []
    said: dict[str, float | None] = {}
    for found in waiting:
        c = candidate(found.own_text, found.language, found.body)
        shown = scorer.shown(c)
        if shown not in said:
            said |= scores.kept(world.store.db, id_of(scorer), [shown])
        if shown not in said:
            try:
                said[shown] = scorer.score(c)
            except NoAnswer as failed:
                asked.failed += 1
                return answers, str(failed)
            asked.answered += said[shown] is not None
            asked.unusable += said[shown] is None
        answers.append((found.key, c, said[shown]))
        if len(answers) == _AT_ONCE or is_over():
            break
    return answers, ""


def _keep(world: World, scorer: SlowScorer, answers: _Answers, state: State, reason: str) -> str:
    """Keep answers, lay them over their promises, and remember how asking went; what is new about that."""
    name, now = id_of(scorer), instant(world.now)
    news = "" if bool(reason) == bool(state.failing_since) else reason or "it answers again"
    state.reason, state.failing_since = reason, (state.failing_since or now) if reason else ""
    state.again_at = instant(world.now + AGAIN_AFTER) if reason else ""
    state.failed += bool(reason)
    state.answered += sum(p is not None for _, _, p in answers)
    state.unusable += sum(p is None for _, _, p in answers)
    with world.store.write() as db:
        scores.keep(db, name, now, [(key, scorer.shown(c), p) for key, c, p in answers])
        scores.lay(db, [(key, Judged(round(scorer.weigh(c, p), 3), name)) for key, c, p in answers if p is not None])
        world.store.set_meta("scorer_state", msgspec.json.encode(state).decode())
    return news
