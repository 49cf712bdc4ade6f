"""The words of the reports, saved queries and the page about the tables, one table a language: en, lt, ru."""

from datasette_plugins.words.reports import en, lt, ru

__all__ = ["en", "lt", "ru"]
