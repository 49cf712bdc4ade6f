"""The words of deciding on the pages, one table a language: en, lt, ru."""

from datasette_plugins.words.actions import en, lt, ru

__all__ = ["en", "lt", "ru"]
