"""Several calls in one request: multipart/mixed of application/http, as developers.google.com/workspace/gmail/api/guides/batch says.

The client library's own BatchHttpRequest reads an answer by the parser for mail, which costs several times what the calls
themselves do, goes to Google whatever `endpoint` says, and asks again by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from connectors.google.http import Answer, Outgoing

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_ID = re.compile(rb"^content-id:[ \t]*<?response-(\d+)>?", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_OF_THE_WHOLE = frozenset({"accept-encoding", "user-agent", "x-goog-api-client"})
_OURS = "batch_of_calls"  # no call has it: what is sent is JSON without line breaks


def written(uri: str, calls: Sequence[Outgoing]) -> Outgoing:
    """The request that carries these calls, numbered from 0."""
    lines: list[bytes] = []
    for number, call in enumerate(calls):
        parts = urlsplit(call.uri)
        inner = {name: value for name, value in call.headers.items() if name.lower() not in _OF_THE_WHOLE}
        if call.body:
            inner["content-length"] = str(len(call.body))
        head = [f"--{_OURS}", "Content-Type: application/http", f"Content-ID: <{number}>", "", f"{call.method} {parts.path}?{parts.query} HTTP/1.1"]
        lines += ["\r\n".join([*head, *(f"{name}: {value}" for name, value in inner.items()), ""]).encode(), call.body]
    lines.append(f"--{_OURS}--\r\n".encode())
    return Outgoing("POST", uri, {"content-type": f'multipart/mixed; boundary="{_OURS}"'}, b"\r\n".join(lines))


def read(content_type: str, body: bytes) -> dict[int, Answer]:
    """The answers by number; a call whose answer is not there whole is left out."""
    found = _BOUNDARY.search(content_type)
    if not found or not content_type.lower().startswith("multipart/"):
        return {}
    mark = b"--" + found[1].encode()
    pieces = body.split(mark)
    if not pieces[-1].startswith(b"--"):  # cut off: the last one may be half of it
        pieces.pop()
    parts: dict[int, Answer] = {}
    for piece in pieces[1:]:
        if (of := _ID.search(piece)) and (part := _part(piece)):
            parts[int(of[1])] = part
    return parts


def _part(piece: bytes) -> Answer | None:
    """One piece: headers of its own, then an HTTP answer."""
    outer = _BLANK.search(piece)
    inner = _BLANK.search(piece, outer.end()) if outer else None
    status = _STATUS.match(piece, outer.end()) if outer else None
    if not outer or not status:
        return None
    head, body = (piece[outer.end() : inner.start()], piece[inner.end() :]) if inner else (piece[outer.end() :], b"")
    named = (line.partition(":") for line in head.decode("latin-1").splitlines()[1:])
    return Answer(int(status[1]), {name.strip().lower(): value.strip() for name, _, value in named}, body.removesuffix(b"\n").removesuffix(b"\r"))
