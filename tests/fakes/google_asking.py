"""Plain requests to the fake of Google, by no library of Google's."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.google.account import CALENDARS_READ, CONTACTS_READ, EVENTS_READ, EVENTS_WRITE, GMAIL_READ
from tests.fakes.google import Google

RASA = "rasa@klimatas.example"
EVERYTHING = (GMAIL_READ, EVENTS_READ, EVENTS_WRITE, CALENDARS_READ, CONTACTS_READ)
PROFILE = "/gmail/v1/users/me/profile"
EVENTS = "/calendar/v3/calendars/primary/events"


@dataclass(frozen=True)
class Said:
    """What came back."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        return str(self.json["error"]["errors"][0]["reason"])


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def ask(g: Google, path: str, *, token: str = "", verb: str = "GET", body: object = None, headers: dict[str, str] | None = None) -> Said:
    """One request as plain as can be, by no library of Google's."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    assert data is None or isinstance(data, bytes)
    said = {"Content-Type": "application/json"} if data is not None else {}
    said |= {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(g.url + path, data, said | (headers or {}), method=verb)
    try:
        with urllib.request.build_opener(_Still).open(request, timeout=10) as answer:
            return Said(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Said(error.code, dict(error.headers), error.read())


def token(g: Google, tmp_path: Path, *scopes: str, account: str = RASA) -> str:
    """An access token of a consent to these scopes."""
    return str(json.loads(g.token_file(tmp_path / "token.json", account, scopes or EVERYTHING).read_text())["token"])


def form(g: Google, **fields: str) -> Said:
    """The token endpoint."""
    data = urllib.parse.urlencode(fields).encode()
    return ask(g, "/token", verb="POST", body=data, headers={"Content-Type": "application/x-www-form-urlencoded"})


def refresh(g: Google, file: Path, **other: str) -> Said:
    """A new access token for what is in a token file."""
    kept = json.loads(file.read_text())
    fields = {"refresh_token": kept["refresh_token"], "client_id": kept["client_id"], "client_secret": kept["client_secret"]}
    return form(g, **({"grant_type": "refresh_token"} | fields | other))


WELL = {"start": {"dateTime": "2026-06-01T10:00:00+03:00"}, "end": {"dateTime": "2026-06-01T11:00:00+03:00"}}
