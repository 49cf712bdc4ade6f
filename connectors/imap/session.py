"""One signed-in IMAP connection, and commands on it: several may be on their way before the first is answered.

It has no verb that writes: folders are opened with EXAMINE, bodies asked for with BODY.PEEK. The connection is made by
IMAPClient (TLS, sign-in); the commands after it, bodies above all, are read by wire.py: IMAPClient's lexer costs ten
times as much.
"""

from __future__ import annotations

import itertools
import json
import os
import ssl
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache

from imapclient.exceptions import IMAPClientError

from connectors.imap.answers import Response, read_exists, read_foreign
from connectors.imap.options import ImapOptions
from connectors.imap.refusals import FolderAbsent, network_refusal, refusal, sign_in_refusal, struck, without
from connectors.imap.wire import Client, ConnectionLost, Wire
from syncd.config import words
from syncd.config.secrets import secret
from syncd.errors import AuthFailed, ConfigError, SourceError


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended: OK, NO or BAD, the server's words, and the untagged responses before them."""

    status: str
    text: str
    responses: list[Response]


@dataclass(slots=True)
class _Asked:
    tag: bytes
    responses: list[Response] = field(default_factory=list)
    end: tuple[str, str] | None = None


class Session:
    """A signed-in connection."""

    def __init__(self, client: Client, capabilities: frozenset[str]) -> None:
        self.capabilities = capabilities
        self.enabled: frozenset[str] = frozenset()
        self.exists = 0  # mails in the open folder, as the server said last
        self.is_open = False  # whether a folder is
        self.taker: Callable[[Response], bool] | None = None  # is shown every untagged response first, and may keep it
        self.foreign: tuple[bytes, ...] = ()  # what the names of other people's and shared folders begin with
        self.certificate_until = client.certificate_until
        self._client = client
        self._numbers = itertools.count(1)
        self._asked: deque[_Asked] = deque()
        self._answered: dict[bytes, _Asked] = {}
        self._unwanted: set[bytes] = set()

    def send(self, command: bytes) -> bytes:
        """Put a command on its way; its tag.

        A server may begin the next command before it has ended one, and end it before (RFC 9051 section 5.5; Dovecot
        does): what it tells without a tag may then stand in another's answer. Only commands whose responses tell what
        they are about may be sent together, and whoever does so looks at all of them (`taker`).
        """
        tag = b"S%d" % next(self._numbers)
        self._client.send(tag + b" " + command + b"\r\n")
        self._asked.append(_Asked(tag))
        return tag

    def answer(self, tag: bytes) -> Answer:
        """The answer to a command sent before; answers to others that come first are kept until they are asked for.

        Raises ConnectionLost.
        """
        self._client.wire.begin()
        while tag not in self._answered:
            self._read()
        asked = self._answered.pop(tag)
        assert asked.end is not None
        return Answer(*asked.end, asked.responses)

    def run(self, command: bytes, doing: str) -> list[Response]:
        """A command by itself, once those before it are answered, and the untagged responses to it.

        Raises the error a NO or BAD stands for.
        """
        self.wait()
        answer = self.answer(self.send(command))
        if answer.status != "OK":
            raise refusal(answer.text, doing)
        return answer.responses

    def wait(self) -> None:
        """Until all that was sent is answered; the answers can still be taken."""
        self._client.wire.begin()
        while self._asked:
            self._read()

    @property
    def wire(self) -> Wire:
        """What reads this connection, for who waits on it without asking anything (idle.py)."""
        return self._client.wire

    def say(self, data: bytes) -> None:
        """Bytes that are no command: the end of one that goes on. Raises ConnectionLost."""
        self._client.send(data)

    def unselect(self) -> None:
        """Close the open folder: servers need not tell the state of that one (RFC 9051 section 6.3.11)."""
        if self.is_open and "UNSELECT" in self.capabilities:
            self._unwanted.add(self.send(b"UNSELECT"))
            self.is_open = False

    def allow(self, nbytes: int) -> None:
        """A mail may have so many bytes; what is announced to be much more is not read."""
        self._client.wire.largest = max(64_000_000, nbytes + 1_000_000)

    def forget(self) -> None:
        """Nobody will take the answers to the commands that are still on their way."""
        self.taker = None
        self._answered.clear()
        self._unwanted.update(asked.tag for asked in self._asked)

    def close(self) -> None:
        """Say goodbye, wait for no answer."""
        with suppress(ConnectionLost):
            self._client.send(b"BYE LOGOUT\r\n")
        self._client.drop()

    def drop(self) -> None:
        """The connection is of no use any more."""
        self._client.drop()

    def _read(self) -> None:
        wire = self._client.wire
        try:
            response = wire.response()
        except ConnectionLost as lost:
            lost.begun = wire.begun
            raise
        line = response[0]
        if line.startswith(b"* "):
            self._untagged(response)
            return
        tag, _, rest = line.partition(b" ")
        status, _, text = rest.decode("utf-8", "replace").strip().partition(" ")
        asked = next((a for a in self._asked if a.tag == tag), None)
        if asked is None or status.upper() not in ("OK", "NO", "BAD"):
            raise ConnectionLost(f"the server does not keep to IMAP; it sent {struck(line[:60].decode('ascii', 'replace'))!r}")
        asked.end = (status.upper(), struck(text))
        self._asked.remove(asked)
        if tag not in self._unwanted:
            self._answered[tag] = asked
        self._unwanted.discard(tag)
        wire.begin()

    def _untagged(self, response: Response) -> None:
        line = response[0]
        if line[2:6].upper() == b"BYE ":
            raise ConnectionLost(f"the server ended the connection: {struck(line[6:].decode('utf-8', 'replace'))}")
        exists = read_exists(response) if line[-9:].rstrip().upper().endswith(b"EXISTS") else None
        self.exists = self.exists if exists is None else exists
        if not (self.taker and self.taker(response)) and self._asked and self._asked[0].tag not in self._unwanted:
            self._asked[0].responses.append(response)


def open_session(options: ImapOptions) -> Session:
    """Connect and sign in. Raises AuthFailed, Busy, or SourceError with what to do; never falls back to less safety."""
    client = _connected(options)
    try:
        with _translated(options):
            _sign_in(client, options)
        return _ready(client)
    except SourceError:
        client.drop()
        raise


def _ready(client: Client) -> Session:
    session = Session(client, frozenset())
    words_ = b" ".join(r[0] for r in session.run(b"CAPABILITY", "to say what it can"))
    session.capabilities = frozenset(words_.decode("ascii", "replace").upper().split())
    wanted = [c for c in ("QRESYNC", "CONDSTORE") if c in session.capabilities][:1]
    if wanted and "ENABLE" in session.capabilities:
        # before the first EXAMINE (RFC 7162 section 3.2.3); QRESYNC switches CONDSTORE on too
        answer = session.answer(session.send(b"ENABLE " + wanted[0].encode()))
        session.enabled = frozenset(wanted) if answer.status == "OK" else frozenset()
    if "NAMESPACE" in session.capabilities:
        answer = session.answer(session.send(b"NAMESPACE"))
        session.foreign = tuple(prefix for response in answer.responses for prefix in read_foreign(response))
    return session


def _connected(options: ImapOptions) -> Client:
    if options.tls == "none" and not words.is_loopback(options.host):
        raise SourceError(f'tls = "none" would send the password to {options.host} readable by anybody: write "implicit" or "starttls"')
    with _translated(options):
        context = None if options.tls == "none" else _context(options.ca_file)
        client = Client(options.host, options.the_port, context if options.tls == "implicit" else None)
        if options.tls == "starttls":
            try:
                if not client.has_capability("STARTTLS"):
                    raise SourceError(f'{options.host} offers no STARTTLS; nothing was sent to it. Write tls = "implicit" (port 993) if it has that')
                client.starttls(context)
                if client.wire.rest():
                    raise SourceError("something came through TLS that nobody asked for; the connection is not trusted")
            except BaseException:
                client.drop()
                raise
    return client


def _context(ca_file: str) -> ssl.SSLContext:
    """TLS that verifies. It is shared: the authorities of a system take a megabyte and ten milliseconds a time."""
    bundle = ca_file or ssl.get_default_verify_paths().cafile or ""
    try:
        return _context_of(ca_file, os.stat(bundle).st_mtime_ns if bundle else 0)
    except OSError as error:
        raise SourceError(f"ca_file: {ca_file} cannot be read: {error.strerror or 'no certificate in it'}") from None


@lru_cache(maxsize=16)
def _context_of(ca_file: str, _changed: int) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or None)


def _sign_in(client: Client, options: ImapOptions) -> None:
    try:
        password, token = secret(options, "password"), _bare(secret(options, "token"))
    except ConfigError as error:
        raise AuthFailed("; ".join(error.problems)) from None
    if token is None and password is None:
        raise AuthFailed("no password_file, password_env or token_file is given")
    refused = ""
    try:
        _present(client, options.user, password or "", token)
    except IMAPClientError as error:
        refused = without(struck(str(error).removeprefix("b'").rstrip("'")), password or "", token or "")
    except UnicodeError:
        refused = "its user name has letters this server has no way to take"
    if refused:  # raised out here: the exception of the library, which may hold the secret, is not its context
        raise sign_in_refusal(refused, options.user)


def _present(client: Client, user: str, password: str, token: str | None) -> None:
    """Give the server what it asks for, in the best way it knows. LOGIN in quotes takes ASCII alone, and no line end."""
    if token is not None:
        mechanism = client.oauthbearer_login if client.has_capability("AUTH=OAUTHBEARER") else client.oauth2_login
        mechanism(user, token)
    elif client.has_capability("AUTH=PLAIN") and (client.has_capability("LOGINDISABLED") or not (user + password).isascii()):
        client.plain_login(user, password)
    elif password.isascii() and password.isprintable():
        client.login(user, password)
    else:
        client.login_by_literal(user, password)


def _bare(token: str | None) -> str | None:
    """The access token itself, where the file holds the answer it came in (RFC 6749 section 5.1)."""
    if token is None or not token.lstrip().startswith("{"):
        return token.strip() if token else token
    try:
        found = json.loads(token).get("access_token")
    except ValueError:
        found = None
    if not isinstance(found, str):
        raise ConfigError(["token_file: there is no access_token in the JSON it holds"])
    return found


@contextmanager
def _translated(options: ImapOptions) -> Iterator[None]:
    """Errors of sockets and of IMAPClient as ours."""
    problem: SourceError
    try:
        yield
        return
    except ConnectionLost as error:
        problem = SourceError(f"{options.host}:{options.the_port}: {error}")
    except OSError as error:
        problem = network_refusal(error, options.host, options.the_port)
    except ValueError:  # of a name that cannot be one, by socket and ssl; its own text may quote what was sent
        problem = SourceError(f"{options.host} is no name of a server; correct `host`")
    except IMAPClientError as error:
        problem = refusal(struck(str(error)), f"to talk ({options.host}:{options.the_port})")
    if isinstance(problem, FolderAbsent):
        problem = SourceError(str(problem))
    raise problem from None  # not even as context: what IMAPClient raises may hold what was sent
