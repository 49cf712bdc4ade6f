"""An IMAP server on loopback whose mailbox a test fills and whose misbehaviour a test chooses (`Faults`).

It knows what a reader needs (RFC 9051, 7162, 6154, 5819) and nothing that writes: such a command is refused and kept in
`forbidden`. Everything is in memory; every connection has its thread.
"""

from __future__ import annotations

import base64
import contextlib
import re
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tests.fakes.imap_mailbox import ALL, Faults, Folder, Mail


class HasFileno(Protocol):
    """What can be waited on."""

    def fileno(self) -> int: ...


def readable(connection: HasFileno, seconds: float) -> bool:
    """Whether something comes within that time; select() would refuse a socket whose number is above 1,023."""
    asked = select.poll()
    asked.register(connection, select.POLLIN)
    return bool(asked.poll(seconds * 1000))


class Closed(Exception):
    """The server ends this connection."""


class ImapServer:
    """A server with one user, `anna`, password `secret`, token `token`."""

    def __init__(self, capabilities: frozenset[str] = ALL, certificate: tuple[Path, Path] | None = None, *, implicit: bool = False) -> None:
        self.capabilities = capabilities
        self.password = "secret"
        self.folders = {"INBOX": Folder("INBOX", "\\HasNoChildren")}
        self.faults = Faults()
        self.commands: list[str] = []
        self.forbidden: list[str] = []
        self.turns = 0  # times the client sent something and waited for the answer
        self.connections = 0
        self.most_at_once = 0
        self.open_now = 0
        self.idling = 0  # connections that wait in IDLE
        self.tls: ssl.SSLContext | None = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)
        self.implicit = implicit
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def folder(self, name: str, attributes: str = "") -> Folder:
        """A further folder."""
        return self.folders.setdefault(name, Folder(name, attributes))

    @property
    def inbox(self) -> Folder:
        return self.folders["INBOX"]

    def count(self, verb: str) -> int:
        """How many such commands came."""
        return sum(line.upper().startswith(verb) for line in self.commands)

    def reset(self) -> None:
        """Count from here."""
        self.commands.clear()
        self.turns = 0

    def drop_all(self) -> None:
        """Every connection breaks."""
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """No more."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept
        self._listening.close()
        self.drop_all()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        self.connections += 1
        self.open_now += 1
        self.most_at_once = max(self.most_at_once, self.open_now)
        try:
            if self.implicit and self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            _Talk(self, sock).run()
        except (Closed, OSError):
            pass
        finally:
            self.open_now -= 1
            sock.close()


class _Talk:
    """One connection."""

    def __init__(self, server: ImapServer, sock: socket.socket) -> None:
        self.server, self.sock = server, sock
        self.faults = server.faults
        self.buffer = b""
        self.selected: Folder | None = None
        self.qresync = self.condstore = False
        self.held = ""

    def run(self) -> None:
        if self.server.open_now > self.faults.most_connections:
            self.say("* BYE [LIMIT] Too many simultaneous connections")
            return
        self.say(self.faults.greeting)
        while True:
            tag, _, command = self.line().partition(" ")
            self.command(tag, command)

    def line(self) -> str:
        if b"\n" not in self.buffer:
            self.server.turns += 1
            if self.held and not readable(self.sock, 0.02):
                self.let_go()
        while b"\n" not in self.buffer:
            self.receive()
        raw, _, self.buffer = self.buffer.partition(b"\n")
        line = raw.decode("utf-8", "surrogateescape").rstrip("\r")
        literal = re.search(r"\{(\d+)\}$", line)
        if not literal:
            return line
        self.say("+ go on")
        while len(self.buffer) < int(literal[1]):
            self.receive()
        value, self.buffer = self.buffer[: int(literal[1])], self.buffer[int(literal[1]) :]
        return line[: literal.start()] + '"' + _escaped(value.decode()) + '"' + self.line()

    def receive(self) -> None:
        data = self.sock.recv(65536)
        if not data:
            raise Closed
        self.buffer += data

    def say(self, text: str) -> None:
        self.send(text.encode("utf-8", "surrogateescape") + b"\r\n")

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def command(self, tag: str, command: str) -> None:
        verb = re.match(r"(?:UID )?\w+", command.upper())
        name = verb[0] if verb else ""
        self.server.commands.append(command)
        self.faults.before(name, command)
        if name in self.faults.mute:
            return
        refused = self.faults.refuse.get(name) or next((v for k, v in self.faults.refuse.items() if " " in k and command.upper().startswith(k.upper())), "")
        if refused:
            self.say(refused if refused.startswith("*") else f"{tag} {refused}")
            if refused.startswith("* BYE"):
                raise Closed
            return
        do = getattr(self, "do_" + name.lower().replace(" ", "_"), None)
        if do is None:
            self.server.forbidden.append(command)
            self.say(f"{tag} BAD this server is only read")
            return
        end = f"{tag} {do(command[len(name) :].strip(), tag)}"
        if self.faults.shuffled and name == "UID FETCH" and not self.held:
            self.held = end
            return
        self.say(end)
        self.let_go()

    def let_go(self) -> None:
        """Send the end of a command that was held back."""
        if self.held:
            held, self.held = self.held, ""
            self.say(held)

    # ── signing in ──

    def do_capability(self, rest: str, tag: str) -> str:
        self.say("* CAPABILITY " + " ".join(sorted(self.server.capabilities)))
        return "OK done"

    def do_login(self, rest: str, tag: str) -> str:
        words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', rest, flags=re.DOTALL)
        user, password = (re.sub(r"\\(.)", r"\1", a, flags=re.DOTALL) or b for a, b in words[:2])
        good = (user, password) == ("anna", self.server.password)
        return "OK welcome" if good else f"NO [AUTHENTICATIONFAILED] {user} with {password} is nobody here"

    def do_authenticate(self, rest: str, tag: str) -> str:
        self.say("+ ")
        said = base64.b64decode(self.line()).decode()
        if said in (f"\0anna\0{self.server.password}", "user=anna\1auth=Bearer token\1\1") or (said.startswith("n,a=anna") and "auth=Bearer token\1" in said):
            return "OK welcome"
        return f"NO [AUTHENTICATIONFAILED] refused: {said!r}"

    def do_starttls(self, rest: str, tag: str) -> str:
        assert self.server.tls
        self.send(f"{tag} OK begin\r\n".encode() + self.faults.inject)
        self.sock = self.server.tls.wrap_socket(self.sock, server_side=True)
        while True:  # this command's own answer was given before TLS
            tag, _, command = self.line().partition(" ")
            self.command(tag, command)

    def do_enable(self, rest: str, tag: str) -> str:
        assert self.selected is None, "ENABLE comes before EXAMINE"
        self.qresync = "QRESYNC" in rest.upper()
        self.condstore = True
        self.say("* ENABLED " + rest)
        return "OK done"

    def do_namespace(self, rest: str, tag: str) -> str:
        self.say('* NAMESPACE (("" "/")) (("Kiti/" "/")) (("#viešai/" "/")("Bendri" "/"))')
        return "OK done"

    def do_logout(self, rest: str, tag: str) -> str:
        self.say("* BYE bye")
        raise Closed

    def do_noop(self, rest: str, tag: str) -> str:
        return "OK done"

    def do_idle(self, rest: str, tag: str) -> str:
        """Tell of mails that come and go until the client says DONE (RFC 2177)."""
        folder = self.selected
        told = (folder.modseq, len(folder.mails)) if folder else None
        self.send("".join(f"{line}\r\n" for line in ("+ idling", *self.faults.with_idling)).encode())
        self.server.idling += 1
        try:
            while b"\n" not in self.buffer:
                if readable(self.sock, 0.01):
                    self.receive()
                now = (folder.modseq, len(folder.mails)) if folder else None
                if now != told and folder and not self.faults.deaf:
                    self.say(f"* {len(folder.mails)} EXISTS" if told and len(folder.mails) > told[1] else "* 1 FETCH (FLAGS ())")
                told = now
        finally:
            self.server.idling -= 1
        _, _, self.buffer = self.buffer.partition(b"\n")
        while self.faults.deaf:
            self.receive()
        return "OK left"

    # ── folders ──

    def do_list(self, rest: str, tag: str) -> str:
        for folder in list(self.server.folders.values()):
            self.say(f'* LIST ({folder.attributes}) "/" "{_escaped(folder.name)}"')
            if "STATUS" in rest and "\\Noselect" not in folder.attributes:
                self._say_status(folder, rest)
        return "OK done"

    def do_status(self, rest: str, tag: str) -> str:
        folder = self._named(rest)
        if folder is None or "STATUS" in self.faults.omit:
            return "NO [SERVERBUG] no status"
        self._say_status(folder, rest)
        return "OK done"

    def _say_status(self, folder: Folder, asked: str) -> None:
        values = {"MESSAGES": len(folder.mails), "UIDNEXT": folder.uidnext, "UIDVALIDITY": folder.validity, "HIGHESTMODSEQ": folder.modseq}
        told = [f"{k} {v}" for k, v in values.items() if k in asked and k not in self.faults.omit]
        self.say(f'* STATUS "{_escaped(folder.name)}" ({" ".join(told)})')

    def do_unselect(self, rest: str, tag: str) -> str:
        self.selected = None
        return "OK done"

    def do_examine(self, rest: str, tag: str) -> str:
        folder = self._named(rest)
        if folder is None or "\\Noselect" in folder.attributes:
            return "NO [NONEXISTENT] Mailbox does not exist"
        self.selected = folder
        self.say("* FLAGS (\\Seen)")
        if "MESSAGES" not in self.faults.omit:
            self.say(f"* {len(folder.mails)} EXISTS")
        told = {"UIDVALIDITY": folder.validity, "UIDNEXT": folder.uidnext}
        if self.condstore or "CONDSTORE" in rest:
            told["HIGHESTMODSEQ"] = folder.modseq
        for name, value in told.items():
            if name not in self.faults.omit:
                self.say(f"* OK [{name} {value}] so it is")
        resync = re.search(r"\(QRESYNC \((\d+) (\d+)", rest)
        if resync:
            assert self.qresync, "QRESYNC without ENABLE"
            if int(resync[1]) == folder.validity:
                self._say_changed(folder, int(resync[2]))
        return "OK [READ-ONLY] open"

    def _say_changed(self, folder: Folder, since: int) -> None:
        gone = sorted(uid for uid, at in folder.vanished.items() if at > since)
        if gone:
            self.say(f"* VANISHED (EARLIER) {','.join(map(str, gone))}")
        for number, mail in enumerate(folder.mails, 1):
            if mail.modseq > since:
                self.say(f"* {number} FETCH (UID {mail.uid} FLAGS ({' '.join(sorted(mail.flags))}) MODSEQ ({mail.modseq}))")

    def _named(self, rest: str) -> Folder | None:
        found = re.match(r'"((?:[^"\\]|\\.)*)"', rest)
        name = re.sub(r"\\(.)", r"\1", found[1]) if found else ""
        return self.server.folders.get(name)

    # ── mails ──

    def do_uid_search(self, rest: str, tag: str) -> str:
        assert self.selected is not None
        uids = [mail.uid for mail in self.selected.mails]
        if rest != "ALL":
            uids = [mail.uid for mail in self._those(rest.removeprefix("UID "))]
        self.say("* SEARCH" + "".join(f" {uid}" for uid in uids))
        return "OK done"

    def _those(self, text: str) -> list[Mail]:
        assert self.selected is not None
        last = max((mail.uid for mail in self.selected.mails), default=0)
        chosen: dict[int, Mail] = {}
        for part in text.split(","):
            a, _, b = part.partition(":")
            low, high = sorted((int(a), last if b == "*" else int(b or a)))
            chosen.update({mail.uid: mail for mail in self.selected.mails if low <= mail.uid <= high})
        return [chosen[uid] for uid in sorted(chosen)]

    def do_uid_fetch(self, rest: str, tag: str) -> str:
        assert self.selected is not None
        text, _, items = rest.partition(" ")
        since = re.search(r"CHANGEDSINCE (\d+)", items)
        for mail in self._those(text):
            if mail.uid in self.faults.hidden_on_fetch and "BODY" in items:
                self.selected.expunge(mail.uid)
            elif (mail.uid in self.faults.withheld and "BODY" in items) or (since and mail.modseq <= int(since[1])):
                continue
            else:
                self._give(mail, items)
        for line in self.faults.chatter:
            self.say(line)
        return "OK done"

    def _give(self, mail: Mail, items: str) -> None:
        assert self.selected is not None
        number = self.selected.mails.index(mail) + 1
        told = [f"UID {mail.uid}"]
        if "FLAGS" in items and "FLAGS" not in self.faults.omit:
            told.append(f"FLAGS ({' '.join(sorted(mail.flags))})")
        if "INTERNALDATE" in items:
            told.append(f"INTERNALDATE {mail.date}")
        if "RFC822.SIZE" in items:
            told.append(f"RFC822.SIZE {len(mail.raw)}")
        head = f"* {number} FETCH ({' '.join(told)}".encode()
        for name, value in _parts(mail.raw, items):
            announced = len(value) + self.faults.length_lie.get(mail.uid, 0)
            head += b" " + name + b" {%d}\r\n" % announced
            if mail.uid in self.faults.cut and self.faults.cut_times > 0:
                self.faults.cut_times -= 1
                self.send(head + value[: self.faults.cut[mail.uid]])
                raise Closed
            self.send(head)
            self._send_slowly(value) if self.faults.drip else self.send(value)
            head = b""
        self.send(head + b")\r\n")

    def _send_slowly(self, value: bytes) -> None:
        for at in range(len(value)):
            self.send(value[at : at + 1])
            time.sleep(self.faults.drip)


def _parts(raw: bytes, items: str) -> Iterator[tuple[bytes, bytes]]:
    header, blank, text = raw.partition(b"\r\n\r\n")
    partial = re.search(r"BODY\.PEEK\[TEXT\]<0\.(\d+)>", items)
    if "BODY.PEEK[]" in items:
        yield b"BODY[]", raw
    if "BODY.PEEK[HEADER]" in items:
        yield b"BODY[HEADER]", header + blank
    if partial:
        yield b"BODY[TEXT]<0>", text[: int(partial[1])]
    assert "BODY[" not in items, "BODY[ without PEEK marks mails as read"


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
