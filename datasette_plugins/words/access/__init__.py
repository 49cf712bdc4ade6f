"""The words of who may see what, one table a language: en, lt, ru."""

from datasette_plugins.words.access import en, lt, ru

__all__ = ["en", "lt", "ru"]
