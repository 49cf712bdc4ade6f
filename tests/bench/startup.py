"""`python -m tests.bench.startup --bare PYTHON`: what starting costs where the libraries of all providers are installed, and where none is.

PYTHON is an interpreter with the program and no extra: `python3 -m venv bare && bare/bin/pip install --editable .`, and bare/bin/python. The two are
called in turn, so that a busy machine disturbs both alike. Below stands what each provider's libraries cost whoever uses them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.processes import run
from tests.conftest import bytecode_kept
from tests.end_to_end.test_commands import CONFIG, MAIL

_COMMANDS = (("--help",), ("once", "-c", "config.toml"))
_OPENED = {"Exchange": "connectors.exchange.session", "Microsoft 365": "connectors.graph.client, msal", "Google": "connectors.google.client, googleapiclient.discovery"}
_COUNTED = """
import json, sys
sys.argv = ["syncd", *json.loads(sys.argv[1])]
from syncd.__main__ import main
try:
    main()
except SystemExit:
    pass
print(len(sys.modules), file=sys.stderr)
"""


def main() -> None:
    """Make a company whose mail is all stored, measure, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--bare", type=Path, required=True)
    ask.add_argument("--runs", type=int, default=15)
    options = ask.parse_args()
    os.environ.update(bytecode_kept({}), PYTHONPATH=str(Path(__file__).parents[2]))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would compile the program at every start
    with_them = {"with all extras": sys.executable, "with none": str(options.bare.absolute())}
    with tempfile.TemporaryDirectory(prefix="syncd-bench-") as name:
        _company(Path(name))
        os.chdir(name)
        for words in _COMMANDS:
            told: dict[str, list[float]] = {there: [] for there in with_them}
            for _ in range(options.runs + 1):
                for there, python in with_them.items():
                    told[there].append(run(python, "-m", "syncd", *words).cpu)
            for there, python in with_them.items():
                counted = subprocess.run([python, "-c", _COUNTED, json.dumps(words)], capture_output=True, text=True, check=True).stderr.split()[-1]
                costs = told[there][1:]  # before the first, its modules are not compiled
                print(f"syncd {words[0]:8} {there:16} {min(costs):.3f} s CPU at the least, {statistics.median(costs):.3f} in the middle; {counted} modules")
    bare = run(sys.executable, "-c", "pass")
    for provider, modules in _OPENED.items():
        loaded = [run(sys.executable, "-c", f"import {modules}; import time; time.sleep(0.15)") for _ in range(4)][1:]
        print(f"loading what {provider:14} needs: {min(c.cpu for c in loaded) - bare.cpu:.2f} s CPU, {max(c.peak for c in loaded):.0f} MB in all")


def _company(folder: Path) -> None:
    (folder / "mail").mkdir()
    for n in range(3):
        (folder / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG.replace("[[staff]]", 'country = "LT"\n[[staff]]', 1), encoding="utf-8")


if __name__ == "__main__":
    main()
