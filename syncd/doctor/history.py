"""What the store itself tells: sources that are behind, items set aside, entries that do not come to calendars, leavers with open promises, rows that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from syncd.doctor.case import Case, Finding
from syncd.store import reminders, symptoms, tombstones
from syncd.store.db import UNDER_WAY
from syncd.store.symptoms import Symptom
from syncd.store.verify import verify

_TOLD: Mapping[str, tuple[str, str]] = {  # what is told of a symptom, and what mends it
    "behind": ("source {where} was last read {told}", "systemctl status syncd, then syncd once --source {where}, which says what is in the way"),
    "consent-withdrawn": ("source {where}: the consent was taken back or has run out, nothing is read there. {told}", "syncd auth {provider} {where}"),
    "password-refused": ("source {where}: the server refuses the password. {told}", "put the right one into its password_file, then syncd once --source {where}"),
    "forbidden": ("source {where}: the server lets us in and shows nothing. {told}", "give the account the right to read it, then syncd once --source {where}"),
    "provider-retired": ("source {where}: the provider closed this way in for good. {told}", "syncd source move --help"),
    "listing-doubted": ("source {where}: {count} folders, {told} among them, were listed with most of what they held missing, and for more than a day no second listing agreed",
                        "syncd once --source {where}; where the folder was emptied that is believed when two listings agree"),
    "no-sent-folder": ("no folder of {told} is known as the one of sent mail: what they promise is listed, and never trusted with an entry in a calendar",
                       "the source of their Sent folder: role = \"sent\", or take it off exclude_folders"),
    "items-broken": ("source {where}: {count} items cannot be read ({told})", "syncd retry --source {where}, after an upgrade most of all"),
    "items-forbidden": ("source {where}: the server refuses {count} items ({told})", "give the account the right to read them, then syncd retry --source {where}"),
    "items-waiting": ("source {where}: {count} items could not be fetched for more than a week ({told})", "syncd retry --source {where}"),
    "entries-stuck": ("{count} entries for {where} could not be written, each tried five times or more. {told}", "syncd check, which tries the calendar"),
    "entries-refused": ("the calendar of {where} refused {count} entries for good. {told}", "let the account write there, then syncd rebuild --apply"),
    "writing-paused": ("writing to the calendars of {whom} is paused since {told}", "syncd pause --off{staff}"),
    "leaver-has-promises": ("{where} left on {told}, and {count} open promises are still theirs to keep", "syncd staff leave {where}"),
    "leaver-has-customers": ("{where} left on {told}, and {count} companies are still theirs to look after", "syncd organisations --help: give each a new owner"),
    "clock-went-back": ("the newest event of the store is of {told}, which has not come yet: the clock of this machine is wrong, or was", "timedatectl"),
}  # fmt: skip


def readable(case: Case) -> Iterator[Finding]:
    """A store that this program can read and that nobody left half-way."""
    path = case.config.store.path
    if path.with_name(UNDER_WAY).exists():
        yield Finding(code="restore-unfinished", where=str(path), text="putting back a backup was stopped half-way; until it is ended nothing runs", remedy="syncd restore")
    store = case.opened
    if case.unreadable:
        yield Finding(code="store-unreadable", where=str(path), text=f"it cannot be read: {case.unreadable}", remedy="syncd restore, from the newest backup")
    if store is None:
        return
    newer, older = symptoms.foreign_steps(store.db)
    if newer:
        text = f"a newer syncd wrote it ({', '.join(newer)}); this one does not touch it"
        yield Finding(code="store-newer", where=str(path), text=text, remedy="install the newer version again, or syncd restore")
    elif older:
        text = f"its shape is that of an older syncd ({', '.join(older)} to come)"
        yield Finding(code="store-older", where=str(path), text=text, remedy="systemctl restart syncd: the next start brings it up to date, after a copy of it")
    if store.meta(tombstones.UNDER_WAY) == "1":
        text = "somebody is being forgotten; where no command is at it just now, it was stopped half-way"
        yield Finding(code="forgetting-unfinished", where=str(path), text=text, remedy="syncd once, which ends it")


def symptomatic(case: Case) -> Iterator[Finding]:
    """What the rows of the store say."""
    store = case.opened
    if store is None or symptoms.foreign_steps(store.db) != ([], []):
        return
    if held := reminders.held_back(store):
        text = f"{len(held)} changes in calendars are held back: a rebuild, an upgrade or a restore would make many at once"
        yield Finding(code="entries-held-back", where=str(case.config.store.path), text=text, remedy="syncd rebuild, which says what they are; syncd rebuild --apply makes them")
    for symptom in symptoms.symptoms(store.db, case.now, case.now.astimezone(ZoneInfo(case.config.company.timezone)).date()):
        yield _finding(case, symptom)


def contradictions(case: Case) -> Iterator[Finding]:
    """What must always hold, as `syncd verify` has it, each rule's first row; the file's own soundness, too."""
    store = case.opened
    if store is None or symptoms.foreign_steps(store.db) != ([], []):
        return
    told: dict[tuple[int, str], list[str]] = {}
    for found in verify(store, case.raw):
        told.setdefault((found.invariant, found.text), []).append(found.id)
    for (invariant, text), ids in told.items():
        more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
        what, _, remedy = text.partition("; ")
        if "syncd" not in remedy and "backup" not in remedy:
            what, remedy = text, "syncd restore, from a backup that has it"
        code = "store-damaged" if invariant == 0 else "store-contradicts-itself"
        yield Finding(code=code, where=f"{case.config.store.path}: {ids[0]}{more}", text=what, remedy=remedy)


def _finding(case: Case, symptom: Symptom) -> Finding:
    text, remedy = _TOLD[symptom.code]
    source = case.config.source(symptom.where)
    everybody = symptom.where == "*"
    words = {
        "where": symptom.where, "told": symptom.told or "never" if symptom.code == "behind" else symptom.told, "count": symptom.count,
        "provider": "graph" if source and source.connector.startswith("graph") else "google",
        "whom": "everybody" if everybody else symptom.where, "staff": "" if everybody else f" --staff {symptom.where}",
    }  # fmt: skip
    return Finding(code=symptom.code, where=symptom.where or str(case.config.store.path), text=text.format(**words).rstrip(), remedy=remedy.format(**words))
