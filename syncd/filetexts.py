"""Reads the words of files that came with messages, after the messages themselves are stored: a few files at a time.

    waiting in the store ──▶ bytes out of the original ──▶ sandbox ──▶ words, found by searching for the message

Stopped anywhere it goes on there the next time. Where the config says so no words are kept.
"""

from __future__ import annotations

from collections.abc import Callable

from syncd.config import Config
from syncd.core.files import VERSION, FileText
from syncd.sandbox import NoSandbox, Sandbox
from syncd.store import files, offers
from syncd.world import World

_AT_ONCE = 20  # files a transaction
_NO_WORDS = FileText("")
_NO_BYTES = FileText("", "missing")


def kept_version(config: Config) -> str:
    """The version of words this config wants to have of each file."""
    return VERSION if config.store.attachment_text else files.WAITING


def read_files(world: World, is_over: Callable[[], bool] = lambda: False) -> int:
    """Read the files that wait, until none does or `is_over`; how many were read. Raises NoSandbox."""
    version = kept_version(world.config)
    if not files.has_due(world.store.db, version):
        return 0
    from syncd.store import matters  # with all that is found in texts: most passes bring no file

    read = 0
    with Sandbox() as sandbox:
        while not is_over() and (due := files.due(world.store.db, version, _AT_ONCE)):
            texts = dict.fromkeys(due, _NO_BYTES) if version else dict.fromkeys(due, _NO_WORDS)
            for carrier in files.carriers(world.store.db, due) if version else ():
                for hash_, data in _bytes(world, carrier).items():
                    texts[hash_] = sandbox.read(data, carrier.files[hash_])
            with world.store.write() as db:
                page = world.page(db)
                matters.save_offers_in_files(page, files.save(db, texts, version))
                offers.settle(db, page.customers)
            read += len(texts)
    return read


def _bytes(world: World, carrier: files.Carrier) -> dict[str, bytes]:
    """The files out of the original they came in, by hash."""
    from syncd.core.derived import JOURNAL
    from syncd.core.mime import read_files as files_of
    from syncd.core.mime.journal import mail_in

    raw = world.raw.load(carrier.month, carrier.hash)
    if raw is None:
        return {}
    found = files_of(raw, carrier.files)
    if len(found) < len(carrier.files) and carrier.media_type == JOURNAL and (inner := mail_in(raw)):
        found |= files_of(inner, carrier.files)
    return found


__all__ = ["NoSandbox", "kept_version", "read_files"]
