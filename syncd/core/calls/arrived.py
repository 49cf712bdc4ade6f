"""A record of a telephone exchange on its way into the store: whose call it was, and whether it may be stored at all.

An exclusion names people by address or telephone; of a call only the telephone is known. Calls among our own extensions are
internal. In scope `known` a call from a number nobody has waits until somebody has it, or one of ours calls it.
"""

from __future__ import annotations

import hashlib

from syncd.core.calls.records import Recorded, read_call, read_record, record_key
from syncd.core.derived import EWS_CALL, Arrival, DerivedCall, Excluded, Setting
from syncd.core.exchange.calls import read_ews_call
from syncd.core.exclude import INTERNAL, Item, Rule, exclude
from syncd.core.model import Party
from syncd.core.phones import normalised, region_of


def derive_call(arrival: Arrival, setting: Setting) -> DerivedCall | Excluded | str:
    """The call of a record, the rule by which it is not stored, or why it has to wait."""
    try:
        record = read_ews_call(arrival.raw) if arrival.media_type == EWS_CALL else read_record(arrival.raw)
    except ValueError as problem:
        return f"it is no record of a call: {problem}"
    found = read_call(record, setting.company)
    if isinstance(found, str):
        return found
    if rule := _rule(found, arrival, setting):
        return Excluded(rule=rule)
    call = found.call
    known = setting.privacy.scope != "known" or call.direction != "in" or not call.number
    return DerivedCall(
        key=record_key(record), call=call, parties=_parties(found, arrival.owner), legs=len(record.rows), hash=hashlib.sha256(arrival.raw).digest(),
        unknown="" if known else call.number,
    )  # fmt: skip


def _rule(found: Recorded, arrival: Arrival, setting: Setting) -> Rule | None:
    company, privacy = setting.company, setting.privacy
    region = region_of(company.country, company.language)
    named = {p for p in privacy.exclude.people if "@" not in p and normalised(p, region) == found.call.number}
    parties = tuple(Party(role="caller", address=p) for p in sorted(named)) if found.call.number else ()
    item = Item(parties=parties, folder=arrival.folder, folder_role=arrival.folder_role, labels=arrival.labels, sensitivity=arrival.sensitivity)
    if rule := exclude(item, privacy, company):
        return rule
    return INTERNAL if found.call.direction == "internal" and privacy.scope != "all" else None


def _parties(found: Recorded, owner: str) -> tuple[Party, ...]:
    """Both sides: the outside one by its number, ours by the address of the colleague, where that is known."""
    call = found.call
    theirs, ours = ("callee", "caller") if call.direction == "out" else ("caller", "callee")
    return (
        Party(role=theirs, address="", name=call.name or "", raw=call.number),  # type: ignore[arg-type]
        Party(role=ours, address=found.staff or owner, raw=call.line),  # type: ignore[arg-type]
    )
