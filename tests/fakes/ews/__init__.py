"""Exchange Server on loopback, as Exchange Web Services show it: as strict as the real one and on bad days as bad.

    with exchange() as x:
        rasa = x.mailbox("rasa@klimatas.example")
        rasa.inbox.deliver(b"Subject: Labas\\r\\n\\r\\nAr rytoj?\\r\\n")
        ...                                  # a connector with x.url, x.user, x.password, mailbox rasa.address
        assert [asked.method for asked in x.log] == [...]

Every request and every answer is judged by Microsoft's schema (see `schema`): what it does not allow is answered with
ErrorSchemaValidation and kept in `violations`, and so is an answer of the fake's own; what is still there at the end
fails the test. A `match` is the name of an operation ("GetItem") or a function of the request (`Asked`).
"""

from __future__ import annotations

import contextlib
import itertools
import random
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.fakes.ews.calls import Answer, Asked, Call, Refusal
from tests.fakes.ews.items import LOG, Item, extended
from tests.fakes.ews.kept import Folder
from tests.fakes.ews.mailbox import Mailbox
from tests.fakes.ews.ntlm import channel_binding
from tests.fakes.ews.schema import schema
from tests.fakes.ews.server import PATH, Front, serve
from tests.fakes.ews.streaming import Subscription, tell
from tests.fakes.google.faults import Match, Rule
from tests.fakes.knobs import Clock, Knobs

__all__ = ["LOG", "Answer", "Asked", "Call", "Clock", "Exchange", "Folder", "Item", "Mailbox", "Match", "Refusal", "exchange", "extended"]


class Exchange(Knobs):
    """The server and its mailboxes. All of it is under `lock`; take it to change several things at once."""

    def __init__(self, clock: Callable[[], float], validate: str, certificate: tuple[Path, Path] | None) -> None:
        assert validate in ("all", "requests")
        schema()
        super().__init__()
        self.clock = clock
        self.happening = threading.Condition(self.lock)
        self.domain = "KLIMATAS"
        self.user = "KLIMATAS\\syncd"
        """The account of the service; it has no mailbox of its own."""
        self.password = "zalia azuolo giria 7"
        self.passwords = {self.user: self.password}
        """Who can sign in; names are compared without regard to case."""
        self.schemes = ["NTLM", "Basic"]
        """The ways to sign in that are offered."""
        self.proves: Callable[[bytes, bytes], str] = lambda token, certificate: ""
        """Who is proved by a token of "Negotiate" where this certificate was shown, "" where nobody is."""
        self.extended_protection = False
        """Whether NTLM must be bound to the TLS channel, as it is where Windows Extended Protection is required."""
        self.impersonable: set[str] = set()
        """For whom the service account may act."""
        self.full_access: set[str] = set()
        """Mailboxes the service account may open by delegation."""
        self.blocked = b""
        """What is answered with 403 to everything, where EWS is not offered any more."""
        self.gzips = True
        """Whether a long answer is packed for a client that may be sent so."""
        self.most_connections: float = float("inf")
        """Requests at a time of one user, past which ErrorExceededConnectionCount is said."""
        self.newest_first = True
        """In which order a first synchronisation tells what is there; Microsoft promises neither."""
        self.state_size = 400
        """Bytes that a sync state has at least."""
        self.version = ("15", "1", "2507", "6")
        """Exchange Server 2016 CU23."""
        self.minute = 60.0
        """Seconds that a minute of a streaming connection lasts."""
        self.is_farm = False
        """Whether there are several servers, of which only that knows a subscription which gave it: told by a cookie."""
        self.ended = False
        self.closings = 0
        """How often the open streams were closed."""
        self.lost_by = "ErrorSubscriptionNotFound"
        self.subscriptions: dict[str, Subscription] = {}
        self.mailboxes: dict[str, Mailbox] = {}
        self._validate = validate
        self._answers = itertools.count()
        self._certificate = certificate
        self.server = serve(Front(self), certificate)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.server.server_port}{PATH}"

    # Mailboxes, and who may open them

    def mailbox(self, address: str, name: str = "", *, open: bool = True) -> Mailbox:
        """Exists from when it is first named; where it is not `open` the service account may neither impersonate nor open it."""
        with self.lock:
            if address not in self.mailboxes:
                self.mailboxes[address] = Mailbox(self, address, name)
                self.passwords[address] = f"{address}'s own"
                if open:
                    self.impersonable.add(address)
                    self.full_access.add(address)
            return self.mailboxes[address]

    def acting(self, user: str, impersonated: str) -> str:
        """The address whose mailbox is meant where none is named."""
        if not impersonated:
            return user if "@" in user else ""
        known = next((one for one in self.mailboxes if one.casefold() == impersonated.casefold()), "")
        if not known:
            raise Refusal("ErrorNonExistentMailbox", fault=True)
        if user != self.user or known not in self.impersonable:
            raise Refusal("ErrorImpersonateUserDenied", fault=True)
        return known

    def open(self, call: Call, address: str) -> Mailbox:
        """A mailbox that the caller may open."""
        if not address:
            raise Refusal("ErrorMissingEmailAddress", "An account without a mailbox must say whose folder it means.")
        found = next((box for one, box in self.mailboxes.items() if one.casefold() == address.casefold()), None)
        if found is None:
            raise Refusal("ErrorNonExistentMailbox", fault=False)
        if call.own != found.address and not (call.user == self.user and not call.impersonated and found.address in self.full_access):
            raise Refusal("ErrorAccessDenied")
        return found

    def by_guid(self, call: Call, guid: str) -> Mailbox:
        """The same, for the mailbox an id belongs to."""
        found = next((box for box in self.mailboxes.values() if str(box.guid) == guid), None)
        if found is None:
            raise Refusal("ErrorInvalidIdMalformed")
        return self.open(call, found.address)

    def happened(self, what: str, item: Item, old: tuple[str, Folder] | None = None) -> None:
        """Something changed in a mailbox: for those who listen."""
        with self.happening:
            tell(self, what, item, old)

    def lose_subscriptions(self, code: str = "ErrorSubscriptionNotFound") -> None:
        """F59: the server forgets who listens, as it does when it is restarted, and says so by this code."""
        with self.happening:
            self.lost_by = code
            self.subscriptions.clear()
            self.happening.notify_all()

    def close_streams(self) -> None:
        """Each answer that is open ends, as it does when its time is up."""
        with self.happening:
            self.closings += 1
            self.happening.notify_all()

    def cut_streams(self) -> None:
        """All connections break, without a word."""
        for connection in list(self.server.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """No more answers, also none of those that stay open."""
        with self.happening:
            self.ended = True
            self.happening.notify_all()
        self.server.end()

    # What goes wrong

    def refuses(
        self, match: Match, code: str, times: float = 1, *, message: str = "", back_off: int | None = None, fault: bool | None = None
    ) -> None:
        """Refuse with this code, and do nothing; `back_off` in milliseconds. Of the whole request by a SOAP fault where
        Exchange does so, or where `fault` says it."""

        def says(asked: Asked) -> Answer:
            return self.server.front.fault(asked, Refusal(code, message, back_off=back_off, fault=fault))

        self.faults.add(Rule(match, times, says=says))

    def busy(self, match: Match, back_off: int | None = 1500, times: float = 1) -> None:
        """F45: ErrorServerBusy, and how many milliseconds to stay away, or nothing about that."""
        self.refuses(match, "ErrorServerBusy", times, back_off=back_off)

    def refusal(self, status: int, code: str) -> Mapping[str, Any]:
        """By SOAP and not by a status: see `refuses`."""
        raise AssertionError("give says a body: what Exchange itself refuses is for `refuses`")

    def drops(self, rate: float, seed: int = 0) -> None:
        """This part of the writes, at random, is carried out and never answered; 0 ends it."""
        chance = random.Random(seed)
        self.faults.rules = [rule for rule in self.faults.rules if not getattr(rule.match, "drops", False)]
        if rate:

            def match(asked: Asked) -> bool:
                return asked.writes and asked.applied and chance.random() < rate

            match.drops = True  # type: ignore[attr-defined]
            self.faults.add(Rule(match, float("inf"), spoils=lambda asked, answer: Answer(0, silent=True)))

    def blocks(self, words: str = "<html><body>Forbidden</body></html>") -> None:
        """F54: EWS is not offered to this program any more."""
        self.blocked = words.encode()

    # What was asked

    def asked(self, match: Match) -> list[Asked]:
        """The requests that match of those who had signed in, in the order they came."""
        return [one for one in super().asked(match) if one.user]

    def too_early(self) -> list[tuple[Asked, Asked]]:
        """(refusal, request): requests of the same user before the time that a refusal had stated."""
        log = list(self.log)
        waits = [one for one in log if one.until]
        return [(one, asked) for one in waits for asked in log[one.known :] if asked.user == one.user and asked.at < one.until]

    # For the server

    def shown(self) -> bytes:
        """The certificate of the TLS channel in DER, b"" where there is none."""
        return ssl.PEM_cert_to_DER_cert(self._certificate[0].read_text()) if self._certificate else b""

    def binding(self) -> bytes:
        """Of the TLS channel for NTLM, b"" where there is none."""
        return channel_binding(self.shown()) if self._certificate else b""

    def checks_answers(self) -> bool:
        """Every one, or one in a hundred where speed is measured."""
        return self._validate == "all" or next(self._answers) % 100 == 0


@contextlib.contextmanager
def exchange(
    *, clock: Callable[[], float] = time.time, validate: str = "all", certificate: tuple[Path, Path] | None = None
) -> Iterator[Exchange]:
    """A server of its own; at the end nothing may have been asked or answered that Microsoft's schema does not allow.

    With a `certificate` and its key it speaks TLS.
    """
    world = Exchange(clock, validate, certificate)
    try:
        yield world
    finally:
        world.end()
    assert not world.violations, "\n".join(world.violations[:20])
