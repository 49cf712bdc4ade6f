"""relations.toml: the rules that ship, what a company changes in them and adds, and every problem at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from syncd.config import Config
from syncd.config.relations import Entry, shipped, told
from syncd.core.relations.checks import CHECKS
from syncd.core.relations.model import Within
from syncd.errors import ConfigError
from tests.config.kinds import GOOD, ROOT
from tests.conftest import run_syncd

EXAMPLE = (ROOT / "relations.example.toml").read_text(encoding="utf-8")


@pytest.fixture
def rules(read: Callable[[str], Config], tmp_path: Path) -> Callable[[str], Config]:
    """Loads a config with this relations.toml beside it."""

    def reading(text: str) -> Config:
        (tmp_path / "relations.toml").write_text(text, encoding="utf-8")
        return read(GOOD)

    return reading


def test_without_a_file_the_five_shipped_rules_hold(read: Callable[[str], Config]) -> None:
    """With their thresholds, for everybody; a file that the config names must be there."""
    assert {r.name: told(r.within) for r in read(GOOD).rules} == {"answer": "8 working hours", "complaint": "4 working hours", "second-offer": "14 days", "quiet": "90 days", "standard": ""}
    with pytest.raises(ConfigError, match=r"rules\.toml: there is no such file"):
        read(f'{GOOD}\n[relations]\nfile = "rules.toml"\n')


def test_a_company_changes_a_rule_and_adds_one_without_touching_the_others(rules: Callable[[str], Config]) -> None:
    """What is not written stays as it ships; a rule of one's own makes a check with values of its own; one is switched off."""
    found = {r.name: r for r in rules('[rule.answer]\nwithin = "3 working days"\nexcept = ["Info@Baltas.example"]\n[rule.quiet]\non = false\n[rule.key-accounts]\ncheck = "answer"\nwithin = "90 working min"\nonly = ["baltas.example"]\nseen_by = "managers"\n').rules}
    assert found["answer"].within == Within(working_days=3) and found["answer"].without == {"info@baltas.example"}
    assert "quiet" not in found and found["complaint"].within == Within(seconds=4 * 3600, working=True)
    own = found["key-accounts"]
    assert (own.check, own.within, own.only, own.seen_by) == ("answer", Within(seconds=5400, working=True), {"baltas.example"}, "managers")


WRONG = [
    # file, what is said of it with its line, reason
    ("[rule.anser]\n", 'relations.toml:1: rule.anser: there is no rule "anser"; did you mean "answer"?', "a misspelt rule"),
    ('[rule.hot]\ncheck = "complant"\n', 'relations.toml:2: rule.hot.check: "complant" is not one of', "a misspelt check"),
    ('[rule.answer]\nwithn = "2 h"\n', 'relations.toml:2: rule.answer.withn: unknown key "withn"; did you mean "within"?', "a misspelt key"),
    ('[rule.answer]\nwithin = "8 hours"\n', 'relations.toml:2: rule.answer.within: "8 hours" is no threshold of this rule (write "8 working hours"', "an unknown unit"),
    ('[rule.quiet]\nwithin = "8 working hours"\n', "relations.toml:2: rule.quiet.within:", "a unit that this rule has not"),
    ('[rule.standard]\nwithin = "2 days"\n', "relations.toml:2: rule.standard.within: this rule has no threshold", "a threshold where there is none"),
    ('[rule.answer]\ndepartments = ["servise"]\n', 'relations.toml:2: rule.answer.departments: "servise" is not one of sales', "a misspelt department"),
    ('[rule.answer]\nexcept = ["nobody"]\n', 'relations.toml:2: rule.answer.except: "nobody" is not a domain', "neither an address nor a domain"),
    ('[rule.answer]\nseen_by = "all"\n', "relations.toml:2: rule.answer.seen_by:", "an unknown reader"),
    ("[rule.answer\n", "relations.toml: not TOML:", "no TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "reason"), WRONG, ids=[row[2] for row in WRONG])
def test_what_is_wrong_is_told_with_its_line_and_likely_spelling(rules: Callable[[str], Config], text: str, said: str, reason: str) -> None:
    """As of the config itself."""
    with pytest.raises(ConfigError) as caught:
        rules(text)
    assert said in str(caught.value), reason


def test_all_problems_of_both_files_are_told_at_once(rules: Callable[[str], Config], read: Callable[[str], Config], tmp_path: Path) -> None:
    """And `syncd check` ends with 78."""
    (tmp_path / "relations.toml").write_text("[rule.a]\n[rule.b]\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read(GOOD.replace('"LT"', '"lt"'))
    assert len(caught.value.problems) == 3
    (tmp_path / "config.toml").write_text('[company]\ndomains = ["klimatas.example"]\n', encoding="utf-8")
    done = run_syncd("check", "-c", tmp_path / "config.toml", cwd=tmp_path)
    assert done.code == 78 and "rule.a" in done.err and "rule.b" in done.err


def test_the_example_shows_every_rule_and_key_with_its_default() -> None:
    """As it stands it changes nothing; with every comment taken off, nothing either."""
    shown = tomllib.loads(EXAMPLE)["rule"]
    assert list(shown) == list(CHECKS) and all(table == {} for table in shown.values())
    plain = tomllib.loads(re.sub(r"^#(?=[a-z_]+ = )", "", EXAMPLE.partition("# A rule of your own")[0], flags=re.MULTILINE))["rule"]
    defaults = {f.encode_name: msgspec.json.decode(msgspec.json.encode(f.default if f.default is not msgspec.NODEFAULT else f.default_factory())) for f in msgspec.structs.fields(Entry)}
    assert plain["answer"] == {**defaults, "within": "8 working hours"}
    assert {name: table.get("within", "") for name, table in plain.items()} == {r.name: told(r.within) for r in shipped()}
