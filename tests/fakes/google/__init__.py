"""Google on loopback: Gmail, Calendar, People and the sign-in, as strict as the real one and on bad days as bad.

    with google() as g:
        rasa = g.account("rasa@klimatas.example")
        g.token_file(tmp_path / "rasa.json", rasa.address)
        ...                                                    # a connector with endpoint = g.url
        assert [asked.method for asked in g.log] == [...]

Every request is judged by the discovery documents of google-api-python-client: what they do not know is answered 400
and kept in `violations`, and so is an answer of the fake itself that does not fit them; what is still there at the end
fails the test. A `match` is the id of a method ("gmail.users.messages.get", or "token", "consent", "revoke", "batch")
or a function of the request (`Asked`); the calls inside a batch are matched one by one.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.google.account import CALENDARS_OWN, CALENDARS_READ, CONTACTS_READ, EVENTS_READ, GMAIL_READ
from tests.fakes.google.calls import Asked, Call, Refusal
from tests.fakes.google.discovery import Method, discovery
from tests.fakes.google.faults import LONGEST_WAIT, NEW_PRICES, OLD_PRICES, Match, Quota, too_early
from tests.fakes.google.server import Front
from tests.fakes.google.tokens import Tokens, key_pem
from tests.fakes.knobs import Clock, Knobs
from tests.fakes.wire import serve

__all__ = ["LONGEST_WAIT", "NEW_PRICES", "OLD_PRICES", "Account", "Asked", "Call", "Clock", "Google", "Refusal", "google"]

USUAL = (GMAIL_READ, EVENTS_READ, CALENDARS_READ, CALENDARS_OWN, CONTACTS_READ)
"""What `syncd auth google` asks for."""

_SERVICES = {"gmail": ("gmail", "Mail"), "calendar": ("calendar", "Calendars"), "people": ("people", "Contacts")}


class Account:
    """One person: `mail`, `calendars`, `contacts` are what the services hold of them."""

    def __init__(self, google: Google, address: str) -> None:
        self.google = google
        self.address = address
        self.lock = google.lock
        self._services: dict[str, Any] = {}

    @property
    def mail(self) -> Any:
        return self.service("gmail")

    @property
    def calendars(self) -> Any:
        return self.service("calendar")

    @property
    def contacts(self) -> Any:
        return self.service("people")

    def service(self, api: str) -> Any:
        """Made when it is first wanted."""
        with self.lock:
            if api not in self._services:
                module, name = _SERVICES[api]
                self._services[api] = getattr(importlib.import_module(f"tests.fakes.google.{module}"), name)(self)
            return self._services[api]


class Google(Knobs):
    """The world behind one address. All of it is under `lock`; take it to change several things at once."""

    def __init__(self, clock: Callable[[], float], validate: str) -> None:
        assert validate in ("all", "requests")
        super().__init__()
        self.clock = clock
        self.notes: list[str] = []  # what was sent and is set by Google itself: pointless, and no fault
        self.gzips = True
        self._quota: dict[str, Quota] = {}
        self._accounts: dict[str, Account] = {}
        self._validate = validate
        self._answers = itertools.count()
        self.server = serve(Front(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.tokens = Tokens(self.url, lambda: self.clock(), lambda: self._accounts, discovery().scopes)

    # People, and how they sign in

    def account(self, address: str) -> Account:
        """Exists from when it is first named."""
        with self.lock:
            if address not in self._accounts:
                self._accounts[address] = Account(self, address)
            return self._accounts[address]

    @property
    def accounts(self) -> Mapping[str, Account]:
        return self._accounts

    @property
    def delegated(self) -> dict[str, Any]:
        """For whom the service account may act, and with which scopes: address -> scopes."""
        return self.tokens.delegated

    def token_file(self, path: Path, account: str, scopes: Iterable[str] | None = None, *, fresh: bool = True) -> Path:
        """What `syncd auth google` would have written; not `fresh`: with an access token that is over."""
        self.account(account)
        scopes = tuple(USUAL if scopes is None else scopes)
        with self.lock:
            refresh = self.tokens.grant(account, scopes)
            token = self.tokens.access(account, scopes, self.tokens.grants[refresh])
        until = self.clock() + (self.tokens.lifetime if fresh else -self.tokens.lifetime)
        said = {
            "type": "authorized_user",
            "account": account,
            "client_id": self.tokens.client,
            "client_secret": self.tokens.secret,
            "refresh_token": refresh,
            "token": token,
            "expiry": datetime.fromtimestamp(until, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "scopes": list(scopes),
            "token_uri": f"{self.url}/token",
        }
        if not fresh:
            self.tokens.accesses.pop(token)
        return _private(path, said)

    def client_file(self, path: Path) -> Path:
        """An OAuth client of type "installed", as the Cloud console lets one download it."""
        installed = {
            "client_id": self.tokens.client,
            "project_id": "syncd",
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": f"{self.url}/token",
            "auth_provider_x509_cert_url": f"{self.url}/oauth2/v1/certs",
            "client_secret": self.tokens.secret,
            "redirect_uris": ["http://localhost"],
        }
        return _private(path, {"installed": installed})

    def service_account_file(self, path: Path) -> Path:
        """The key of the service account; whom it may act for is in `delegated`."""
        said = {
            "type": "service_account",
            "project_id": "syncd",
            "private_key_id": "k1",
            "private_key": key_pem(),
            "client_email": self.tokens.service,
            "client_id": self.tokens.service_id,
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": f"{self.url}/token",
            "universe_domain": "googleapis.com",
        }
        return _private(path, said)

    def consent(self, url: str, account: str, *, scopes: Iterable[str] | None = None, refuses: bool = False) -> str:
        """A person opens the address in a browser, chooses an account, unticks scopes, presses a button, and sees this page."""
        self.account(account)
        with urllib.request.urlopen(url, timeout=10) as page:
            text = page.read().decode()
        name = text.partition('name="request" value="')[2].partition('"')[0]
        offered = [part.partition('"')[0] for part in text.split('name="scope" value="')[1:]]
        ticked = offered if scopes is None else [scope for scope in offered if scope in set(scopes)]
        form = {"request": name, "account": account, "scope": ticked, "answer": "deny" if refuses else "allow"}
        data = urllib.parse.urlencode(form, doseq=True).encode()
        with urllib.request.urlopen(f"{self.url}/o/oauth2/consent", data, timeout=10) as page:  # follows to the loopback
            return str(page.read().decode())

    def revoke(self, account: str) -> None:
        """The person withdrew the consent: refreshing gives invalid_grant, and access tokens are dead."""
        with self.lock:
            self.tokens.revoke(account)

    def expire(self, account: str) -> None:
        """Access tokens end before their time; refreshing works."""
        with self.lock:
            self.tokens.expire(account)

    # What goes wrong

    def says(
        self,
        match: Match,
        status: int,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | Mapping[str, Any] | None = None,
        times: float = 1,
        *,
        reason: str = "",
    ) -> None:
        """Answer this, and do nothing; without a body it is Google's error with this reason."""
        super().says(match, status, headers, body, times, code=reason)

    def throttles(
        self,
        match: Match,
        retry_after: float | str | Callable[[Asked], str] | None = None,
        times: float = 1,
        *,
        status: int = 429,
        reason: str = "rateLimitExceeded",
    ) -> None:
        """Too many: with a Retry-After of seconds, of any text, of a function of the request (a date), or with none."""
        super().throttles(match, retry_after, times, status=status, code=reason)

    def refusal(self, status: int, code: str) -> Mapping[str, Any]:
        return Refusal(status, code or "backendError").json()

    def throttled(self, status: int, code: str) -> Mapping[str, Any]:
        return Refusal(status, code, "Rate Limit Exceeded", domain="usageLimits").json()

    def quota(
        self,
        units_per_minute: int,
        clock: Callable[[], float] | None = None,
        *,
        api: str = "gmail",
        prices: Mapping[str, int] = OLD_PRICES,
        status: int = 403,
        reason: str = "userRateLimitExceeded",
        retry_after: str | None = None,
    ) -> None:
        """So many units an account in any sixty seconds of the clock; a call inside a batch costs what it costs alone."""
        if clock is not None:
            self.clock = clock
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        self._quota[api] = Quota(
            units_per_minute, prices, lambda: Refusal(status, reason, "User Rate Limit Exceeded", domain="usageLimits", headers=headers)
        )

    # What was asked

    def too_early(self) -> list[tuple[Asked, Asked]]:
        """(refusal, request): requests before the time that an answer to the same account and API had stated."""
        return too_early(list(self.log))

    # For the server

    def service(self, account: Account, method: Method) -> Callable[[Call], Any]:
        """What carries a call out."""
        handler = getattr(account.service(method.api), method.handler, None)
        if handler is None:
            raise Refusal(501, "notImplemented", f"the fake does not play {method.id}")
        return handler  # type: ignore[no-any-return]

    def quota_left(self, asked: Asked) -> Refusal | None:
        """None where the account may still ask."""
        quota = self._quota.get(asked.method.partition(".")[0])
        return quota.take(asked) if quota else None

    def checks_answers(self) -> bool:
        """Every one, or one in a hundred where speed is measured."""
        return self._validate == "all" or next(self._answers) % 100 == 0


@contextlib.contextmanager
def google(*, clock: Callable[[], float] = time.time, validate: str = "all") -> Iterator[Google]:
    """A world of its own; at the end nothing may have been asked or answered that Google's documents do not know."""
    world = Google(clock, validate)
    try:
        yield world
    finally:
        world.server.end()
    assert not world.violations, "\n".join(world.violations[:20])


def _private(path: Path, said: Mapping[str, Any]) -> Path:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(said))
    return path
