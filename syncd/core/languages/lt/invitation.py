"""Lithuanian words for children in what is known of a family. Tables only; in lower case without diacritics, from the beginning of a word."""

from __future__ import annotations

CHILDREN = (r"vaik", r"sun(?:us|u|ui|aus|umi|elis|eli|eliui|eliai|elius)\b", r"dukr", r"dukt", r"dukter", r"anuk", r"proanuk", r"dvyn", r"trynuk", r"berniuk", r"mergait", r"mergyt", r"kudik", r"mazyl", r"pirmag", r"atzal")
