"""Stand-ins for the connectors, and a config that is in order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import msgspec

from syncd.config import Kinds

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "config.example.toml"


class Folder(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The keys of a stand-in for the connectors that read files."""

    path: str
    role: Literal["inbox", "sent"] | Literal[""] = ""


class Server(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The keys of a stand-in for the connectors that sign in somewhere."""

    host: str = ""
    url: str = ""
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    user: str = ""
    password_file: str = ""
    password_env: str = ""
    ca_file: str = ""
    folders: tuple[str, ...] = ()
    journal: bool = False
    as_: Literal["event", "task"] = msgspec.field(default="event", name="as")


TYPES: dict[str, type[msgspec.Struct]] = {"maildir": Folder, "mbox": Folder, "eml": Folder, "vdir": Folder, "server": Server}
KINDS = Kinds(tuple(TYPES), TYPES.__getitem__, lambda name: name in ("vdir", "server"))

GOOD = """
[company]
domains = ["klimatas.example"]
addresses = ["klimatas.uab@gmail.com"]
timezone = "Europe/Vilnius"
country = "LT"
holidays = ["2026-12-24", 2026-12-31]
working_hours = { fri = "09:00-16:00" }
[store]
max_message = "5 MiB"
attachment_text = false
[reminders]
hold = "2 min"
[privacy]
keep = { call = "730 days" }
exclude = { people = ["Mama@Gmail.com", "+370 600 00000"], domains = ["Bank.example"] }
[[staff]]
email = "Rasa@Klimatas.example"
aliases = ["rasa.petraite@klimatas.example"]
timezone = "Europe/Riga"
reminders = "on"
department = "sales"
[[staff]]
email = "jonas@klimatas.example"
left = 2026-06-30
[[department]]
name = "sales"
dispatcher = "rasa.petraite@klimatas.example"
standard = { call = "1 working day", fix = "2 days" }
[[source]]
name = "rasa-mail"
connector = "maildir"
path = "mail/rasa"
owner = "rasa.petraite@klimatas.example"
every = "2 min"
[[source]]
name = "info"
connector = "server"
host = "mail.klimatas.example"
password_file = "secrets/info"
as = "task"
members = ["RASA@klimatas.example"]
"""


def uncommented() -> str:
    """The example with every default switched on."""
    return re.sub(r"(?m)^#(?=\[|[a-z_]+ = )", "", EXAMPLE.read_text(encoding="utf-8"))
