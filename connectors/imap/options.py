"""The keys of an `imap` source."""

from __future__ import annotations

from typing import Literal

import msgspec


class ImapOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of an `imap` source."""

    host: str
    """The server's name, as in its certificate."""
    port: int = 0
    """0: 993, or 143 where tls is starttls or none."""
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    """`none` only to this machine."""
    ca_file: str = ""
    """The certificate authority to believe instead of the system's."""
    user: str
    """The name to sign in with."""
    password_file: str = ""
    """The file that holds the password."""
    password_env: str = ""
    """The environment variable that holds the password."""
    token_file: str = ""
    """The file in which another program keeps a fresh OAuth access token."""
    folders: tuple[str, ...] = ()
    """The folders to read, with those below them; all but other people's and shared ones by default."""
    exclude_folders: tuple[str, ...] = ()
    """Folders, with those below them, that are never opened."""
    journal: bool = False
    """Everybody's mail in one mailbox."""

    @property
    def the_port(self) -> int:
        """The port, or the usual one."""
        return self.port or (993 if self.tls == "implicit" else 143)
