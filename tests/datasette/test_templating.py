"""The short ways by which our templates read and call give what Jinja's own ways give."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from jinja2 import DictLoader, Environment, pass_context, pass_environment, pass_eval_context
from markupsafe import Markup

from datasette_plugins.page import environment
from datasette_plugins.templating import Templates
from datasette_plugins.words import Words
from syncd import serve

from .conftest import Site
from .test_reports import again

WORDS = Words("lt", dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC), ZoneInfo("Europe/Vilnius"))
MACROS = "{% macro bold(text, end='!') %}<b>{{ text }}{{ end }}</b>{% endmacro %}{% macro round() %}({{ caller() }}){% endmacro %}"


class Asks:
    """Something that is called as a function and wants the context."""

    @pass_context
    def __call__(self, context: object, text: str) -> str:
        """What the context has as `name`, after the text."""
        return f"{text}{context['name']}"  # type: ignore[index]

    def said(self, text: str) -> str:
        """A plain method."""
        return text.upper()


class Itself:
    """Something that says how it looks in HTML."""

    def __html__(self) -> str:
        """As it is."""
        return "<u>"


class Text(str):
    """A text of another type."""

    __slots__ = ()


@pytest.mark.parametrize(("template", "reason"), [
    ("{{ row.quote }}|{{ row['quote'] }}", "a column of a row"),
    ("{{ row.items }}|{{ row.count }}", "a column that is called as a method of dictionaries is called"),
    ("{% for k, v in plain.items() %}{{ k }}={{ v }};{% endfor %}", "a method of a dictionary that has no such column"),
    ("{{ row.nothing }}|{{ row.nothing is defined }}|{{ thing.nothing is defined }}", "what is not there is undefined"),
    ("{{ thing.name }}|{{ w.language }}", "attributes of what is no row"),
    ("{{ bold(row.quote) }}{{ bold('a', end='?') }}{{ bold('<', '>') }}", "macros, their defaults, and what they escape"),
    ("{% call round() %}{{ bold('x') }}{% endcall %}", "a macro with a caller"),
    ("{{ w('nav.start') }}|{{ w.count('minutes_ago', 21) }}|{{ w.known('state', 'kept') }}", "words, and their methods"),
    ("{{ asks('b') }}|{{ asks.said('b') }}|{{ wants('c') }}|{{ of('d') }}|{{ escapes('e') }}", "functions that want context, environment or escaping"),
    ("{% for x in (1, 2, 3) %}{{ loop.cycle('a', 'b') }}{{ wants(x) }}{% set y = x %}{{ here(y) }}{% endfor %}", "in a loop, with what is set in it"),
    ("{{ row.quote }}|{{ row.count }}|{{ none }}|{{ nobody }}|{{ safe }}|{{ own }}|{{ of_text }}|{{ safe + row.quote }}|{{ row.quote ~ safe }}", "texts of strangers, and what may stand as it is"),
    ("{% set kept %}{{ row.quote }}{% endset %}{{ kept }}{% filter upper %}{{ row.quote }}{% endfilter %}{{ row.quote if row.count else 1 }}", "what is kept, filtered or chosen before it is said"),
    ("{% autoescape false %}{{ row.quote }}{% endautoescape %}{% autoescape row.count > 2 %}{{ row.quote }}{% endautoescape %}{{ row.quote }}", "escaping that is asked for"),
    ("{{ str(5) }}{{ '%s' | format(1) }}{{ row.quote | upper }}", "types and filters"),
])  # fmt: skip
def test_a_template_says_what_it_said(template: str, reason: str) -> None:
    """Each way to read and to call, by Jinja's environment and by ours."""

    @pass_context
    def wants(context: object, text: object) -> str:
        return f"{text}{context['name']}"  # type: ignore[index]

    def of(environment: Environment, text: str) -> str:
        return f"{text}{environment.autoescape}"

    def escapes(eval_ctx: object, text: str) -> str:
        return f"{text}{eval_ctx.autoescape}"  # type: ignore[attr-defined]

    values = {
        "row": {"quote": "<b>ačiū</b>", "items": "&", "count": 3}, "plain": {"a": 1}, "thing": SimpleNamespace(name="<n>"), "name": "N", "w": WORDS, "str": str,
        "asks": Asks(), "wants": wants, "of": pass_environment(of), "escapes": pass_eval_context(escapes), "here": lambda y: f"[{y}]",
        "safe": Markup("<i>&amp;</i>"), "own": Itself(), "of_text": Text("<'\">&"),
    }  # fmt: skip
    jinja = Environment(loader=DictLoader({"page": "{% import 'macros' as m with context %}{% from 'macros' import bold, round with context %}" + template, "macros": MACROS}), autoescape=True, enable_async=True)
    theirs = jinja.overlay(enable_async=False).get_template("page").render(values)
    ours = Templates.of(jinja).get_template("page").render(values)
    if "row.items" in template:
        assert ours == "&amp;|3"
    else:
        assert ours == theirs


@pytest.mark.slow
def test_every_template_is_compiled_before_somebody_opens_its_page(demo: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the first pages, and then kept out of the garbage collector's sight with the rest."""
    kept: list[bool] = []
    monkeypatch.setattr(serve, "_keep_for_good", lambda: kept.append(True))
    site = again(demo)
    serve._warm_up(site.datasette)
    templates = environment(site.datasette)
    assert templates.cache is not None
    compiled = {name for _, name in templates.cache}
    assert {name for name in templates.list_templates() if name.startswith("syncd/")} <= compiled
    assert kept == [True]
