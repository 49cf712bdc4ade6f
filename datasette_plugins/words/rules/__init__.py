"""The words of the rules of the relation, one table a language: en, lt, ru."""

from datasette_plugins.words.rules import en, lt, ru

__all__ = ["en", "lt", "ru"]
