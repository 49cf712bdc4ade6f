"""The passwords of the pages: a file with one line a person, `address:hash`, and how such a hash is made and compared.

    rasa@klimatas.example:pbkdf2_sha256$600000$<salt>$<hash>

The form is that of Django and of datasette-auth-passwords, so that hashes made there hold here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from syncd.config.secrets import secret
from syncd.errors import ConfigError

SHORTEST: Final = 10  # characters of a new password
LONGEST: Final = 1000  # of one that is tried: a longer one only costs time
_ROUNDS: Final = 600_000  # of PBKDF2-HMAC-SHA256 (OWASP, Password Storage, 2023)
_MOST_ROUNDS: Final = 5_000_000
_KIND: Final = "pbkdf2_sha256"


def hashed(password: str, *, salt: str = "", rounds: int = _ROUNDS) -> str:
    """A password as the file holds it."""
    salt = salt or secrets.token_hex(16)
    key = hashlib.pbkdf2_hmac("sha256", password.encode("utf-8", "replace"), salt.encode(), rounds)
    return f"{_KIND}${rounds}${salt}${base64.b64encode(key).decode()}"


_NOBODYS: Final = hashed("", salt="0" * 32, rounds=1).replace("$1$", f"${_ROUNDS}$")  # no password gives it


def is_right(password: str, written: str | None) -> bool:
    """Whether a password is the one of a hash. Of somebody without one it takes as long and is never right."""
    rounds, salt = (written or _NOBODYS).split("$")[1:3]
    tried = hashed(password[:LONGEST], salt=salt, rounds=int(rounds))
    return hmac.compare_digest(tried.encode(), (written or "").encode())


def read(path: Path) -> Mapping[str, str]:
    """The hashes of a users_file by address, lower case. Raises ConfigError naming the line, or where others can read the file."""
    text = secret({"users_file": str(path)}, "users") or ""
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        address, _, written = line.partition(":")
        address, written = address.strip().lower(), written.strip()
        if "@" not in address or not _is_hash(written):
            problems.append(f"users_file: {path} line {number} is not address:hash; `syncd serve --password ADDRESS` makes such a line")
        elif address in found:
            problems.append(f"users_file: {path} line {number} names {address} again")
        found[address] = written
    if problems:
        raise ConfigError(problems)
    return found


def _is_hash(written: str) -> bool:
    parts = written.split("$")
    if len(parts) != 4 or parts[0] != _KIND or not parts[1].isdecimal() or not 1000 <= int(parts[1]) <= _MOST_ROUNDS or not parts[2]:
        return False
    try:
        return len(base64.b64decode(parts[3], validate=True)) == hashlib.sha256().digest_size
    except binascii.Error:
        return False
