"""A person's consent to Microsoft by a code: what is asked, and each way it can end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.graph.access import consent_of, open_access, save_consent
from connectors.graph.account import CALENDARS_READ, MAIL_READ, GraphAccount
from connectors.graph.client import GraphClient
from connectors.graph.consent import Question
from syncd.errors import AuthFailed, ReauthNeeded, SourceError
from tests.fakes.graph import Graph, graph

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
SCOPES = (CALENDARS_READ, MAIL_READ)


@pytest.fixture
def world() -> Iterator[Graph]:
    """Microsoft 365 that does not mind being asked often."""
    with graph() as g:
        g.tokens.interval = 0
        for person in (RASA, JONAS):
            g.mailbox(person)
        yield g


def options(world: Graph) -> GraphAccount:
    """Rasa's mailbox, with her consent in a file."""
    return GraphAccount(mailbox=RASA, tenant=world.tenant, client_id=world.client_id, endpoint=world.url, token_file="rasa.json")


def test_what_was_granted_signs_in(world: Graph, tmp_path: Path) -> None:
    """Once the person has entered the code in a browser of any machine, for all that was asked and without another question."""
    question = Question(options(world), SCOPES)
    assert question.address.startswith("https://")
    assert question.minutes == 15
    world.on("token", after=lambda _: world.sign_in(question.code, RASA))
    consent = consent_of(options(world), question.answer(), SCOPES)
    assert consent.scopes == list(SCOPES)
    save_consent(tmp_path / "rasa.json", consent)
    client = GraphClient(options(world), tmp_path)
    assert client.get("mailFolders/inbox")["displayName"] == "Inbox"
    client.close()
    assert open_access(options(world), tmp_path).token(refused=consent.token) != consent.token
    [asked] = world.asked("devicecode")
    assert set(asked.json["scope"].split()) == {*SCOPES, "openid", "profile", "offline_access"}


def test_the_answer_is_waited_for(world: Graph) -> None:
    """However long the person takes, within the time Microsoft gives."""
    question = Question(options(world), SCOPES)
    told: list[str] = []
    waiting = threading.Thread(target=lambda: told.append(str(question.answer()["token_type"])))
    world.on("token", after=lambda _: len(world.asked("token")) == 3 and world.sign_in(question.code, RASA), times=9)
    waiting.start()
    waiting.join(20)
    assert told == ["Bearer"]


@pytest.mark.parametrize(
    ("does", "kind", "told", "reason"),
    [
        ("refuses", ReauthNeeded, "refused in the browser", "the person says no"),
        ("waits", ReauthNeeded, "nobody entered the code", "the person does not come"),
        ("needs admin", ReauthNeeded, "administrator", "a person may not consent alone"),
    ],
)
def test_who_does_not_consent_is_told_what_to_do(world: Graph, does: str, kind: type[SourceError], told: str, reason: str) -> None:
    """Each in a sentence."""
    world.tokens.device_lives = 0 if does == "waits" else 900
    world.tokens.needs_admin = {MAIL_READ} if does == "needs admin" else set()
    question = Question(options(world), SCOPES)
    if does != "waits":
        world.sign_in(question.code, RASA, refuses=does == "refuses")
    with pytest.raises(kind, match=told):
        question.answer()
    assert reason


def test_another_person_at_the_screen_is_not_taken_for_this_one(world: Graph) -> None:
    """F43: the code says nothing of who enters it."""
    question = Question(options(world), SCOPES)
    world.sign_in(question.code, JONAS)
    with pytest.raises(AuthFailed, match=r"jonas@.* has signed in"):
        consent_of(options(world), question.answer(), SCOPES)


def test_an_application_that_takes_no_codes_is_told_how(world: Graph) -> None:
    """Public client flows are off in a new registration."""
    world.tokens.is_public, told = False, options(world)
    question = Question(told, SCOPES)
    world.sign_in(question.code, RASA)
    with pytest.raises(AuthFailed, match="allow public client flows"):
        question.answer()
    world.tokens.client = "another"
    with pytest.raises(AuthFailed, match="correct `client_id`"):
        Question(told, SCOPES)
