"""How near a first listing of a mailbox comes to what Google's quota allows, in a time that passes only while something waits.

What is measured is the pace alone: the messages are empty, nothing is stored, and computing takes no time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from connectors.base import Cursor
from connectors.google.account import GMAIL_READ
from connectors.google.client import GoogleClient
from connectors.google.gmail import GmailOptions
from connectors.google.mailbox import GmailHarvester
from connectors.google.pace import ALLOWANCES, Pace
from syncd.errors import Busy
from tests.bench.google_world import QUOTAS
from tests.bench.passing import OWNER
from tests.fakes.google import Clock, google


def virtual(mails: int) -> None:
    """Print for each quota how long a first listing waits, and how long the quota's own rate demands."""
    for name, (units, prices) in QUOTAS.items():
        clock = Clock()
        with google(clock=clock, validate="requests") as g, tempfile.TemporaryDirectory() as folder:
            for n in range(mails):
                g.account(OWNER).mail.deliver(b"Message-ID: <%d@customer.example>\n\n" % n, "INBOX")
            g.tokens.lifetime = 1e9
            g.token_file(Path(folder) / "token.json", OWNER)
            g.quota(units, clock, prices=prices)
            began = clock()
            _read(GmailOptions(account=OWNER, token_file="token.json", endpoint=g.url), Path(folder), clock)
            spent = sum(prices.get(asked.method, 1) for asked in g.log if asked.status == 200 and asked.method.startswith("gmail."))
            refused = sum(asked.status >= 300 for asked in g.log)
        took, demands = clock() - began, spent / units * 60
        print(f"{f'{mails} mails at the {name} quota':34} {took:7.0f} s, {demands:.0f} s of the quota: {took / demands:.2f} of them; {spent} units, {refused} calls refused")


def _read(options: GmailOptions, folder: Path, clock: Clock) -> None:
    """Every page of every collection, gone on with after each wait that was asked for."""
    paced = Pace(ALLOWANCES["gmail"], now=clock, sleep=clock.sleep)
    harvester = GmailHarvester(GoogleClient(options, folder, "gmail", (GMAIL_READ,), pace=paced), max_message=50_000_000)
    places: dict[str, Cursor] = {}
    left = list(harvester.collections())
    while left:
        try:
            for page in harvester.pages(left[0], places.get(left[0].id)):
                places[left[0].id] = page.cursor
            left.pop(0)
        except Busy as busy:
            clock.sleep(busy.retry_after or 1.0)
    harvester.close()
