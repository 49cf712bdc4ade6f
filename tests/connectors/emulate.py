"""A Gmail of somebody else's making: emulate 0.12.2 (npm, Apache-2.0), and what stands before it where it says nothing.

It signs people in, keeps mail, labels and history; it has no getProfile, takes no batches, reads "-in:sent" in a search
as words of the text, and counts changes beyond the 64 bits that Gmail promises. `Gateway` takes batches apart, says the
profile from what emulate tells elsewhere, writes "-label:" for "-in:", which emulate knows, and counts from another
beginning; every request is judged by Google's documents on its way.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.google import Google
from tests.fakes.google.calls import Asked
from tests.fakes.google.discovery import Method, discovery
from tests.fakes.google.faults import Answer
from tests.fakes.google.server import Front
from tests.fakes.wire import serve

FOLDER = Path(sys.prefix) / "peers" / "emulate" / "node_modules"
NODE, PROGRAM = FOLDER / "node" / "bin" / "node", FOLDER / "emulate" / "dist" / "index.js"
CLIENT = {"client_id": "1047-syncd.apps.googleusercontent.com", "client_secret": "GOCSPX-emulated"}
_CHANGE = re.compile(rb'"(historyId|id)":"(\d{20,})"')
_SINCE = re.compile(r"startHistoryId=(\d+)")
_INPUT = re.compile(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"')


@dataclass(frozen=True)
class Emulate:
    """A running one."""

    url: str
    port: int
    """Where a consent may be answered to."""

    @property
    def client(self) -> Mapping[str, str]:
        """The OAuth client, as its file would say it."""
        return {**CLIENT, "auth_uri": f"{self.url}/o/oauth2/v2/auth", "token_uri": f"{self.url}/oauth2/token"}

    def consent(self, page: str, account: str) -> None:
        """A person opens the page and presses the button with their name; the browser goes back to who asked."""
        with urllib.request.urlopen(page, timeout=10) as answer:
            shown = answer.read().decode()
        button = next(form for form in shown.split("<form")[1:] if f'value="{account}"' in form)
        fields = {name: value.replace("&amp;", "&") for name, value in _INPUT.findall(button.partition("</form>")[0])}
        with urllib.request.urlopen(f"{self.url}/o/oauth2/v2/auth/callback", urllib.parse.urlencode(fields).encode(), timeout=10) as answer:
            answer.read()

    def import_(self, account: str, raw: bytes, *labels: str) -> str:
        """Put a message into a mailbox; its id."""
        said = self.ask(account, "POST", "messages/import", {"raw": urlsafe_b64encode(raw).decode(), "labelIds": list(labels)})
        return str(said["id"])

    def ask(self, account: str, verb: str, path: str, body: object = None) -> dict[str, Any]:
        """One request for a mailbox, with a token that was there from the beginning."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer of-{account}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/gmail/v1/users/me/{path}", data, headers, method=verb)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"{}")  # type: ignore[no-any-return]


class Gateway(Front):
    """Google's front, with emulate behind it instead of the fake's own services."""

    def __init__(self, world: Google, behind: str) -> None:
        super().__init__(world)
        self.behind = urllib.parse.urlsplit(behind).netloc
        self.beginning = int(time.time() - 3600) * 10**11  # emulate's numbers are milliseconds and eight digits

    def _called(self, asked: Asked, method: Method, address: Mapping[str, str]) -> Answer:
        params, standard, problems = discovery().parameters(method, address, asked.query)
        problems += self._wrong(asked, method, standard)
        if problems:
            return self._violated(asked, "; ".join(problems))
        asked.params = params
        if method.id == "gmail.users.getProfile":
            return self._profile(asked)
        query = asked.query.replace("-in%3A", "-label%3A").replace("-in:", "-label:")
        return self._behind(asked, asked.path + (f"?{query}" if query else ""))

    def _profile(self, asked: Asked) -> Answer:
        who = self._behind(asked, "/oauth2/v2/userinfo")
        if who.status != 200:
            return who
        changes = json.loads(self._behind(asked, "/gmail/v1/users/me/history?startHistoryId=1&maxResults=1").body)
        said = {"emailAddress": json.loads(who.body)["email"], "historyId": changes["historyId"]}
        return Answer(200, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def _behind(self, asked: Asked, target: str) -> Answer:
        target = _SINCE.sub(lambda since: f"startHistoryId={int(since[1]) + self.beginning}", target)
        link = http.client.HTTPConnection(self.behind, timeout=10)
        with contextlib.closing(link):
            link.request(asked.verb, target, asked.body or None, {"Authorization": asked.headers.get("authorization", "")})
            answer = link.getresponse()
            body = _CHANGE.sub(lambda change: b'"%b":"%d"' % (change[1], int(change[2]) - self.beginning), answer.read())
            return Answer(answer.status, body, {"Content-Type": answer.getheader("Content-Type", "")})


@contextlib.contextmanager
def emulate(folder: Path, accounts: Sequence[str]) -> Iterator[Emulate]:
    """Started with these people, on ports the system chose."""
    port, back = _free(), _free()
    seed = {
        "tokens": {f"of-{account}": {"login": account, "scopes": ["https://mail.google.com/"]} for account in accounts},
        "google": {
            "users": [{"email": email, "name": email.partition("@")[0]} for email in accounts],
            "oauth_clients": [{**CLIENT, "name": "syncd", "redirect_uris": [f"http://127.0.0.1:{back}/"]}],
        },
    }
    (folder / "seed.yaml").write_text(json.dumps(seed))  # JSON is YAML
    with (folder / "emulate.log").open("wb") as log:
        arguments = [str(NODE), str(PROGRAM), "start", "-p", str(port), "-s", "google", "--seed", str(folder / "seed.yaml")]
        process = subprocess.Popen(arguments, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=folder)
    try:
        running = Emulate(f"http://127.0.0.1:{port}", back)
        _wait(running, accounts[0], process, folder / "emulate.log")
        yield running
    finally:
        process.terminate()
        process.wait(10)


def _wait(running: Emulate, account: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            running.ask(account, "GET", "labels")
            return
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)


@contextlib.contextmanager
def gateway(world: Google, behind: Emulate) -> Iterator[str]:
    """The address of a gateway; what is asked there is in `world.log`, what is wrong with it in `world.violations`."""
    server = serve(Gateway(world, behind.url))
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.end()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
