"""The folders of an IMAP account: which there are, what each is for, and their states, in one round trip where it can be.

A folder's id is its name as people read it (modified UTF-7 decoded, the server's own delimiter kept); a name that does
not survive that keeps the server's spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from imapclient.imap_utf7 import encode as encode_utf7

from connectors.base import Collection, CollectionRole
from connectors.files.marks import decode_utf7
from connectors.imap.answers import Listed, State, quoted, read_list, read_status
from connectors.imap.session import Session
from connectors.roles import role_of_name
from syncd.errors import SourceError

# RFC 6154 section 2; Cyrus writes them in small letters, XLIST-time servers with other words
_ROLES: dict[str, CollectionRole] = {
    "\\sent": "sent", "\\drafts": "drafts", "\\trash": "trash", "\\junk": "spam", "\\spam": "spam", "\\archive": "archive",
    "\\all": "archive", "\\allmail": "archive", "\\inbox": "inbox",
}  # fmt: skip
_NOT_THERE = {"\\noselect", "\\nonexistent"}
_VIEWS = {"\\flagged", "\\important", "\\starred"}  # of \All: what is in them is in that folder too


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that can be opened; `state` is what the server said of it while listing, if it did."""

    raw: bytes
    id: str
    name: str
    role: CollectionRole
    state: State | None = None
    foreign: bool = False  # another person's, or shared

    def collection(self) -> Collection:
        """As the contract has it."""
        return Collection(id=self.id, name=self.name, role=self.role, count=self.state.exists if self.state else None)


def list_folders(session: Session) -> tuple[Folder, ...]:
    """Every folder that can be opened, with its state. Raises SourceError where the server names none: INBOX always is."""
    session.unselect()
    command = b'LIST "" "*"'
    wanted = [b"SPECIAL-USE"] if "SPECIAL-USE" in session.capabilities and "LIST-EXTENDED" in session.capabilities else []
    if "LIST-STATUS" in session.capabilities:
        wanted.append(b"STATUS (" + _asked(session) + b")")
    if wanted:
        command += b" RETURN (" + b" ".join(wanted) + b")"
    responses = session.run(command, "to list the folders")
    listed = {entry.raw: entry for response in responses if (entry := read_list(response))}
    states = dict(found for response in responses if (found := read_status(response)))
    there = [entry for entry in listed.values() if not entry.attributes & _NOT_THERE and not set(entry.raw) & {0, 10, 13}]
    if not there:
        raise SourceError("the server lists no folder at all, not even INBOX; this is not believed, and tried again later")
    if any("\\all" in entry.attributes for entry in there):
        there = [entry for entry in there if not entry.attributes & _VIEWS]
    if not states:
        states = _ask_states(session, [entry.raw for entry in there])
    attributes = {decode_utf7(_text(entry.raw)): entry.attributes for entry in listed.values()}
    folders = (_folder(entry, attributes, states.get(entry.raw)) for entry in there)
    return tuple(replace(f, foreign=True) if f.raw.startswith(session.foreign) else f for f in folders)


def ask_state(session: Session, raw: bytes) -> State | None:
    """The state of one folder, None where the server does not tell (EXAMINE will say more)."""
    return next(iter(_ask_states(session, [raw]).values()), None)  # whichever way it spells the name


def wanted_folders(folders: Iterable[Folder], only: Sequence[str], without: Sequence[str]) -> tuple[Folder, ...]:
    """The folders the config asks for; of other people's and shared ones only those it names.

    Raises SourceError where it names folders and none of them is there.
    """
    there = tuple(folders)
    kept = tuple(f for f in there if (_is_named(f, only) if only else not f.foreign) and not _is_named(f, without))
    if only and not kept:
        names = ", ".join(f.name for f in there[:20])
        raise SourceError(f"none of the folders {', '.join(only)} is there; the server has {names}")
    return kept


def raw_name(folder_id: str) -> bytes:
    """The server's spelling of a folder's id."""
    return bytes(encode_utf7(folder_id)) if decode_utf7(_text(encode_utf7(folder_id))) == folder_id else folder_id.encode("utf-8", "surrogateescape")


def _asked(session: Session) -> bytes:
    return b"MESSAGES UIDNEXT UIDVALIDITY" + (b" HIGHESTMODSEQ" if "CONDSTORE" in session.capabilities else b"")


def _ask_states(session: Session, names: Sequence[bytes]) -> dict[bytes, State]:
    """STATUS of several folders, all sent before the first answer is read; a refused one is left out."""
    states: dict[bytes, State] = {}
    for start in range(0, len(names), 50):
        tags = [session.send(b"STATUS " + quoted(raw) + b" (" + _asked(session) + b")") for raw in names[start : start + 50]]
        for tag in tags:
            states.update(found for response in session.answer(tag).responses if (found := read_status(response)))
    return states


def _folder(entry: Listed, attributes: dict[str, frozenset[str]], state: State | None) -> Folder:
    text = _text(entry.raw)
    name = decode_utf7(text)
    folder_id = name if raw_name(name) == entry.raw else text
    if folder_id.upper() == "INBOX":
        folder_id = name = "INBOX"
    display = name.replace(entry.delimiter, "/") if entry.delimiter else name
    return Folder(entry.raw, folder_id, display.encode("utf-8", "replace").decode(), _role(name, entry.delimiter, attributes), state)


def _role(name: str, delimiter: str, attributes: dict[str, frozenset[str]]) -> CollectionRole:
    """By what the server says of the folder or one above it, the innermost first, else by their names.

    INBOX above other folders says nothing of them: many servers keep everything below it.
    """
    if name.upper() == "INBOX":
        return "inbox"
    parts = name.split(delimiter) if delimiter else [name]
    for depth in range(len(parts), 0, -1):
        path = delimiter.join(parts[:depth])
        said = next((_ROLES[a] for a in sorted(attributes.get(path, ())) if a in _ROLES), None)
        role = said or (role_of_name(parts[depth - 1]) if path.upper() != "INBOX" else None)
        if role:
            return role
    return "other"


def _is_named(folder: Folder, names: Sequence[str]) -> bool:
    """Whether the folder or one above it is named, by what people see or by its id; case does not count."""
    own = {folder.name.casefold(), folder.id.casefold()}
    return any(o == n or o.startswith((n + "/", n + ".")) for n in (name.casefold().rstrip("/") for name in names) for o in own)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
