"""Gmail and its sign-in against a server that none of us wrote: what our own fake and our connector might both believe wrongly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.base import MAX_MESSAGE, Change, Fetched, Gone, Marked
from connectors.files.listing import Size
from connectors.google.access import save_token
from connectors.google.client import GoogleClient
from connectors.google.consent import Consent, revoke
from connectors.google.gmail import GmailOptions, scopes
from connectors.google.mailbox import ALL, SENT, GmailHarvester
from syncd.errors import AuthFailed, ReauthNeeded
from tests.connectors.contract import Store, mail
from tests.connectors.emulate import NODE, PROGRAM, Emulate, emulate, gateway
from tests.fakes.google import Google, google

pytestmark = pytest.mark.skipif(
    not (NODE.exists() and PROGRAM.exists()), reason="emulate 0.12.2 is not installed: `make peers`, which needs npm, installs it"
)

PEOPLE = [f"{name}@klimatas.example" for name in ("rasa", "petras", "ona", "jonas", "ieva", "tomas", "lina")]
"""Each test has a person of its own."""


@dataclass
class Emulated:
    """A person at emulate who consented, and the connector that reads their mail."""

    behind: Emulate
    world: Google
    endpoint: str
    folder: Path
    account: str
    colleague: str

    @property
    def token(self) -> Path:
        return self.folder / "token.json"

    @property
    def options(self) -> GmailOptions:
        return GmailOptions(account=self.account, token_file=str(self.token), endpoint=self.endpoint)

    def sign_in(self, *, chosen: str = "") -> None:
        """By the browser; `chosen` is the account the person presses, where it is another."""
        asking = Consent(self.behind.client, ("openid", "email", *scopes(self.options, reminders=False)), self.account, self.behind.port)
        try:
            self.behind.consent(asking.url, chosen or self.account)
            save_token(self.token, self.account, asking.take(asking.answer(10)))
        finally:
            asking.close()

    def harvester(self) -> GmailHarvester:
        client = GoogleClient(self.options, self.folder, "gmail", scopes(self.options, reminders=False))
        return GmailHarvester(client, max_message=MAX_MESSAGE, size=Size(items=3, nbytes=8_000_000), listed=4)

    def import_(self, name: str, *labels: str) -> str:
        return self.behind.import_(self.account, mail(name), *labels)

    def ask(self, path: str, body: object = None) -> dict[str, object]:
        return self.behind.ask(self.account, "POST", path, body)

    def kept(self) -> dict[str, object]:
        return json.loads(self.token.read_text())  # type: ignore[no-any-return]

    def is_over(self) -> None:
        """The access token has ended."""
        self.token.write_text(json.dumps({**self.kept(), "token": "", "expiry": "2020-01-01T00:00:00Z"}))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulate]:
    with emulate(tmp_path_factory.mktemp("emulate"), PEOPLE) as behind:
        yield behind


@pytest.fixture(scope="module")
def people() -> Iterator[str]:
    return iter(PEOPLE)


@pytest.fixture
def emulated(running: Emulate, people: Iterator[str], tmp_path: Path) -> Iterator[Emulated]:
    with google() as world, gateway(world, running) as endpoint:
        yield Emulated(running, world, endpoint, tmp_path, next(people), PEOPLE[-1])


def _pass(harvester: GmailHarvester, stores: dict[str, Store]) -> dict[str, list[Change]]:
    told = {}
    for collection in harvester.collections():
        store = stores.setdefault(collection.id, Store())
        before = len(store.changes)
        for page in harvester.pages(collection, store.cursor):
            store.take(page)
        told[collection.id] = list(store.changes[before:])
    return told


@pytest.mark.slow
def test_a_mailbox_is_read_whole_and_then_by_its_history(emulated: Emulated) -> None:
    """Consent with PKCE, listing in pages, raw messages byte for byte, labels as marks, and every change after that once."""
    raws = {emulated.import_(name, "INBOX", "UNREAD"): mail(name) for name in map(str, range(11))}
    sent = emulated.import_("sent", "SENT")
    emulated.import_("spam", "SPAM")
    emulated.import_("draft", "DRAFT")
    emulated.sign_in()
    harvester, stores = emulated.harvester(), dict[str, Store]()
    first = _pass(harvester, stores)
    assert {change.remote_id: change.raw for change in first["ALL"] if isinstance(change, Fetched)} == raws
    assert [change.remote_id for change in first["SENT"]] == [sent]
    assert all(isinstance(change, Fetched) and change.marks.flags == ("INBOX",) for change in first["ALL"])
    assert _pass(harvester, stores) == {"SENT": [], "ALL": []}

    read, thrown, *_ = raws
    new = emulated.import_("new", "INBOX")
    label = emulated.ask("labels", {"name": "Klientai"})["id"]
    emulated.ask(f"messages/{read}/modify", {"removeLabelIds": ["UNREAD"], "addLabelIds": ["STARRED", label]})
    emulated.ask(f"messages/{thrown}/trash")
    told = _pass(harvester, stores)["ALL"]
    second = {change.remote_id: change for change in told}
    assert {id_: type(change) for id_, change in second.items()} == {new: Fetched, read: Marked, thrown: Gone}
    assert len(told) == 3, "each once"
    assert [change.raw for change in told if isinstance(change, Fetched)] == [mail("new")]
    (marks,) = [change.marks for change in told if isinstance(change, Marked)]
    assert (marks.labels, marks.flags) == (("Klientai",), ("INBOX", "\\Flagged", "\\Seen"))
    assert _pass(harvester, stores) == {"SENT": [], "ALL": []}
    assert not emulated.world.violations
    harvester.close()


@pytest.mark.slow
def test_a_message_that_is_not_there_is_gone(emulated: Emulated) -> None:
    """F28: 404 in the middle of a batch."""
    there = emulated.import_("a", "INBOX")
    emulated.sign_in()
    harvester = emulated.harvester()
    found = {change.remote_id: type(change) for change in harvester.fetch(ALL, [there, "0000000000000000"])}
    assert found == {there: Fetched, "0000000000000000": Gone}
    assert [type(change) for change in harvester.fetch(SENT, [there])] == [Gone]
    harvester.close()


@pytest.mark.slow
def test_an_access_token_that_is_over_is_renewed_and_kept(emulated: Emulated) -> None:
    emulated.sign_in()
    emulated.is_over()
    harvester = emulated.harvester()
    assert list(harvester.collections()) == [SENT, ALL]
    harvester.close()
    kept = emulated.kept()
    assert str(kept["token"]).startswith("google_") and str(kept["expiry"]) > "2021"


@pytest.mark.slow
def test_a_consent_withdrawn_needs_the_person_again(emulated: Emulated) -> None:
    """F39: invalid_grant names the command; a new consent is enough to go on."""
    emulated.import_("a", "INBOX")
    emulated.sign_in()
    _withdraw(emulated)
    emulated.is_over()
    harvester = emulated.harvester()
    with pytest.raises(ReauthNeeded, match="syncd auth google"):
        list(harvester.collections())
    emulated.sign_in()
    assert len(_pass(harvester, {})["ALL"]) == 1
    harvester.close()


def _withdraw(emulated: Emulated) -> None:
    from google.oauth2.credentials import Credentials

    kept = emulated.kept()
    revoke(Credentials(None, refresh_token=kept["refresh_token"], token_uri=kept["token_uri"]))


@pytest.mark.slow
def test_another_person_who_signed_in_is_refused(emulated: Emulated) -> None:
    """F43: nothing of the other mailbox is read."""
    emulated.import_("a", "INBOX")
    emulated.sign_in(chosen=emulated.colleague)
    harvester = emulated.harvester()
    with pytest.raises(AuthFailed, match=emulated.colleague):
        list(harvester.collections())
    assert not emulated.world.asked(lambda asked: "messages" in asked.path)
    harvester.close()


@pytest.mark.slow
def test_the_answer_to_a_question_is_good_once(emulated: Emulated) -> None:
    """A code that was used is taken by nobody again."""
    asking = Consent(emulated.behind.client, ("openid",), emulated.account, emulated.behind.port)
    emulated.behind.consent(asking.url, emulated.account)
    address = asking.answer(10)
    assert asking.take(address).refresh_token
    with pytest.raises(ReauthNeeded, match="used before"):
        asking.take(address)
    asking.close()
