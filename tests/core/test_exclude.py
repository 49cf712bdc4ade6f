"""The rules of exclusion as a table, and what they never say (DESIGN §7 [privacy], P1-P4)."""

from __future__ import annotations

import pytest

from syncd.core.exclude import Item, Names, Privacy, Scope, exclude, in_domains
from syncd.core.model import Company, Party, Promise

COMPANY = Company(domains=frozenset({"klimatas.example"}))
RASA, JONAS, ONA = "rasa@klimatas.example", "jonas@klimatas.example", "ona@baltas.example"
PROMISE = Promise(quote="q", sentence="q", ordinal=0, start=0, kind="handoff", firmness="firm", promiser=RASA, assignee=None, beneficiary=None, act="do",
                  due=None, confidence=0.9, why="")  # fmt: skip
THEIRS = Promise(quote="q", sentence="q", ordinal=0, start=0, kind="theirs", firmness="firm", promiser=RASA, assignee=None, beneficiary=None, act="do",
                 due=None, confidence=0.9, why="")  # fmt: skip


def item(sender: str = ONA, *to: str, **changes: object) -> Item:
    """A personal mail in the inbox whose text has been read and holds no promise."""
    parties = (Party(role="from", address=sender), *(Party(role="to", address=a) for a in to or (RASA,)))
    values: dict[str, object] = {"parties": parties, "folder": "INBOX", "folder_role": "inbox", "labels": (), "sensitivity": "", "promises": ()}
    return Item(**{**values, **changes})  # type: ignore[arg-type]


NAMES = Names(people=frozenset({ONA}), domains=frozenset({"bank.example"}), folders=frozenset({"gydytojas"}), labels=frozenset({"личное"}))

# item, scope, rule or None, why
TABLE: list[tuple[Item, Scope, str | None, str]] = [
    (item(), "outside", None, "a customer's mail"),
    (item(RASA, ONA), "outside", None, "ours to a customer"),
    (item(RASA, JONAS), "outside", "scope:internal", "colleagues only"),
    (item(RASA, JONAS, promises=(PROMISE,)), "outside", None, "a hand-off among colleagues"),
    (item(RASA, JONAS, promises=(THEIRS,)), "outside", "scope:internal", "what another promised us is no hand-off"),
    (item(RASA, JONAS, thread_kept=True), "outside", None, "it continues a customer's thread"),
    (item(RASA, JONAS, promises=None), "outside", None, "while only the header is read it is not decided"),
    (item(RASA, JONAS), "all", None, "scope all"),
    (item(RASA, JONAS), "known", "scope:internal", "scope known leaves colleagues out too"),
    (item(), "known", "scope:unknown", "a stranger"),
    (item(known=True), "known", None, "somebody we have written to"),
    (item(RASA, ONA), "known", None, "ours to a stranger makes them known"),
    (item(class_="bulk"), "outside", "class:bulk", "bulk mail"),
    (item(class_="list"), "known", "class:list", "list mail"),
    (item(class_="bulk"), "all", None, "bulk mail in scope all is stored with its class"),
    (item(class_="auto"), "outside", None, "an automatic answer"),
    (item(class_="bounce"), "outside", None, "a bounce"),
    (item("system@klimatas.example", class_="voicemail"), "outside", None, "a voicemail comes from our own exchange"),
    (item(RASA, JONAS, about_customer=True), "outside", None, "a note of a call in a calendar"),
    (item(sensitivity="Private"), "all", "sensitivity", "private, in any scope"),
    (item(sensitivity="company-confidential"), "all", "sensitivity", "confidential, in any scope"),
    (item(sensitivity="normal"), "outside", None, "normal is no sensitivity"),
    (item(folder_role="drafts"), "all", "folder:drafts", "a draft, in any scope"),
    (item(folder_role="trash"), "all", "folder:trash", "the bin"),
    (item(folder_role="spam"), "all", "folder:spam", "spam"),
    (item(folder_role="archive"), "outside", None, "an archive is read"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "scope", "rule", "why"), TABLE, ids=[row[-1] for row in TABLE])
def test_the_rules_of_scope_class_and_folder(what: Item, scope: Scope, rule: str | None, why: str) -> None:
    """P1, P2: each kind of item, in each scope."""
    assert exclude(what, Privacy(scope=scope), COMPANY) == rule


LISTED = [
    (item(), "exclude:people", "a person of the list writes"),
    (item(RASA, "x@y.example", ONA), "exclude:people", "or is in copy"),
    (item("a@bank.example"), "exclude:domains", "a domain of the list"),
    (item("a@mail.bank.example"), "exclude:domains", "or one below it"),
    (item("a@notbank.example"), None, "a domain that only ends alike is another"),
    (item("x@y.example", folder="Gydytojas"), "exclude:folders", "a folder, whatever its case"),
    (item("x@y.example", labels=("Work", "Личное")), "exclude:labels", "a label, whatever its case"),
    (item("x@y.example", labels=("Личное дело",)), None, "another label"),
]


@pytest.mark.parametrize(("what", "rule", "why"), LISTED, ids=[row[-1] for row in LISTED])
def test_the_lists_hold_in_every_scope(what: Item, rule: str | None, why: str) -> None:
    """P4: doctor, bank, union: excluded before anything is read, whatever else is asked for."""
    for scope in ("outside", "all"):
        assert exclude(what, Privacy(scope=scope, exclude=NAMES), COMPANY) == rule  # type: ignore[arg-type]


def test_a_rule_never_says_whom_it_met() -> None:
    """Invariant 8: the rule is all that remains, so it names a kind and nobody."""
    for what, _, _, _ in TABLE:
        rule = exclude(what, Privacy(exclude=NAMES), COMPANY) or ""
        assert "@" not in rule and "example" not in rule


def test_a_domain_holds_those_below_it() -> None:
    """clinic.example means mail.clinic.example and never myclinic.example."""
    assert in_domains("a@clinic.example", {"clinic.example"}) and in_domains("a@x.clinic.example", {"clinic.example"})
    assert not in_domains("a@myclinic.example", {"clinic.example"}) and not in_domains("", {"clinic.example"})
