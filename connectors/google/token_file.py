"""What the file of one person's consent to Google holds (connectors/token_file.py says how it is kept)."""

from __future__ import annotations

from pathlib import Path

from connectors import consents
from connectors.token_file import alone, read_kept, write_kept

__all__ = ["TOKEN_URI", "Consent", "alone", "read_consent", "write_consent"]

TOKEN_URI = "https://oauth2.googleapis.com/token"


class Consent(consents.Consent, kw_only=True):
    """What the file holds, in the words google-auth uses for it, and whose it is."""

    type: str = "authorized_user"
    client_secret: str = ""
    token_uri: str = TOKEN_URI


def read_consent(path: Path) -> Consent:
    """The consent kept there. Raises ReauthNeeded where there is none yet, ConfigError where it cannot be used or others could read it."""
    return read_kept(path, Consent, "syncd auth google")


def write_consent(path: Path, consent: Consent) -> None:
    """Put it in place of the one before. Raises OSError, and leaves the old one, where that cannot be done."""
    write_kept(path, consent)
