"""Signing in by NTLM, version 2: the three messages of [MS-NLMP] 2.2.1 and the check of the response, 3.3.2.

The handshake belongs to a connection. Only what a client of today sends is understood: Unicode, no version 1 responses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import struct
from collections.abc import Callable, Mapping

SIGNATURE = b"NTLMSSP\x00"
FLAGS = 0x00000001 | 0x00000004 | 0x00000200 | 0x00008000 | 0x00010000 | 0x00080000 | 0x00800000 | 0x20000000 | 0x80000000
"""Unicode, target, NTLM, always sign, domain, extended session security, target info, 128 and 56 bit."""
_CHANNEL_BINDINGS = 10


class Handshake:
    """One connection's; `user` is who it has become."""

    def __init__(self, passwords: Mapping[str, str], domain: str) -> None:
        self._passwords = passwords
        self._domain = domain
        self._challenge = b""
        self.user = ""

    def answer(self, said: str, *, binding: bytes | None = None) -> str | None:
        """To a token: the challenge to send with a 401; None where the client has proved who it is, or "" where it has not.

        `binding`: the hash of the TLS channel that Extended Protection wants to find in the proof, b"" where there is no TLS.
        """
        try:
            token = base64.b64decode(said, validate=True)
            kind = struct.unpack_from("<I", token, 8)[0]
        except (ValueError, struct.error):
            return ""
        if not token.startswith(SIGNATURE):
            return ""
        if kind == 1:
            self._challenge = os.urandom(8)
            return base64.b64encode(self._second()).decode()
        if kind != 3 or not self._challenge:
            return ""
        self.user = self._proved(token, binding)
        self._challenge = b""
        return None if self.user else ""

    def _second(self) -> bytes:
        name = self._domain.encode("utf-16-le")
        info = b"".join(struct.pack("<HH", kind, len(value)) + value for kind, value in ((2, name), (1, "EX1".encode("utf-16-le")))) + b"\0" * 4
        at = 56
        return (
            SIGNATURE + struct.pack("<I", 2) + struct.pack("<HHI", len(name), len(name), at) + struct.pack("<I", FLAGS) + self._challenge
            + b"\0" * 8 + struct.pack("<HHI", len(info), len(info), at + len(name)) + b"\x0a\x00\x63\x45\x00\x00\x00\x0f" + name + info
        )  # fmt: skip

    def _proved(self, token: bytes, binding: bytes | None) -> str:
        """The user, "" where the response is not what their password gives."""
        response, domain, user = (_field(token, at) for at in (20, 28, 36))
        name = user.decode("utf-16-le", "replace")
        full = f"{domain.decode('utf-16-le', 'replace')}\\{name}" if domain else name
        known = next((u for u in self._passwords if u.casefold() == full.casefold()), "")
        if not known or len(response) < 44:
            return ""
        proof, blob = response[:16], response[16:]
        key = hmac.digest(md4(self._passwords[known].encode("utf-16-le")), name.upper().encode("utf-16-le") + domain, "md5")
        if not hmac.compare_digest(proof, hmac.digest(key, self._challenge + blob, "md5")):
            return ""
        if binding is not None and (not binding or _pairs(blob[28:]).get(_CHANNEL_BINDINGS) != binding):
            return ""
        return known


def channel_binding(certificate: bytes) -> bytes:
    """What Extended Protection wants in the proof, for a certificate in DER signed with SHA-256: RFC 5929 4.1, [MS-NLMP] 2.2.2.1."""
    said = b"tls-server-end-point:" + hashlib.sha256(certificate).digest()
    return hashlib.md5(b"\0" * 16 + struct.pack("<I", len(said)) + said).digest()


def basic(said: str, passwords: Mapping[str, str]) -> str:
    """Who signs in by Basic, "" where the password is another."""
    try:
        user, _, password = base64.b64decode(said, validate=True).decode().partition(":")
    except ValueError:
        return ""
    known = next((u for u in passwords if u.casefold() == user.casefold()), "")
    return known if known and hmac.compare_digest(passwords[known].encode(), password.encode()) else ""


def _field(token: bytes, at: int) -> bytes:
    size, _, start = struct.unpack_from("<HHI", token, at)
    return token[start : start + size]


def _pairs(blob: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while len(blob) >= 4:
        kind, size = struct.unpack_from("<HH", blob)
        if kind == 0:
            break
        found[kind], blob = blob[4 : 4 + size], blob[4 + size :]
    return found


def md4(data: bytes) -> bytes:
    """RFC 1320; no longer in every OpenSSL, and passwords are kept by it."""
    a, b, c, d = 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476
    whole = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + struct.pack("<Q", len(data) * 8)
    for start in range(0, len(whole), 64):
        x = struct.unpack_from("<16I", whole, start)
        old = (a, b, c, d)
        for function, add, order, shifts in _ROUNDS:
            for n, k in enumerate(order):
                a = _rolled(a + function(b, c, d) + x[k] + add, shifts[n % 4])
                a, b, c, d = d, a, b, c
        a, b, c, d = ((one + was) & 0xFFFFFFFF for one, was in zip((a, b, c, d), old, strict=True))
    return struct.pack("<4I", a, b, c, d)


def _rolled(value: int, by: int) -> int:
    value &= 0xFFFFFFFF
    return (value << by | value >> (32 - by)) & 0xFFFFFFFF


_Round = tuple[Callable[[int, int, int], int], int, tuple[int, ...], tuple[int, ...]]
_ROUNDS: tuple[_Round, ...] = (
    (lambda x, y, z: (x & y) | (~x & z), 0, tuple(range(16)), (3, 7, 11, 19)),
    (lambda x, y, z: (x & y) | (x & z) | (y & z), 0x5A827999, (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), (3, 5, 9, 13)),
    (lambda x, y, z: x ^ y ^ z, 0x6ED9EBA1, (0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15), (3, 9, 11, 15)),
)
