"""mbsync and offlineimap on the account the harvest is measured on: what a user would take to have the same mail in files.

Both only copy: no text, no index, no promises. Each writes a Maildir without fsync a mail, mbsync also with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MBSYNC = """
FSync {fsync}

IMAPAccount bench
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {folder}/near/
Inbox {folder}/near/INBOX
SubFolders Verbatim

Channel mail
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState {folder}/state/
"""
_OFFLINEIMAP = """
[general]
accounts = bench
metadata = {folder}/metadata
ui = quiet
fsync = no
[Account bench]
localrepository = near
remoterepository = far
[Repository near]
type = Maildir
localfolders = {folder}/near
[Repository far]
type = IMAP
remotehost = 127.0.0.1
remoteport = {port}
remoteuser = {user}
remotepass = {password}
ssl = no
starttls = no
readonly = True
"""


@dataclass(frozen=True)
class Peer:
    """A program that copies the account: the same command is the first copy and every later one."""

    name: str
    command: tuple[str, ...]


def peers(folder: Path, port: int, user: str, password: str) -> Iterator[Peer | str]:
    """The peers that are installed, each with its own empty folder; a sentence for one that is not."""
    if shutil.which("mbsync"):
        for fsync in ("no", "yes"):
            own = _empty(folder / f"mbsync-{fsync}", "near", "state")
            (own / "rc").write_text(_MBSYNC.format(port=port, user=user, password=password, folder=own, fsync=fsync))
            yield Peer(f"mbsync, fsync {fsync}", ("mbsync", "-q", "-c", str(own / "rc"), "mail"))
    else:
        yield "mbsync is not installed (apt-get install isync): not compared"
    if shutil.which("offlineimap"):
        own = _empty(folder / "offlineimap", "near", "metadata")
        (own / "rc").write_text(_OFFLINEIMAP.format(port=port, user=user, password=password, folder=own))
        yield Peer("offlineimap", ("offlineimap", "-o", "-c", str(own / "rc")))
    else:
        yield "offlineimap is not installed (apt-get install offlineimap3): not compared"


def _empty(folder: Path, *parts: str) -> Path:
    for part in parts:
        (folder / part).mkdir(parents=True)
    return folder
