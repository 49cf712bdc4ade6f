"""HTTP to one WebDAV server: one host, one sign-in, answers of limited size, and errors in our own words.

No request ever goes to another host than the configured one, whatever a redirect or an address in an answer says; the
password is sent nowhere else. http:// is for this machine only.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

import httpx2

from connectors.dav.xml import Multistatus, UnreadableAnswer, conditions, read_multistatus
from connectors.http import retry_after
from connectors.tls import trust, valid_until
from syncd.config.words import is_loopback
from syncd.errors import AuthFailed, Busy, Forbidden, SourceError

MOST_BYTES = 64 * 1024 * 1024  # of one answer
MOST_SECONDS = 300.0  # for one answer, however slowly it drips
MOST_WAIT = 86_400.0  # seconds a server may keep us waiting
_TIMEOUT = httpx2.Timeout(60.0, connect=15.0)
_LIMITS = httpx2.Limits(max_connections=4, keepalive_expiry=150.0)  # longer than the minute between passes
_REDIRECTS = frozenset({301, 302, 307, 308})
_PLAIN_PATH = re.compile(r"(?!//)(?:/(?!\.)[A-Za-z0-9@._~-]*)+")
_PORTS = {"http": 80, "https": 443}


class LostAnswer(SourceError):
    """The request may have been carried out or not: the answer did not come."""


class ServerFault(SourceError):
    """The server failed at this request (500)."""


class Unreadable(SourceError):
    """The answer came, and is no whole answer of WebDAV."""


class TooLarge(SourceError):
    """The answer is larger than we read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where to go and as whom. `ca_file`: the certificates to trust instead of the system's."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: headers in lower case; `path` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def etag(self) -> str:
        """The strong entity tag, '' where there is none: a weak one does not say that our bytes are kept as they are."""
        tag = self.headers.get("etag", "")
        return "" if tag.startswith("W/") else tag

    def unfulfilled(self) -> frozenset[str]:
        """The conditions the server names in a refusal."""
        return conditions(self.body)


class DavClient:
    """One signed-in connection to one server."""

    def __init__(self, account: Account, *, most_bytes: int = MOST_BYTES) -> None:
        parts = urlsplit(account.url)
        self._host, self._port = (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)
        if parts.scheme not in _PORTS or not self._host or (parts.scheme == "http" and not is_loopback(self._host)):
            raise SourceError(f"{account.url} cannot be used: write https://… (http:// only to this machine)")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.path = _normal(parts.path or "/")
        self._most = most_bytes
        self._user, self._password = account.user, account.password
        self.certificate_until: dt.datetime | None = None  # of the connection used last
        self._looked_at: object = None  # the connection whose certificate that is
        self._http = httpx2.Client(
            auth=httpx2.BasicAuth(account.user, account.password) if account.user else None,
            verify=trust(account.ca_file if parts.scheme == "https" else None),
            timeout=_TIMEOUT, limits=_LIMITS, follow_redirects=False, trust_env=parts.scheme == "https",
            headers={"Accept-Encoding": "identity", "User-Agent": "syncd"},
        )  # fmt: skip

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def path_of(self, href: str, at: str = "/") -> str:
        """An address in an answer from `at` as a path of this server, spelt one way. Raises SourceError for another host."""
        if _PLAIN_PATH.fullmatch(href):
            return href
        host, port, path = self._place(href, at)
        if host != self._host or (port or self._port) != self._port:  # behind a proxy servers often tell no port, or another scheme
            raise SourceError(f"{self.origin} points to {host}:{port or ''}; nothing is sent there. If that is right, write it as `url`")
        return _normal(path or "/")

    def _place(self, href: str, at: str) -> tuple[str, int, str]:
        """Host, port (0: none is named) and path of an address in an answer."""
        try:
            parts = urlsplit(urljoin(f"{self.origin}{at}", href))
            if parts.scheme in _PORTS:
                return (parts.hostname or "").lower(), parts.port or 0, parts.path
        except ValueError:
            pass
        raise SourceError(f"{self.origin} gave {href[:200]!r} where an address is due; it is asked again")

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """One request, redirects inside this server followed; `headers` with _ for -. Whatever its status, the answer."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            sent.setdefault("Content-Type", "application/xml; charset=utf-8")
        for _ in range(5):
            reply = self._send(method, path, body, sent)
            if reply.status == 401 and self._may_digest(reply):
                reply = self._send(method, path, body, sent)
            if reply.status not in _REDIRECTS:
                return reply
            path = self.path_of(reply.headers.get("location", path), path)
        raise SourceError(f"{self.origin}{path} redirects in a circle; correct `url`")

    def multistatus(self, method: str, path: str, body: bytes, depth: str = "0") -> tuple[Multistatus, str]:
        """Ask with PROPFIND or REPORT: the answers, and the path they came from. Raises for every other outcome."""
        reply = self.request(method, path, body, Depth=depth)
        return self.read(reply), reply.path

    def read(self, reply: Reply) -> Multistatus:
        """The answers in a reply. Raises SourceError for a refusal, and for what is no whole answer (F35)."""
        if reply.status != 207:
            raise self.refusal(reply)
        try:
            return read_multistatus(reply.body)
        except UnreadableAnswer as error:
            raise Unreadable(f"{self.origin}{reply.path} gave an answer that cannot be read ({error}); it is asked again") from error

    def refusal(self, reply: Reply) -> SourceError:
        """A status we cannot go on with, as an error that says what to do."""
        where = f"{self.origin}{reply.path}"
        match reply.status:
            case 401:
                return AuthFailed(f"{where} refuses user or password; correct `user` and the password (many providers want an app password)")
            case 403:
                return Forbidden(f"{where} may not be used with these credentials; correct `url`, or ask its owner to share it (for writing, where reminders are kept)")
            case 423 | 429 | 503:
                return Busy(f"{where} asks us to wait ({reply.status})", retry_after=retry_after(reply.headers.get("retry-after", ""), MOST_WAIT))
            case 404 | 410:
                return SourceError(f"there is nothing at {where}; correct `url`, or the calendar was removed")
            case 500:
                return ServerFault(f"{where} failed at it (500); it is asked again later, its own log says why")
            case 507:
                return SourceError(f"{where} has no room left; make room there")
            case 200 | 204:
                return SourceError(f"{where} answered {reply.status} where 207 is due; is it a sign-in page, or `url` no CalDAV or CardDAV address?")
        return SourceError(f"{where} answered {reply.status}; it is asked again later")

    def _may_digest(self, reply: Reply) -> bool:
        """Go over to Digest (RFC 7616) where the server wants nothing else; True when there is something new to try."""
        wanted = reply.headers.get("www-authenticate", "").lower()
        if "digest" not in wanted or "basic" in wanted or not isinstance(self._http.auth, httpx2.BasicAuth):
            return False
        self._http.auth = httpx2.DigestAuth(self._user, self._password)
        return True

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        url = f"{self.origin}{path}"
        try:
            with self._http.stream(method, url, content=body or None, headers=dict(headers)) as answer:
                self._look_at(answer.extensions["network_stream"].get_extra_info("ssl_object"))
                return Reply(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, self._body(answer, url), path)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            remedy = "; name the authority in `ca_file`" if _is_distrust(error) else "; is it running, and is `url` right?"
            raise SourceError(f"{self.origin} cannot be reached: {error}{remedy}") from error
        except (httpx2.RequestError, httpx2.InvalidURL, httpx2.StreamError) as error:
            # its text may quote what was answered, and an answer may throw back what was sent
            raise LostAnswer(f"{url} did not answer to the end ({type(error).__name__}); it is asked again") from None

    def _look_at(self, connection: object) -> None:
        """Remember the certificate of a connection, once for all its requests."""
        if connection is not self._looked_at:
            self._looked_at, self.certificate_until = connection, valid_until(connection)

    def _body(self, answer: httpx2.Response, url: str) -> bytes:
        """The body, no larger than allowed and within the time allowed."""
        parts: list[bytes] = []
        room, end = self._most, time.monotonic() + MOST_SECONDS
        for part in answer.iter_bytes():
            room -= len(part)
            if room < 0:
                raise TooLarge(f"the answer of {url} is larger than {self._most} bytes")
            if time.monotonic() > end:
                raise LostAnswer(f"{url} takes longer than {MOST_SECONDS:.0f} s to answer")
            parts.append(part)
        return b"".join(parts)


def _is_distrust(error: BaseException) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _normal(path: str) -> str:
    """A path spelt one way: only what must be is percent-encoded, no step leads up."""
    steps = [quote(unquote_to_bytes(step), safe="@:!$&'()*+,;=~-._") for step in path.split("/")]
    if ".." in steps or "." in steps:
        raise SourceError(f"{path!r} is no address of an entry")
    return "/".join(steps)
