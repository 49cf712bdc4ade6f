"""What is refused, in which words, and that no secret is repeated in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.config import Config, load
from syncd.errors import ConfigError
from tests.config.kinds import GOOD, KINDS

BROKEN = Path(__file__).parent.parent / "data" / "config"


def problems_of(path: Path) -> tuple[str, ...]:
    """The problems of a config, without the folder it lies in."""
    with pytest.raises(ConfigError) as caught:
        load(path, kinds=KINDS)
    return tuple(text.replace(f"{path}:", "") for text in caught.value.problems)


def expected_of(path: Path) -> list[str]:
    """The lines `#! <line>: …` at the end of a broken config: what must be said of it, in order."""
    return [line[3:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#! ")]


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.toml")), ids=lambda path: path.stem)
def test_each_broken_config_is_refused_with_its_line_and_reason(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem is told, none else, each with the line of its key and the likely spelling (T13, T16 among them)."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert expected_of(path), "the file says at its end what is wrong with it"
    assert list(problems_of(path)) == expected_of(path)


def test_a_config_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The text of an error tells what to look at."""
    assert "cannot be read: No such file" in problems_of(tmp_path / "none.toml")[0]


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    """A file in another encoding is not guessed at."""
    path = tmp_path / "config.toml"
    path.write_bytes('[company]\nname = "Klimatas ąčę"\n'.encode("cp1257"))
    assert "not UTF-8" in problems_of(path)[0]


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    """Editors on Windows put one there."""
    path = tmp_path / "config.toml"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert load(path, kinds=KINDS).country == "LT"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('password = "CANARY"', "a secret in its plain key"),
        ('Password = "CANARY"', "in capitals"),
        ('token = "CANARY"', "a token"),
        ('pasword = "CANARY"', "a misspelt key"),
        ('url = "https://rasa:CANARY@mail.klimatas.example/"', "inside an address"),
        ('url = "http://mail.klimatas.example/?key=CANARY"', "in the query of an address that is refused"),
        ('password_env = "CANARY-1!"', "pasted where a name belongs"),
        ('password_file = ["CANARY"]', "of the wrong type"),
        ('host = "a"\ntls = "CANARY', "in a line that is not TOML"),
    ],
)
def test_t16_no_problem_repeats_a_secret(read: Callable[[str], Config], line: str, reason: str) -> None:
    """T16: what may be a secret does not get into texts that are printed and logged."""
    with pytest.raises(ConfigError) as caught:
        read(f'{GOOD}\n[[source]]\nname = "x"\nconnector = "server"\n{line}\n')
    assert "CANARY" not in str(caught.value), reason


def test_t17_a_problem_stays_on_its_line(read: Callable[[str], Config]) -> None:
    """T17: line ends and control characters of a value are escaped, and a long value is cut."""
    with pytest.raises(ConfigError) as caught:
        text = GOOD.replace('"LT"', '"L\\nT\\u001b[31m"').replace('"Europe/Riga"', f'"{"x" * 5000}"')
        read(text.replace('name = "info"', '"na\\nme" = 1'))
    assert len(caught.value.problems) == 4 and len(str(caught.value).splitlines()) == 4
    assert "L\\u000aT\\u001b[31m" in str(caught.value) and len(str(caught.value)) < 2000


def test_quotes_at_the_end_of_a_text_belong_to_it(read: Callable[[str], Config]) -> None:
    """A text over several lines may end in one or two quotes of its own; the lines after it are counted right."""
    text = '[company]\ndomains = ["a.example"]\nname = """\n# [x] " ""\nhe said "no"""""\n[nowhere]\n'
    with pytest.raises(ConfigError, match=r"config.toml:6: nowhere"):
        read(text)
