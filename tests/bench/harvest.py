"""`make bench`: the first harvest and the unchanged pass, beside notmuch on the same Maildir in the same run.

Figures are CPU seconds (user and system) of the whole process tree, wall seconds, and the peak memory of its largest
process and of all together. Read the ratios: the machine's speed moves.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.mailbox import COMPANY, MAILDIR, write_maildir
from tests.bench.processes import Cost, run


def main() -> None:
    """Make the Maildir, run both, print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=20_000)
    ask.add_argument("--keep", type=Path, help="make the Maildir and the store here, and leave them")
    ask.add_argument("--skip-peers", action="store_true")
    options = ask.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="syncd-bench-"))
    try:
        bench(folder, options.mails, peers=not options.skip_peers)
    finally:
        if options.keep is None:
            shutil.rmtree(folder)


def bench(folder: Path, mails: int, *, peers: bool) -> None:
    """Measure in `folder`."""
    maildir = folder / "mail"
    size = write_maildir(maildir, mails) if not maildir.exists() else sum(f.stat().st_size for f in (maildir / "cur").iterdir())
    print(f"{mails} mails, {size / 1e6:.0f} MB")
    config = folder / "config.toml"
    config.write_text(COMPANY + MAILDIR.format(maildir=maildir))
    for old in (folder / "history.db", folder / "history.db-wal", folder / "history.db-shm"):
        old.unlink(missing_ok=True)
    shutil.rmtree(folder / "raw", ignore_errors=True)
    syncd = [str(Path(sys.executable).parent / "syncd"), "once", "-c", str(config)]
    first = run(*syncd)
    print(f"syncd, first harvest      {first}   {first.cpu / mails * 1000:.2f} ms a mail; history.db {(folder / 'history.db').stat().st_size / size:.2f} of the mail")
    print(f"syncd, nothing changed    {run(*syncd)}")
    if peers and shutil.which("notmuch"):
        print(f"notmuch new, first        {(peer := _notmuch(folder, maildir))}")
        print(f"ratio of CPU, syncd to notmuch: {first.cpu / peer.cpu:.2f}")
    elif peers:
        print("notmuch is not installed: not compared")


def _notmuch(folder: Path, maildir: Path) -> Cost:
    shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
    config = folder / "notmuch-config"
    config.write_text(f"[database]\npath={maildir}\n[user]\nname=x\nprimary_email=x@example.com\n[new]\ntags=unread\n")
    cost = run("notmuch", "new", "--quiet", env={"NOTMUCH_CONFIG": str(config)})
    shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
    return cost


if __name__ == "__main__":
    main()
