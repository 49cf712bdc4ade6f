"""What changed in one collection, and the items themselves: the requests that harvest and reminders share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from connectors.dav.client import ServerFault, TooLarge, Unreadable
from connectors.dav.discovery import Session
from connectors.dav.xml import DAV, Answer, multiget, propfind, sync_collection
from syncd.errors import CursorExpired, Forbidden, SourceError

ETAG = DAV + "getetag"
_MOST_ROUNDS = 1000  # of one listing that the server gives in parts
_MOST_SPOILT = 5  # items of one batch that cannot be read before the server as a whole is held to be ill
_GONE = frozenset({404, 410})


class NoSync(SourceError):
    """The server cannot tell changes by token."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed since a token: paths with their entity tags, paths that are gone, and the token of now."""

    changed: dict[str, str]
    gone: frozenset[str]
    token: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `text` is None where it cannot be read, with the reason; `vanished`: the server says it is not there."""

    path: str
    etag: str = ""
    text: str | None = None
    reason: str = ""
    vanished: bool = False


def changes_since(session: Session, path: str, token: str) -> Delta:
    """What changed in a collection since a token ('': everything there is), by RFC 6578.

    Raises CursorExpired where the server has forgotten the token, NoSync where it knows no tokens.
    """
    changed: dict[str, str] = {}
    gone: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        answers, at, now = _report(session, path, token)
        partial = False
        for answer in answers:
            one = session.client.path_of(answer.href, at)
            if one.rstrip("/") == path.rstrip("/"):
                partial = partial or answer.status == 507  # RFC 6578 section 3.6: there is more
            elif answer.status in _GONE:
                changed.pop(one, None)
                gone.add(one)
            elif not one.endswith("/"):
                gone.discard(one)
                changed[one] = answer.text(ETAG)
        if not partial or now == token:
            return Delta(changed, frozenset(gone), now)
        token = now
    raise SourceError(f"{session.client.origin}{path} lists without end; tell its maker")


def _report(session: Session, path: str, token: str) -> tuple[tuple[Answer, ...], str, str]:
    reply = session.client.request("REPORT", path, sync_collection(token, (ETAG,)), Depth="0")
    if reply.status in (403, 409, 412) and token and "valid-sync-token" in reply.unfulfilled():
        raise CursorExpired(f"{session.client.origin}{path} no longer knows our place; everything is listed again")
    if reply.status in (400, 405, 415, 422, 501) or (reply.status == 403 and "supported-report" in reply.unfulfilled()):
        raise NoSync(f"{session.client.origin}{path} cannot tell changes by token")
    status = session.client.read(reply)
    if not status.token:
        raise NoSync(f"{session.client.origin}{path} gives no token")
    return status.answers, reply.path, status.token


def listing(session: Session, path: str) -> dict[str, str]:
    """Every item of a collection with its entity tag, for servers without tokens."""
    status, at = session.client.multistatus("PROPFIND", path, propfind((ETAG, DAV + "resourcetype")), "1")
    if not any(session.client.path_of(answer.href, at).rstrip("/") == path.rstrip("/") for answer in status.answers):
        raise SourceError(f"{session.client.origin}{path} left itself out of its own listing; it is asked again")
    found = {}
    for answer in status.answers:
        one = session.client.path_of(answer.href, at)
        if answer.status == 200 and answer.text(ETAG) and not one.endswith("/") and not answer.holds(DAV + "resourcetype", DAV + "collection"):
            found[one] = answer.text(ETAG)
    return found


def read_items(session: Session, collection: str, paths: Sequence[str]) -> Iterator[Item]:
    """Items by path, in that order, one for each. One request; more where the answer is too large, or where one item
    spoils it for the others: by what no XML can hold (control characters), or by a fault in the server."""
    return _by_halves(session, collection, paths, Counter())


def _by_halves(session: Session, collection: str, paths: Sequence[str], so_far: Counter[bool]) -> Iterator[Item]:
    """`so_far` counts the items that could be read and those that could not: where none can, it is the server."""
    if not paths:
        return
    try:
        answers = _multiget(session, collection, paths)
    except (TooLarge, Unreadable, ServerFault):
        if len(paths) == 1:
            item = read_single(session, paths[0])
            so_far[item.text is not None or item.vanished] += 1
            if so_far[False] > _MOST_SPOILT and not so_far[True]:
                raise
            yield item
            return
        half = len(paths) // 2
        yield from _by_halves(session, collection, paths[:half], so_far)
        yield from _by_halves(session, collection, paths[half:], so_far)
        return
    so_far[True] += len(paths)
    for path in paths:
        answer = answers.get(path)
        yield read_single(session, path) if answer is None else _item(session, path, answer)


def read_single(session: Session, path: str) -> Item:
    """One item by a plain GET."""
    try:
        reply = session.client.request("GET", path)
    except TooLarge as error:
        return Item(path, reason=str(error))
    if reply.status in _GONE:
        return Item(path, vanished=True)
    if reply.status == 200:
        if not reply.body or "html" in reply.headers.get("content-type", "").lower():
            raise Unreadable(f"{session.client.origin}{path} gave a page instead of an entry; it is asked again")
        return Item(path, reply.headers.get("etag", ""), reply.body.decode("utf-8", "replace"))
    refused = session.client.refusal(reply)
    if isinstance(refused, Forbidden | ServerFault):
        return Item(path, reason=str(refused))
    raise refused


def _multiget(session: Session, collection: str, paths: Iterable[str]) -> dict[str, Answer]:
    status, at = session.client.multistatus("REPORT", collection, multiget(session.kind.multiget, (ETAG, session.kind.data), paths), "0")
    return {session.client.path_of(answer.href, at): answer for answer in status.answers}


def _item(session: Session, path: str, answer: Answer) -> Item:
    data = answer.props.get(session.kind.data)
    if data is not None:
        return Item(path, answer.text(ETAG), data.text or "")
    status = answer.refused.get(session.kind.data, answer.status)
    if answer.status in _GONE or (status in _GONE and not answer.props):
        return Item(path, vanished=True)
    if status in _GONE:
        return read_single(session, path)  # there, but with nothing the report would give
    return Item(path, reason=f"the server will not give it ({status})")
