"""Google's own client library understands the fake as it does Google: its batches, its renewals, its errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials
from google.oauth2.service_account import Credentials as ServiceCredentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest

from connectors.google.account import GMAIL_READ
from tests.fakes.google import Google, google

RASA = "rasa@klimatas.example"
Service = Callable[[str], Any]


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        yield world


def consented(file: Path) -> Credentials:
    """Made by hand: the library's own reading of such a file takes Google's address for whatever stands there."""
    kept = json.loads(file.read_text())
    return Credentials(**{name: kept[name] for name in ("token", "refresh_token", "token_uri", "client_id", "client_secret", "scopes")})


@pytest.fixture
def library(g: Google, tmp_path: Path) -> Iterator[Service]:
    """Makes the library's object for an API, signed in with a consent whose access token is over."""
    file = g.token_file(tmp_path / "rasa.json", RASA, fresh=False)
    credentials = consented(file)
    built: list[Any] = []

    def make(api: str) -> Any:
        base = {"calendar": f"{g.url}/calendar/v3/"}.get(api, g.url)
        version = {"calendar": "v3"}.get(api, "v1")
        built.append(build(api, version, credentials=credentials, static_discovery=True, client_options={"api_endpoint": base}, cache_discovery=False))
        return built[-1]

    yield make
    for service in built:
        service.close()


def test_it_signs_in_lists_and_reads_in_batches(g: Google, library: Service) -> None:
    raws = {g.account(RASA).mail.deliver(raw, "INBOX"): raw for raw in (b"Subject: %d\r\n\r\nLabas\r\n" % n for n in range(60))}
    users = library("gmail").users()
    assert users.getProfile(userId="me").execute()["emailAddress"] == RASA
    listing = users.messages()
    ids: list[str] = []
    request = listing.list(userId="me", maxResults=25)
    while request is not None:
        answer = request.execute()
        ids += [message["id"] for message in answer["messages"]]
        request = listing.list_next(request, answer)
    assert (len(ids), set(ids)) == (60, set(raws))
    got: dict[str, Any] = {}

    def take(name: str, answer: Any, error: Exception | None) -> None:
        got[name] = error or len(answer["raw"]) > 0

    batch = BatchHttpRequest(batch_uri=f"{g.url}/batch/gmail/v1", callback=take)
    for id_ in [*ids, "ffff"]:
        batch.add(listing.get(userId="me", id=id_, format="raw"), request_id=id_)
    batch.execute()
    missing = got.pop("ffff")
    assert isinstance(missing, HttpError) and missing.status_code == 404
    assert got == dict.fromkeys(ids, True)
    profiles = [(one.method.rpartition(".")[2], one.status) for one in g.log[:3]]
    assert profiles == [("getProfile", 401), ("token", 200), ("getProfile", 200)], "a token that was over was renewed"


def test_it_reads_why_it_was_refused(g: Google, library: Service) -> None:
    g.throttles("calendar.events.list", 5, status=403, reason="userRateLimitExceeded")
    events = library("calendar").events()
    with pytest.raises(HttpError) as refused:
        events.list(calendarId="primary").execute()
    assert (refused.value.status_code, refused.value.error_details[0]["reason"]) == (403, "userRateLimitExceeded")
    with pytest.raises(HttpError, match="404"):
        events.get(calendarId="primary", eventId="nosuch00").execute()


@pytest.mark.slow
def test_it_renews_for_others_what_the_admin_allowed(g: Google, tmp_path: Path) -> None:
    g.account(RASA)
    file = g.service_account_file(tmp_path / "sa.json")
    credentials = ServiceCredentials.from_service_account_file(str(file), scopes=[GMAIL_READ], subject=RASA)
    with pytest.raises(RefreshError, match="unauthorized_client"):
        credentials.refresh(Request())
    g.delegated[RASA] = {GMAIL_READ}
    credentials.refresh(Request())
    assert g.tokens.accesses[credentials.token].account == RASA


def test_it_is_told_that_a_consent_is_over(g: Google, tmp_path: Path) -> None:
    credentials = consented(g.token_file(tmp_path / "rasa.json", RASA))
    g.revoke(RASA)
    with pytest.raises(RefreshError, match="invalid_grant"):
        credentials.refresh(Request())
