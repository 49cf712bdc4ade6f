"""Microsoft 365 on loopback: Graph's mail, calendars, contacts and tasks, and Entra's sign-in, as strict as the real ones.

    with graph() as g:
        rasa = g.mailbox("rasa@klimatas.example")
        rasa.mail.deliver(b"From: ...")
        secret = g.secret_file(tmp_path / "secret")            # tenant = g.tenant, client_id = g.client_id, endpoint = g.url
        ...
        assert [asked.method for asked in g.log] == [...]

Graph is below `g.url`/v1.0, Entra below `g.url`/{tenant}. What Graph would not understand is answered as Graph does and
kept in `violations`, and so is an answer of the fake's own that the tables do not know; what is still there at the end
fails the test. A `match` is the id of a method ("messages.delta", or "token", "devicecode", "discovery", "instances",
"batch") or a function of the request (`Asked`); the steps of a batch are matched one by one.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.fakes.google.calls import Asked
from tests.fakes.google.faults import LONGEST_WAIT, too_early
from tests.fakes.graph.calls import CODES, Call, Refusal, error_json
from tests.fakes.graph.keys import certificate_pem
from tests.fakes.graph.routes import Found
from tests.fakes.graph.server import MOST_PARALLEL, Front
from tests.fakes.graph.tokens import LOGIN, Access, Tokens, person_id
from tests.fakes.knobs import Clock, Knobs
from tests.fakes.wire import serve

__all__ = ["LONGEST_WAIT", "Asked", "Call", "Clock", "Graph", "Mailbox", "Refusal", "graph"]

_SERVICES = {
    "mail": ("mail", "Mail"),
    "calendars": ("calendars", "Calendars"),
    "contacts": ("contacts", "Contacts"),
    "todo": ("todo", "ToDo"),
}


_PLAIN = "/()'@="  # what stands in a link as it is
_FOLDER = re.compile(r"/(mailFolders|contactFolders|calendars)/([^/(]+)/(?!delta)")


class Mailbox:
    """One person's, or a shared one: `mail`, `calendars`, `contacts`, `todo` are what it holds."""

    def __init__(self, world: Graph, address: str, name: str) -> None:
        self.world = world
        self.address = address
        self.name = name
        self.id = person_id(address)
        self.is_disabled = False
        """404 MailboxNotEnabledForRESTAPI: no licence any more, or still on premises."""
        self.is_denied = False
        """The program may not read it: 403."""
        self.readers: set[str] = set()
        """Who else may open it with the permissions that end with .Shared."""
        self._services: dict[str, Any] = {"directory": self}

    @property
    def mail(self) -> Any:
        return self.service("mail")

    @property
    def calendars(self) -> Any:
        return self.service("calendars")

    @property
    def contacts(self) -> Any:
        return self.service("contacts")

    @property
    def todo(self) -> Any:
        return self.service("todo")

    def service(self, name: str) -> Any:
        """Made when it is first wanted."""
        with self.world.lock:
            if name not in self._services:
                module, kind = _SERVICES[name]
                self._services[name] = getattr(importlib.import_module(f"tests.fakes.graph.{module}"), kind)(self)
            return self._services[name]

    def users_get(self, call: Call) -> dict[str, Any]:
        """Who it belongs to, as the directory says."""
        return {"id": self.id, "displayName": self.name, "mail": self.address, "userPrincipalName": self.address, "businessPhones": []}


class Graph(Knobs):
    """The world behind one address. All of it is under `lock`; take it to change several things at once."""

    def __init__(self, clock: Callable[[], float], validate: str) -> None:
        assert validate in ("all", "requests")
        super().__init__()
        self.clock = clock
        self.gzips = True
        self.states_live: float | None = None
        """Seconds that the token of a delta query is good for."""
        self.empty_pages = 0
        """So many pages to come hold nothing but a link to the next."""
        self.next_host: dict[str, str] = {}
        """Where links lead instead of here: by their option, "$skiptoken", "$deltatoken" or "$skip"."""
        self._mailboxes: dict[str, Mailbox] = {}
        self._running: dict[str, int] = {}
        self._most: dict[str, int] = {}
        self._quota: tuple[int, float] | None = None
        self._spent: dict[str, deque[float]] = {}
        self._validate = validate
        self._answers = itertools.count()
        self.server = serve(Front(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.tokens = Tokens(self.url, lambda: self.clock(), lambda: self._mailboxes)

    # People, programs, and how they sign in

    def mailbox(self, address: str, name: str = "") -> Mailbox:
        """Exists from when it is first named."""
        with self.lock:
            if address not in self._mailboxes:
                self._mailboxes[address] = Mailbox(self, address, name or address.partition("@")[0].title())
            return self._mailboxes[address]

    @property
    def mailboxes(self) -> Mapping[str, Mailbox]:
        return self._mailboxes

    def close_mailbox(self, address: str) -> None:
        """The person left the company and is in the directory no longer."""
        with self.lock:
            self.tokens.end(address, 50034)
            self._mailboxes.pop(address)

    @property
    def tenant(self) -> str:
        return self.tokens.tenant

    @property
    def client_id(self) -> str:
        return self.tokens.client

    def secret_file(self, path: Path) -> Path:
        """The program's secret, and a line end as an editor leaves it."""
        return _private(path, self.tokens.secret + "\n")

    def certificate_file(self, path: Path, days: int = 365) -> Path:
        """The program's key and certificate; valid for so many days (365, 20 or 1)."""
        return _private(path, certificate_pem(days))

    def sign_in(self, user_code: str, address: str, *, refuses: bool = False) -> None:
        """A person enters the code of a device-code sign-in in a browser."""
        self.mailbox(address)
        with self.lock:
            self.tokens.sign_in(user_code, address, refuses=refuses)

    def instances(self) -> dict[str, Any]:
        """What msal asks to know whether a login host is Microsoft's."""
        return {
            "tenant_discovery_endpoint": f"{LOGIN}/{self.tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [
                {
                    "preferred_network": "login.microsoftonline.com",
                    "preferred_cache": "login.windows.net",
                    "aliases": ["login.microsoftonline.com"],
                }
            ],
        }

    # What goes wrong (see also `Knobs`)

    def refusal(self, status: int, code: str) -> Mapping[str, Any]:
        return error_json(Refusal(status, code or CODES.get(status, "UnknownError")), self.clock())

    def quota(self, requests: int, seconds: float = 600.0) -> None:
        """So many requests a mailbox in any such time; Outlook grants 10,000 in ten minutes."""
        self._quota = (requests, seconds)

    def leads_to(self, base: str, option: str = "$skiptoken") -> None:
        """From now on links with this option lead to another host; "" ends it."""
        self.next_host[option] = base

    # What was asked

    def too_early(self) -> list[tuple[Asked, Asked]]:
        """(refusal, request): requests before the time that an answer to the same mailbox had stated."""
        return too_early(list(self.log), lambda asked: (asked.account, "graph" if "." in asked.method else asked.method))

    def most_parallel(self, address: str) -> int:
        """How many requests of one mailbox ever ran at the same time."""
        return self._most.get(address, 0)

    # For the server

    @contextlib.contextmanager
    def counted(self, asked: Asked | None) -> Iterator[None]:
        """While it runs it counts among the requests of its mailbox."""
        if asked is None:
            yield
            return
        with self.lock:
            running = self._running[asked.account] = self._running.get(asked.account, 0) + 1
            self._most[asked.account] = max(running, self._most.get(asked.account, 0))
        try:
            yield
        finally:
            with self.lock:
                self._running[asked.account] -= 1

    def too_much(self, asked: Asked) -> Refusal | None:
        """None where the mailbox may be asked still: four requests at a time, and the quota (F58)."""
        with self.lock:
            if self._running.get(asked.account, 0) > MOST_PARALLEL:
                return Refusal(429, "ApplicationThrottled", headers={"Retry-After": "1"})
            if self._quota is None:
                return None
            most, seconds = self._quota
            spent = self._spent.setdefault(asked.account, deque())
            while spent and spent[0] <= asked.at - seconds:
                spent.popleft()
            if len(spent) >= most:
                wait = max(1, int(spent[0] + seconds - asked.at) + 1)
                return Refusal(429, "ApplicationThrottled", "Application is over its request limit.", headers={"Retry-After": str(wait)})
            spent.append(asked.at)
            return None

    def address_of(self, user: str, access: Access | None) -> str:
        """Whose mailbox an address means: "me", a user principal name or an object id."""
        if user == "me":
            return access.account if access else ""
        return next((one.address for one in list(self._mailboxes.values()) if user.lower() in (one.address.lower(), one.id)), user)

    def opened(self, asked: Asked, found: Found, access: Access | None) -> Mailbox:
        """The mailbox, where it may be read."""
        assert access is not None
        mailbox = self._mailboxes.get(asked.account)
        if mailbox is None:
            code = "Request_ResourceNotFound" if found.route.service == "directory" else "ErrorInvalidUser"
            raise Refusal(404, code, f"The requested user '{found.user}' is invalid.")
        if mailbox.is_denied or (access.account not in ("", mailbox.address) and access.account not in mailbox.readers):
            raise Refusal(403, "ErrorAccessDenied")
        if mailbox.is_disabled and found.route.service != "directory":
            raise Refusal(404, "MailboxNotEnabledForRESTAPI")
        return mailbox

    def link(self, address: str, option: str, query: str) -> str:
        """Onwards, here or to where `leads_to` said; folders are written as Graph writes them in links, with the key in parentheses."""
        address = _FOLDER.sub(r"/\1('\2')/", address)
        return f"{self.next_host.get(option) or self.url}{quote(address, safe=_PLAIN)}?{query}"

    def checks_answers(self) -> bool:
        """Every one, or one in a hundred where speed is measured."""
        return self._validate == "all" or next(self._answers) % 100 == 0


@contextlib.contextmanager
def graph(*, clock: Callable[[], float] = time.time, validate: str = "all") -> Iterator[Graph]:
    """A world of its own; at the end nothing may have been asked or answered that the tables do not know."""
    world = Graph(clock, validate)
    try:
        yield world
    finally:
        world.server.end()
    assert not world.violations, "\n".join(world.violations[:20])


def _private(path: Path, text: str) -> Path:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text)
    return path
