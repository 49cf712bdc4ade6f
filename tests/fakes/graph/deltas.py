"""What changed since: the rounds of a delta query, and the tokens that say how far a client has come.

A round tells what was touched after its beginning in the order it was touched, so what changes while a client reads is
told once more at the end. Tokens are of one collection; they carry the options of the first request, and are forgotten
all at once (`forget`) or after a while (`world.states_live`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import quote

from tests.fakes.graph.calls import Call, Refusal, malformed

Tell = Callable[[str], list[dict[str, Any]]]
"""The entities that a key stands for, which no page takes apart; none where it is not, or no longer, among what was asked for."""


@dataclass(frozen=True)
class State:
    """Of a round: it tells what came after `since`, has told up to `told`, and began at `began`."""

    of: str
    epoch: int
    since: int = 0
    began: int = 0
    told: int = 0
    made: float = 0.0
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class _Collection:
    touched: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    replayed: list[tuple[str, bool]] = field(default_factory=list)


class Deltas:
    """Of one service of one mailbox."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self._collections: dict[str, _Collection] = {}
        self._now = 100
        self._epoch = 1
        self._code = "SyncStateNotFound"

    @property
    def now(self) -> int:
        """The number of the last change."""
        return self._now

    def touch(self, collection: str, key: str) -> None:
        """It came, or changed."""
        self._now += 1
        kept = self._collections.setdefault(collection, _Collection())
        kept.gone.pop(key, None)
        kept.touched[key] = self._now

    def drop(self, collection: str, key: str) -> None:
        """It went."""
        self._now += 1
        kept = self._collections.setdefault(collection, _Collection())
        if kept.touched.pop(key, None) is not None:
            kept.gone[key] = self._now

    def miss(self, collection: str, key: str) -> None:
        """Something went that was never told by itself: a day of a series."""
        self._now += 1
        self._collections.setdefault(collection, _Collection()).gone[key] = self._now

    def replay(self, collection: str, key: str, *, removed_first: bool = False) -> None:
        """The next page tells this again; first, where so wished, that it was removed."""
        self._collections.setdefault(collection, _Collection()).replayed.append((key, removed_first))

    def forget(self, code: str = "SyncStateNotFound") -> None:
        """Every token is over: whoever comes with one has to begin anew."""
        self._epoch += 1
        self._code = code

    def page(
        self,
        call: Call,
        collection: str,
        tell: Callable[[Mapping[str, str]], Tell],
        *,
        options: Mapping[str, str] | None = None,
        named: Callable[[str], str] = str,
        size: int = 10,
        most: int | None = None,
    ) -> dict[str, Any]:
        """One answer: the entries, and a link onwards or to the next round. `tell` gets the options of the first request, and
        in "since" what the round tells the changes after. A first round with a filter tells no more than `most` of what there was."""
        state = self._state(call, collection, dict(options or {}))
        kept = self._collections.setdefault(collection, _Collection())
        telling, value = tell({**state.options, "since": str(state.since)}), list[dict[str, Any]]()
        if self._world.empty_pages > 0:
            self._world.empty_pages -= 1
            return {"value": [], "@odata.nextLink": self._link(call, state, "$skiptoken")}
        for key, removed_first in kept.replayed:
            value += ([_removed(named(key))] if removed_first else []) + telling(key)
        kept.replayed.clear()
        after, option = State(collection, self._epoch, since=self._now, options=state.options), "$deltatoken"
        told = state.told
        last = self._last(kept, state, most)
        for seq, key in self._waiting(kept, state):
            if last < seq <= state.began:
                continue
            if len(value) >= size:
                after, option = replace(state, told=told), "$skiptoken"
                break
            entities = telling(key) if key in kept.touched else []
            value += entities or ([_removed(named(key))] if state.since or seq > state.began else [])
            told = seq
        word = "@odata.deltaLink" if option == "$deltatoken" else "@odata.nextLink"
        return {"value": value, word: self._link(call, after, option)}

    def _last(self, kept: _Collection, state: State, most: int | None) -> float:
        """Until which change a first round tells what there was."""
        silent = state.options.get("filter") and not state.since and most and len(kept.touched) > most
        return sorted(kept.touched.values())[most - 1] if silent and most else float("inf")

    def _waiting(self, kept: _Collection, state: State) -> list[tuple[int, str]]:
        """What is still to be told, and when it was touched; what went before a first round began was never there for it."""
        gone = [(seq, key) for key, seq in kept.gone.items() if seq > (state.since or state.began)]
        return sorted((seq, key) for seq, key in [*gone, *((seq, key) for key, seq in kept.touched.items())] if seq > state.told)

    def _state(self, call: Call, collection: str, options: dict[str, str]) -> State:
        query = call.query
        if not query.skiptoken and not query.deltatoken:  # an empty token stands where the address of a 410 says to begin anew
            return State(collection, self._epoch, began=self._now, made=self._world.clock(), options=options)
        if len(query.given) > 1:
            raise malformed("A state token is used as it was given: it carries the other options itself.")
        state = read_state(query.deltatoken or query.skiptoken)
        if state is None or state.of != collection:
            raise malformed("Badly formed token.")
        lives = self._world.states_live
        if state.epoch != self._epoch or (lives is not None and self._world.clock() >= state.made + lives):
            code = self._code if state.epoch != self._epoch else "SyncStateNotFound"
            again = "&".join(f"{name}={quote(state.options[name])}" for name in ("startdatetime", "enddatetime") if name in state.options)
            raise Refusal(410, code, headers={"Location": self._world.link(call.address, "", "$deltatoken=" + (again and f"&{again}"))})
        if query.deltatoken:
            return replace(state, began=self._now, told=state.since)
        return state

    def _link(self, call: Call, state: State, option: str) -> str:
        written = base64.urlsafe_b64encode(json.dumps(asdict(replace(state, made=self._world.clock()))).encode()).decode()
        return str(self._world.link(call.address, option, f"{option}={quote(written)}"))


def read_state(text: str | None) -> State | None:
    """None where it is no token of ours."""
    try:
        return State(**json.loads(base64.urlsafe_b64decode(text or "")))
    except (ValueError, TypeError):
        return None


def _removed(key: str) -> dict[str, Any]:
    return {"id": key, "@removed": {"reason": "deleted"}}
