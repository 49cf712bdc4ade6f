"""`python -m tests.bench.gmail`: the first harvest of a Gmail mailbox beside that of a Maildir with the same mails.

The fake of Google answers as fast as it can and the pace is taken off, so that what is measured is us. Then the history
is forgotten: everything is read again, and no row of the store may change.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from pathlib import Path

from syncd.store.dump import dump
from tests.bench.harvest import Cost, run
from tests.bench.mailbox import CONFIG, variants, write_maildir
from tests.fakes.google import Google, google

OWNER = "jeff.skilling@enron.com"
_SOURCE = """
connector = "gmail"
account = "{owner}"
token_file = "token.json"
endpoint = "{url}"
"""
_ONCE = "from connectors.google import pace; pace.ALLOWANCES['gmail'] = pace.Allowance(1e9, 1e9); from syncd.cli import main; main()"


def main() -> None:
    """Make both mailboxes, read both, print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=10_000)
    count = ask.parse_args().mails
    with tempfile.TemporaryDirectory(prefix="syncd-bench-") as name, google(validate="requests") as world:
        bench(Path(name), world, count)


def bench(folder: Path, world: Google, count: int) -> None:
    """Measure in `folder`."""
    (folder / "gmail").mkdir()
    size = write_maildir(folder / "mail", count)
    mail = world.account(OWNER).mail
    for raw in variants(count):
        mail.deliver(raw, "INBOX")
    world.token_file(folder / "gmail" / "token.json", OWNER)
    print(f"{count} mails, {size / 1e6:.0f} MB")
    table = CONFIG.replace('\nconnector = "maildir"\npath = "{maildir}"\n', _SOURCE.format(owner=OWNER, url=world.url))
    (folder / "gmail" / "config.toml").write_text(table)
    (folder / "config.toml").write_text(CONFIG.format(maildir=folder / "mail"))
    files = once(folder)
    print(f"Maildir, first harvest    {files}   {files.cpu / count * 1000:.2f} ms a mail")
    first = once(folder / "gmail")
    print(
        f"Gmail, first harvest      {first}   {first.cpu / count * 1000:.2f} ms a mail, {first.cpu / files.cpu:.2f} of the Maildir's; {requests(world)}"
    )
    print(f"Gmail, nothing changed    {once(folder / 'gmail')}   {requests(world)}")
    before = rows(folder / "gmail")
    mail.forget_history()
    print(f"Gmail, listed again       {once(folder / 'gmail')}   {requests(world)}")
    print("no row has changed" if rows(folder / "gmail") == before else "ROWS HAVE CHANGED")


def once(folder: Path) -> Cost:
    """One pass in a process of its own."""
    return run(sys.executable, "-c", _ONCE, "once", "-c", str(folder / "config.toml"))


def requests(world: Google) -> str:
    """How many requests there were, and calls inside them."""
    alone = sum(not asked.batch for asked in world.log)
    text = f"{alone} requests, {len(world.log) - alone} calls in batches"
    world.log.clear()
    return text


def rows(folder: Path) -> list[str]:
    """What the store says."""
    db = sqlite3.connect((folder / "history.db").as_uri() + "?mode=ro", uri=True)
    try:
        return list(dump(db))
    finally:
        db.close()


if __name__ == "__main__":
    main()
