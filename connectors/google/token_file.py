"""What the file of one person's consent to Google holds (connectors/token_file.py says how it is kept)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from connectors.token_file import alone, instant, read_kept, write_kept

__all__ = ["TOKEN_URI", "Consent", "alone", "read_consent", "write_consent"]

TOKEN_URI = "https://oauth2.googleapis.com/token"


class Consent(msgspec.Struct, kw_only=True):
    """What the file holds, in the words google-auth uses for it, and whose it is."""

    type: str = "authorized_user"
    account: str
    client_id: str
    client_secret: str = ""
    refresh_token: str
    token: str = ""
    """The access token last given."""
    expiry: str = ""
    """When that ends, ISO 8601 in UTC."""
    scopes: list[str] = []
    token_uri: str = TOKEN_URI
    refused_at: str = ""
    """When Google last refused to renew it, and its word for why: it is not asked again soon."""
    refused_for: str = ""

    def __repr__(self) -> str:
        return f"Consent(account={self.account!r})"

    def good_until(self) -> dt.datetime:
        """When the access token ends; the beginning of time where that is not known."""
        return instant(self.expiry)

    def refused(self) -> dt.datetime:
        """When it was last refused; the beginning of time where it was not."""
        return instant(self.refused_at)


def read_consent(path: Path) -> Consent:
    """The consent kept there. Raises ReauthNeeded where there is none yet, ConfigError where it cannot be used or others could read it."""
    return read_kept(path, Consent, "syncd auth google")


def write_consent(path: Path, consent: Consent) -> None:
    """Put it in place of the one before. Raises OSError, and leaves the old one, where that cannot be done."""
    write_kept(path, consent)
