"""The bytes of an IMAP connection: lines and literals with a deadline, under imaplib's login and our own commands alike.

imaplib waits for ever on a server that sends one byte a second, and looks at every line with several patterns; here each
answer has a time to come in, which grows with what has come, and a body is taken as one piece. It knows no command.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import re
import socket
import ssl
import time
from typing import Any, cast

from imapclient import IMAPClient

from connectors.tls import valid_until
from syncd.errors import SourceError

CONNECT_SECONDS = 20.0
SILENCE_SECONDS = 30.0  # nothing at all came for so long: the connection is dead
ANSWER_SECONDS = 60.0  # to wait in all for one answer, and one second more for each _SLOWEST bytes of it
_SLOWEST = 2000
_CHUNK = 262_144
_LONGEST_LINE = 16_000_000  # a SEARCH of two million mails
_LITERAL = re.compile(rb"\{(\d{1,19})\+?\}\r?\n$")


class ConnectionLost(SourceError):
    """The connection broke, or the server no longer speaks IMAP on it; a new one may do.

    Attributes:
        begun: the line of the response that was cut off, or b"".
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.begun = b""


class TooSlow(ConnectionLost):
    """The answer came in so slowly that its time was up; a new connection would not help."""


class Wire:
    """Reads one socket. Only the time spent waiting counts, not what the caller does between two reads."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.largest = 64_000_000  # of one literal, in bytes
        self.begun = b""
        self._data = b""
        self._at = 0
        self._left = ANSWER_SECONDS

    def begin(self) -> None:
        """A new answer is awaited: its time begins."""
        self._left = ANSWER_SECONDS

    def rest(self) -> bool:
        """Whether something was received that nobody has read yet."""
        return self._at < len(self._data)

    def take_in(self) -> None:
        """What has come meanwhile, without waiting for more; TLS may hold bytes that no select() tells of.

        Raises ConnectionLost, also when the other end closed: such a socket is readable for ever.
        """
        self.sock.settimeout(0)
        try:
            while len(self._data) - self._at < _CHUNK:
                data = self.sock.recv(16_384)
                if not data:
                    raise ConnectionLost("the server closed the connection")
                self._data, self._at = self._data[self._at :] + data, 0
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except OSError as error:
            raise ConnectionLost(f"the connection broke: {error.strerror or error}") from None
        finally:
            self.sock.settimeout(SILENCE_SECONDS)

    def line_there(self) -> bytes | None:
        """The next line, if it has come to its end. b"": a literal follows it, and it stays for `response`."""
        end = self._data.find(b"\n", self._at) + 1
        if not end:
            return None
        line = self._data[self._at : end]
        if _LITERAL.search(line):
            return b""
        self._at = end
        return line

    def response(self) -> list[bytes]:
        """One response: its line, and for each literal in it the literal and the line that follows."""
        line = self.readline()
        if not line.endswith((b"}\r\n", b"}\n")):
            return [line]
        self.begun = line
        parts = [line]
        while found := _LITERAL.search(parts[-1]):
            parts.append(self.read(int(found[1])))
            parts.append(self.readline())
        self.begun = b""
        return parts

    def readline(self) -> bytes:
        """A line with its end."""
        end = self._data.find(b"\n", self._at) + 1
        if not end:
            pieces = [self._data[self._at :]]
            total = len(pieces[0])
            while not end:
                self._data, self._at = self._receive(), 0
                end = self._data.find(b"\n") + 1
                pieces.append(self._data[:end] if end else self._data)
                total += len(pieces[-1])
                if total > _LONGEST_LINE:
                    raise ConnectionLost("the server sends a line without end; look at the server's log")
            self._at = end
            return b"".join(pieces)
        line = self._data[self._at : end]
        self._at = end
        return line

    def read(self, size: int) -> bytes:
        """So many bytes."""
        if size > self.largest:
            raise ConnectionLost(f"the server announces {size} bytes in one piece, more than it was asked for")
        end = self._at + size
        if end <= len(self._data):
            piece = self._data[self._at : end]
            self._at = end
            return piece
        pieces = [self._data[self._at :]]
        missing = size - len(pieces[0])
        while missing > 0:
            self._data, self._at = self._receive(), 0
            pieces.append(self._data[:missing])
            self._at = len(pieces[-1])
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def _receive(self) -> bytes:
        patience = min(SILENCE_SECONDS, self._left)
        if patience <= 0:
            raise TooSlow("the server answers too slowly; try again later")
        self.sock.settimeout(patience)
        began = time.monotonic()
        try:
            data = self.sock.recv(_CHUNK)
        except TimeoutError:
            if patience < SILENCE_SECONDS:
                raise TooSlow("the server answers too slowly; try again later") from None
            raise ConnectionLost(f"the server sent nothing for {patience:.0f} seconds; try again later") from None
        except OSError as error:
            raise ConnectionLost(f"the connection broke: {error.strerror or error}") from None
        if not data:
            raise ConnectionLost("the server closed the connection")
        self._left -= time.monotonic() - began - len(data) / _SLOWEST
        return data


class _Reading(imaplib.IMAP4):
    """imaplib with our reader under it. After STARTTLS the socket is another one, and so is the reader."""

    _wire: Wire | None = None

    @property
    def wire(self) -> Wire:
        """The reader of the present socket. Raises SourceError where plain text came ahead of TLS (an injection)."""
        if self._wire is None or self._wire.sock is not self.sock:
            if self._wire is not None and self._wire.rest():
                raise SourceError("somebody put plain text into the beginning of TLS: the network between here and the server is not safe")
            self._wire = Wire(self.sock)
        return self._wire

    def read(self, size: int) -> bytes:
        return self.wire.read(size)

    def readline(self) -> bytes:
        return self.wire.readline()


class _Plain(_Reading):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)


class _Tls(_Reading):
    def __init__(self, host: str, port: int, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(host, port, timeout=CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        sock = socket.create_connection((self.host, self.port), timeout)
        try:
            return self._context.wrap_socket(sock, server_hostname=self.host)
        except OSError:
            sock.close()
            raise


class Client(IMAPClient):  # type: ignore[misc]  # published without types
    """IMAPClient over our reader, and without its log of every line."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, ssl=context is not None, ssl_context=context, timeout=SILENCE_SECONDS)
        self._imap.debug = 0
        # commands sent behind one another must not wait for the acknowledgement of the first
        self._imap.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._imap.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # a kept connection crosses routers that forget

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Tls(self.host, self.port, self.ssl_context) if self.ssl_context else _Plain(self.host, self.port)

    def login_by_literal(self, user: str, password: str) -> None:
        """LOGIN with a password that is not ASCII (UTF-8, RFC 9051 section 6.2.3). Raises IMAPClientError."""
        self._imap.literal = password.encode()
        status, data = self._imap._simple_command("LOGIN", self._imap._quote(user))
        self._checkok("login", status, data)
        self._imap.state = "AUTH"

    @property
    def wire(self) -> Wire:
        """What reads this connection."""
        return cast(Wire, self._imap.wire)

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the server's certificate ends; None without TLS."""
        return valid_until(self._imap.sock)

    def send(self, data: bytes) -> None:
        """Bytes of a command of our own. Raises ConnectionLost."""
        try:
            self._imap.send(data)
        except OSError as error:
            raise ConnectionLost(f"the connection broke: {error.strerror or error}") from None

    def drop(self) -> None:
        """Close without a word; never fails."""
        imap: Any = self._imap
        with contextlib.suppress(OSError):
            imap.shutdown()
