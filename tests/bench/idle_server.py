"""An IMAP server for thousands of idle accounts, in a process of its own and one thread, so that its cost is not the daemon's.

Every name may sign in; each has an empty Sent and an INBOX. `deliver NAME` on standard input puts a mail into an INBOX and
tells who idles there; `?` writes a line: connections, how many of them idle, commands so far. The first line is the port.
"""

from __future__ import annotations

import re
import resource
import selectors
import socket
import sys
from collections.abc import Iterator

_CAPABILITIES = "IMAP4rev1 LITERAL+ IDLE UNSELECT ENABLE CONDSTORE SPECIAL-USE LIST-EXTENDED LIST-STATUS"
_MAIL = (
    "From: Customer <info@customer.example>\r\nTo: <{name}>\r\nSubject: Question {n}\r\nDate: Mon, 16 Nov 2026 10:00:00 +0200\r\n"
    "Message-ID: <{n}.{name}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGood morning, what would unit {n} cost?\r\n"
)


class Line:
    """One connection: what has come and is not a whole line yet, who signed in, what is open, the tag of an IDLE."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.data = b""
        self.name = ""
        self.folder = ""
        self.idle = ""

    def say(self, *lines: str) -> None:
        """Send lines; a client that does not read is of no use here."""
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())


class Server:
    """All accounts and connections."""

    def __init__(self) -> None:
        self.inboxes: dict[str, list[bytes]] = {}
        self.lines: set[Line] = set()
        self.commands = 0
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.ready = selectors.DefaultSelector()
        self.ready.register(self.listening, selectors.EVENT_READ)
        self.ready.register(sys.stdin.buffer.raw, selectors.EVENT_READ)

    def run(self) -> None:
        """Serve until standard input ends."""
        while True:
            for key, _ in self.ready.select():
                if key.fileobj is self.listening:
                    sock, _ = self.listening.accept()
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    line = Line(sock)
                    self.lines.add(line)
                    self.ready.register(sock, selectors.EVENT_READ, line)
                    line.say(f"* OK [CAPABILITY {_CAPABILITIES}] ready")
                elif isinstance(key.data, Line):
                    self._hear(key.data)
                elif not self._told(sys.stdin.buffer.raw.read(65536)):
                    return

    def _told(self, orders: bytes | None) -> bool:
        for order in (orders or b"").decode().splitlines():
            verb, _, name = order.partition(" ")
            if verb == "deliver":
                self._deliver(name)
            else:
                print(len(self.lines), sum(bool(line.idle) for line in self.lines), self.commands, flush=True)
        return bool(orders)

    def _deliver(self, name: str) -> None:
        mails = self.inboxes.setdefault(name, [])
        mails.append(_MAIL.format(name=name, n=len(mails) + 1).encode())
        for line in self.lines:
            if line.name == name and line.folder == "INBOX" and line.idle:
                line.say(f"* {len(mails)} EXISTS")

    def _hear(self, line: Line) -> None:
        try:
            data = line.sock.recv(65536)
        except OSError:
            data = b""
        line.data += data
        try:
            while b"\n" in line.data:
                raw, _, line.data = line.data.partition(b"\n")
                self._obey(line, raw.decode().rstrip("\r"))
        except (OSError, EOFError):
            data = b""
        if not data:
            self.ready.unregister(line.sock)
            self.lines.discard(line)
            line.sock.close()

    def _obey(self, line: Line, text: str) -> None:
        if line.idle:
            line.say(f"{line.idle} OK idled")
            line.idle = ""
            return
        self.commands += 1
        tag, _, command = text.partition(" ")
        verb, _, rest = command.partition(" ")
        if verb.upper() == "IDLE":
            line.idle = tag
            line.say("+ idling")
            return
        if verb.upper() == "UID":
            verb, _, rest = rest.partition(" ")
        line.say(*self._answer(line, verb.upper(), rest), f"{tag} OK done")
        if verb.upper() == "LOGOUT":
            raise EOFError

    def _answer(self, line: Line, verb: str, rest: str) -> Iterator[str]:
        mails = self.inboxes.get(line.name, []) if line.folder == "INBOX" else []
        match verb:
            case "CAPABILITY":
                yield f"* CAPABILITY {_CAPABILITIES}"
            case "LOGIN":
                line.name = rest.split()[0].strip('"')
            case "ENABLE":
                yield "* ENABLED CONDSTORE"
            case "LIST":
                yield '* LIST (\\HasNoChildren) "/" INBOX'
                yield '* LIST (\\HasNoChildren \\Sent) "/" Sent'
                if "STATUS" in rest:
                    yield from (self._status(line, name) for name in ("INBOX", "Sent"))
            case "STATUS":
                yield self._status(line, rest.split()[0].strip('"'))
            case "EXAMINE":
                line.folder = rest.split()[0].strip('"')
                count = len(self.inboxes.get(line.name, [])) if line.folder == "INBOX" else 0
                yield from ("* FLAGS ()", f"* {count} EXISTS", "* OK [UIDVALIDITY 7] so", f"* OK [UIDNEXT {count + 1}] so", f"* OK [HIGHESTMODSEQ {count + 1}] so")
            case "UNSELECT" | "CLOSE":
                line.folder = ""
            case "SEARCH":
                first = int(found[1]) if (found := re.match(r"UID (\d+):", rest)) else 1
                yield "* SEARCH" + "".join(f" {uid}" for uid in range(min(first, max(len(mails), 1)), len(mails) + 1))
            case "FETCH":
                for uid in _uids(rest.split()[0], len(mails)):
                    yield _fetched(uid, mails[uid - 1].decode(), whole="BODY" in rest)

    def _status(self, line: Line, name: str) -> str:
        count = len(self.inboxes.get(line.name, [])) if name == "INBOX" else 0
        return f'* STATUS "{name}" (MESSAGES {count} UIDNEXT {count + 1} UIDVALIDITY 7 HIGHESTMODSEQ {count + 1})'


def _uids(text: str, last: int) -> Iterator[int]:
    for part in text.split(","):
        first, _, end = part.partition(":")
        yield from range(int(first), min(last, last if end == "*" else int(end or first)) + 1)


def _fetched(uid: int, text: str, *, whole: bool) -> str:
    known = f'UID {uid} FLAGS () MODSEQ ({uid + 1}) INTERNALDATE "16-Nov-2026 10:00:00 +0200" RFC822.SIZE {len(text)}'
    return f"* {uid} FETCH ({known} BODY[] {{{len(text)}}}\r\n{text})" if whole else f"* {uid} FETCH ({known})"


def main() -> None:
    """Serve."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    server = Server()
    print(server.listening.getsockname()[1], flush=True)
    server.run()


if __name__ == "__main__":
    main()
