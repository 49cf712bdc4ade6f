"""A person's consent, asked for in their own browser and answered to an address of this machine (RFC 8252), with PKCE (RFC 7636).

Only what the browser brings back with the secret word of this very question (`state`) is taken. What was granted is
told, and judged by whoever asked; nothing is kept here.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
import socketserver
import threading
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from connectors.google.http import post, read_object
from connectors.google.token_file import TOKEN_URI, read_consent
from syncd.config.words import a_url
from syncd.errors import ConfigError, ReauthNeeded, SourceError, Unavailable

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

_FORM = {"content-type": "application/x-www-form-urlencoded"}
GOOGLE = "https://accounts.google.com/o/oauth2/auth"
_PAGE = """<!doctype html><meta charset="utf-8"><title>syncd</title>
<p>syncd has your answer. This window can be closed; the rest is told where the command was called.
<p lang="lt">syncd gavo Jūsų atsakymą. Šį langą galima užverti; visa kita parašyta ten, kur buvo paleista komanda.
<p lang="ru">syncd получил Ваш ответ. Это окно можно закрыть; остальное написано там, где была запущена команда.
"""


def read_client(file: Path) -> Mapping[str, str]:
    """The OAuth client in a file from Google's console. Raises ConfigError, saying which kind of client to make."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ConfigError([f"--client: {file} cannot be read: {problem.strerror}"]) from None
    except ValueError:
        content = None
    client = content.get("installed") if isinstance(content, dict) else None
    if not isinstance(client, dict):
        other = 'is that of a web application: create a client of the type "Desktop app"' if isinstance(content, dict) and "web" in content else ""
        raise ConfigError([f"--client: {file} {other or 'is no OAuth client: download the JSON of a client of the type “Desktop app”'}"])
    return client_with(client, f"--client: {file}")


def client_kept(token_file: Path) -> Mapping[str, str] | None:
    """The OAuth client of the consent in a token file; None where that cannot be told: none is kept, or it is not Google's own."""
    try:
        kept = read_consent(token_file)
    except (ReauthNeeded, ConfigError):
        return None  # what is wrong with that file ends with the new one
    if kept.token_uri != TOKEN_URI:
        return None  # where consent is asked for, only the client's own file tells
    told = {"client_id": kept.client_id, "client_secret": kept.client_secret, "token_uri": kept.token_uri, "auth_uri": GOOGLE}
    return client_with(told, f"token_file: {token_file}")


def client_with(given: Mapping[str, object], where: str) -> Mapping[str, str]:
    """An OAuth client as Google writes it, every part there and its addresses safe. Raises ConfigError."""
    client = {key: given.get(key) for key in ("client_id", "client_secret", "auth_uri", "token_uri")}
    lacking = [key for key, value in client.items() if not isinstance(value, str) or not value]
    if lacking:
        raise ConfigError([f"{where} lacks {', '.join(lacking)}: download it again"])
    texts = {key: str(value) for key, value in client.items()}
    unsafe = [f"{where}: {key}: {wrong}" for key in ("auth_uri", "token_uri") if (wrong := a_url(texts[key]))]
    if unsafe:
        raise ConfigError(unsafe)
    return texts


class Consent:
    """One question to one person. It listens for the answer on 127.0.0.1 from the beginning until it is closed."""

    def __init__(self, client: Mapping[str, str], scopes: Sequence[str], account: str, port: int = 0) -> None:
        """`port`: where to listen, 0 for any. Raises Unavailable where it is taken."""
        from oauthlib.oauth2 import WebApplicationClient

        self._client, self._scopes = client, tuple(scopes)
        self._protocol = WebApplicationClient(client["client_id"])
        self._verifier = self._protocol.create_code_verifier(96)
        try:
            self._listener = _Listener(("127.0.0.1", port), _Answer)
        except OSError as problem:
            raise Unavailable(f"127.0.0.1:{port} cannot be listened on: {problem.strerror}; give another --port") from None
        self.port = int(self._listener.server_port)
        self._back = f"http://127.0.0.1:{self.port}/"
        scheme, _, page = client["auth_uri"].partition("://")  # http to this machine at most: the library takes https alone
        self.url = scheme + self._protocol.prepare_request_uri(
            f"https://{page}", redirect_uri=self._back, scope=list(scopes), state=self._listener.state, login_hint=account,
            code_challenge=self._protocol.create_code_challenge(self._verifier, "S256"), code_challenge_method="S256",
            access_type="offline", prompt="consent",  # without both there is no refresh token the second time
        ).removeprefix("https")  # fmt: skip
        threading.Thread(target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def answer(self, seconds: float) -> str:
        """The address the browser came back with. Raises ReauthNeeded when nobody answered in that time."""
        if not self._listener.answered.wait(seconds):
            raise ReauthNeeded(f"nobody answered within {seconds / 60:.0f} minutes; call the command again")
        return self._listener.address

    def take(self, address: str) -> Credentials:
        """What was granted, for the address the browser was sent to (listened for, or pasted); its `scopes` are those granted.

        Raises ReauthNeeded where the answer is a refusal or none to this question, SourceError where no token is given.
        """
        from google.oauth2.credentials import Credentials
        from oauthlib.oauth2 import OAuth2Error

        token_uri = self._client["token_uri"]
        try:
            found = self._parts(address)
            form = self._protocol.prepare_request_body(
                code=found["code"], redirect_uri=self._back, code_verifier=self._verifier, client_secret=self._client["client_secret"]
            )
            answer = post(token_uri, form.encode(), _FORM)
            if answer.status >= 500 or answer.status == 429:
                raise SourceError(f"{urlsplit(token_uri).hostname} is not able to answer now (HTTP {answer.status}); call the command again")
            if read_object(answer.body) is None:
                raise ValueError
            token = self._protocol.parse_request_body_response(answer.body.decode("utf-8", "replace"))
        except OAuth2Error as problem:
            raise ReauthNeeded(_refusal(problem.error or "")) from None
        except ValueError:  # the library's for what it cannot read; its text may quote the answer
            raise SourceError(f"{urlsplit(token_uri).hostname} gave an answer that is none of Google's ({answer.status}): call the command again") from None
        ends = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=float(token.get("expires_in") or 0))
        return Credentials(  # type: ignore[no-untyped-call]
            token["access_token"], refresh_token=token.get("refresh_token"), id_token=token.get("id_token"), token_uri=token_uri,
            scopes=list(token.get("scope") or self._scopes), client_id=self._client["client_id"], client_secret=self._client["client_secret"],
            expiry=ends.replace(tzinfo=None),
        )  # fmt: skip

    def _parts(self, address: str) -> Mapping[str, str]:
        """What the browser was sent back with. The library takes https alone; this address never left the machine, or the person's hands."""
        from oauthlib.oauth2 import MissingCodeError

        try:
            found: Mapping[str, str] = self._protocol.parse_request_uri_response("https://" + address.strip().partition("://")[2], state=self._listener.state)
        except ValueError:  # what was pasted is no address
            raise MissingCodeError from None
        return found

    def close(self) -> None:
        """Listen no more."""
        self._listener.shutdown()
        self._listener.server_close()


def revoke(credentials: Credentials) -> None:
    """Give back what was granted, and with it all that this person granted to this OAuth client (RFC 7009)."""
    where = urljoin(credentials.token_uri, "revoke")
    answer = post(where, urlencode({"token": credentials.refresh_token or credentials.token}).encode(), _FORM)
    if answer.status != 200:
        raise SourceError(f"{urlsplit(where).hostname} did not take the consent back (HTTP {answer.status}): take it back at https://myaccount.google.com/connections")


def signed_in(credentials: Credentials) -> str:
    """The address in the id token, '' where there is none. It came from the token server itself, so that its signature says
    nothing more (OpenID Connect Core 3.1.3.7)."""
    middle = str(credentials.id_token or "").split(".")[1:2]
    try:
        claims = json.loads(base64.urlsafe_b64decode("".join(middle) + "=="))
    except ValueError:
        return ""
    return str(claims.get("email", "")) if isinstance(claims, dict) else ""


def _refusal(word: str) -> str:
    """What a person does about a refusal, by its name in RFC 6749."""
    if word == "access_denied":
        return "consent was refused in the browser: nothing is read of this account before it is given"
    if word in ("mismatching_state", "missing_code"):
        return "that is not the address this question was answered with: call the command again, and paste the whole last address"
    if word in ("invalid_client", "unauthorized_client", "deleted_client"):
        return "Google does not know the OAuth client (any more): create one of the type “Desktop app” and give its file with --client"
    if word in ("admin_policy_enforced", "org_internal"):
        return f"the domain does not let its people use this OAuth client ({word}): its administrator allows it under API controls"
    if word == "invalid_grant":
        return "the answer came too late or was used before: call the command again"
    return f"Google did not give consent ({word or 'no reason'}): call the command again"


class _Listener(ThreadingHTTPServer):
    """Takes the one answer that has the secret word of this question; a browser's idle connections keep nobody waiting."""

    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.state, self.address = secrets.token_urlsafe(24), ""
        self.answered = threading.Event()

    def server_bind(self) -> None:
        """Without asking a name server what 127.0.0.1 is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no fault of ours."""


class _Answer(BaseHTTPRequestHandler):
    """The browser coming back from Google."""

    server: _Listener
    timeout = 10.0

    def do_GET(self) -> None:
        """Take the address; anything else that asks this port is sent away."""
        parts = urlsplit(self.path)
        if parts.path != "/" or parse_qs(parts.query).get("state") != [self.server.state]:
            self.send_error(404)
            return
        page = _PAGE.encode()
        self.send_response(200)
        for name, value in (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page))), ("Connection", "close")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)
        self.server.address = f"http://127.0.0.1:{self.server.server_port}{self.path}"
        self.server.answered.set()

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses hold the code: they are written nowhere."""
