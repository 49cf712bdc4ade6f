"""Which flags changed, where the server does not say: digests of the flags of some hundred neighbouring mails each.

A cursor keeps six letters for 256 UIDs rather than the flags of every mail; where they differ, all of those mails are
told anew. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from connectors.imap.answers import Fetch

_SHIFT = 8


def digests(fetches: Iterable[Fetch]) -> str:
    """The digests of these mails' flags: "0:a1b2c3 1:…". \\Recent changes by looking and does not count."""
    buckets: dict[int, list[bytes]] = {}
    for fetch in sorted(fetches, key=lambda f: f.uid):
        flags = fetch.values.get(b"FLAGS")
        words = sorted(f for f in flags if isinstance(f, bytes) and f.lower() != b"\\recent") if isinstance(flags, list) else []
        if words:  # so that mails without any make no difference when they come
            buckets.setdefault(fetch.uid >> _SHIFT, []).append(b"%d %s" % (fetch.uid, b" ".join(words)))
    return " ".join(f"{bucket:x}:{_digest(lines)}" for bucket, lines in buckets.items())


def _digest(lines: list[bytes]) -> str:
    return blake2b(b"\n".join(lines), digest_size=3).hexdigest()


def changed(before: str, now: str, uids: Iterable[int]) -> set[int]:
    """Of these mails the ones whose flags may have changed between two digests."""
    differ = {int(word.partition(":")[0], 16) for word in set(before.split()) ^ set(now.split())}
    return {uid for uid in uids if uid >> _SHIFT in differ}
