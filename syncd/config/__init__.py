"""The config: one TOML file, read strictly; every problem is told at once, with its line and the likely spelling.

`load` reads the file and nothing else: whether paths exist, passwords are right and servers answer is for `syncd check`.
No secret is ever in the file, and no problem repeats a value that could be one.
"""

from __future__ import annotations

import os
from pathlib import Path

from syncd.config.secrets import secret
from syncd.config.values import Config, Kinds, Matching, Person, Privacy, Reminders, Run, Scorer, Source, Store, Web
from syncd.errors import ConfigError

__all__ = [
    "Config", "Kinds", "Matching", "Person", "Privacy", "Reminders", "Run", "Scorer", "Source", "Store", "Web",
    "find_config", "load", "secret",
]  # fmt: skip

SYSTEM_CONFIG = Path("/etc/syncd/config.toml")


def find_config(given: str | None) -> Path:
    """The config file: the given one, else $SYNCD_CONFIG, else ./config.toml, else /etc/syncd/config.toml."""
    named = given or os.environ.get("SYNCD_CONFIG")
    if named:
        return Path(named)
    for path in (Path("config.toml"), SYSTEM_CONFIG):
        if path.is_file():
            return path
    ways = "name one with -c FILE or in $SYNCD_CONFIG; to look around: syncd demo"
    raise ConfigError([f"there is no config, neither ./config.toml nor {SYSTEM_CONFIG}: {ways}"])


def load(path: Path, *, kinds: Kinds | None = None) -> Config:
    """The config in `path`. Raises ConfigError with all its problems, one `file:line: key: what is wrong` each.

    `kinds`: the connectors there are and their own keys (default: those of `connectors.registry`).
    """
    from syncd.config.loading import load_config  # parsers and checks: only for who reads a config, not for who names its types

    return load_config(path, kinds)
