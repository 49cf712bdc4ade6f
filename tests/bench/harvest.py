"""`make bench`: the first harvest of a Maildir, the unchanged pass and one over ten new mails, beside notmuch and mu on the same mail in the same run.

Figures are CPU seconds (user and system) of the whole process tree, wall seconds, and the peak memory (Pss) of all its
processes together. Read the ratios: the machine's speed moves. A line that has a bar says whether it is kept.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.attachments import with_attachments
from tests.bench.mailbox import COMPANY, MAILDIR, variants, write_maildir
from tests.bench.processes import Cost, run
from tests.conftest import bytecode_kept

FEW = 10  # mails that come later
_TURNS = 3  # of a short pass, of which the least is told
_MIXES: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {"text": lambda mails: mails, "attachments": with_attachments}


class Peer(NamedTuple):
    """A program that indexes a Maildir. `prepare` is run first and not counted; `share`: of its CPU a first harvest may take at most."""

    name: str
    index: tuple[str, ...]
    prepare: tuple[str, ...]
    env: dict[str, str]
    share: float


def main() -> None:
    """Make the Maildir, run all, print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=50_000)
    ask.add_argument("--mix", choices=_MIXES, default="text", help="mails as they are in the corpus, nearly all text; or half of them with files of all sizes")
    ask.add_argument("--keep", type=Path, help="make the Maildir and the store here, and leave them")
    ask.add_argument("--skip-peers", action="store_true")
    options = ask.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="syncd-bench-"))
    try:
        bench(folder, options.mails, options.mix, with_peers=not options.skip_peers)
    finally:
        if options.keep is None:
            shutil.rmtree(folder)


def bench(folder: Path, mails: int, mix: str, *, with_peers: bool) -> None:
    """Measure in `folder`."""
    maildir = folder / "mail"
    size = write_maildir(maildir, _MIXES[mix](variants(mails))) if not maildir.exists() else sum(f.stat().st_size for f in (maildir / "cur").iterdir())
    print(f"{mails} mails, {size / 1e6:.0f} MB, mix: {mix}", flush=True)
    syncd = _fresh(folder, maildir)
    first = run(*syncd, env=bytecode_kept({}))
    print(f"{'syncd, first harvest':27} {first}   {first.cpu / mails * 1000:.2f} ms a mail", flush=True)
    print(_kept("wall to CPU", first.wall / first.cpu, 0.6))
    print(_kept("MB, the largest process", first.largest, 150))
    print(_kept("MB, all processes", first.peak, 300))
    print(_kept("history.db to the mail", (folder / "history.db").stat().st_size / size, 0.5))
    unchanged = min((run(*syncd, env=bytecode_kept({})) for _ in range(_TURNS)), key=lambda cost: cost.cpu)
    print(f"{'syncd, nothing changed':27} {unchanged}   {_kept('s CPU', unchanged.cpu, 0.3).strip()}")
    few = min((_few_more(maildir, turn, syncd, bytecode_kept({})) for turn in range(_TURNS)), key=lambda cost: cost.cpu)
    print(f"{f'syncd, {FEW} new mails':27} {few}   {_kept('s CPU', few.cpu, 0.6).strip()}", flush=True)
    for turn, peer in enumerate(_peers(folder, maildir) if with_peers else (), _TURNS):
        _compare(peer, maildir, first, turn)


def _fresh(folder: Path, maildir: Path) -> tuple[str, ...]:
    """The command of a pass over a store that is not there yet."""
    config = folder / "config.toml"
    config.write_text(COMPANY + MAILDIR.format(maildir=maildir))
    for old in (folder / "history.db", folder / "history.db-wal", folder / "history.db-shm"):
        old.unlink(missing_ok=True)
    shutil.rmtree(folder / "raw", ignore_errors=True)
    return str(Path(sys.executable).parent / "syncd"), "once", "-c", str(config)


def _kept(what: str, reached: float, bar: float) -> str:
    """A figure beside its bar."""
    return f"    {what} {reached:.2f}, bar {bar:.2f}: {'kept' if reached <= bar else 'MISSED'}"


def _few_more(maildir: Path, turn: int, command: tuple[str, ...], env: dict[str, str]) -> Cost:
    """What a pass costs after a few more mails came, never the same."""
    for number, raw in enumerate(variants(FEW, seed=1000 + turn)):
        changed = b"X-Turn: %d\n" % turn + raw.replace(b"@", b".few%d@" % turn, 1)
        (maildir / "new" / f"{1_800_000_000 + turn * FEW + number}.{number}.few").write_bytes(changed)
    return run(*command, env=env)


def _peers(folder: Path, maildir: Path) -> Iterator[Peer]:
    """The peers that are installed, each with an empty index of its own; a line for one that is not."""
    if shutil.which("notmuch"):
        config = folder / "notmuch-config"
        config.write_text(f"[database]\npath={maildir}\n[user]\nname=x\nprimary_email=x@example.com\n[new]\ntags=unread\n")
        shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
        yield Peer("notmuch", ("notmuch", "new", "--quiet"), (), {"NOTMUCH_CONFIG": str(config)}, 1 / 3)
        shutil.rmtree(maildir / ".notmuch")
    else:
        print("notmuch is not installed: not compared")
    if shutil.which("mu"):
        home = f"--muhome={folder / 'mu'}"
        shutil.rmtree(folder / "mu", ignore_errors=True)
        yield Peer("mu", ("mu", "index", "--quiet", home), ("mu", "init", "--quiet", home, f"--maildir={maildir}"), {}, 1 / 2)
        shutil.rmtree(folder / "mu")
    else:
        print("mu is not installed (apt-get install maildir-utils): not compared")


def _compare(peer: Peer, maildir: Path, ours: Cost, turn: int) -> None:
    """What it costs the peer to index all, to find nothing changed and to index a few more; the ratio of the first to ours."""
    if peer.prepare:
        run(*peer.prepare, env=peer.env)
    told = run(*peer.index, env=peer.env)
    print(f"{f'{peer.name}, first':27} {told}", flush=True)
    print(_kept(f"CPU of syncd to {peer.name}", ours.cpu / told.cpu, peer.share))
    print(f"{f'{peer.name}, nothing changed':27} {run(*peer.index, env=peer.env)}")
    print(f"{f'{peer.name}, {FEW} new mails':27} {_few_more(maildir, turn, peer.index, peer.env)}", flush=True)


if __name__ == "__main__":
    main()
