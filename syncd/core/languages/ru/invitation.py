"""Russian words for children in what is known of a family. Tables only; in lower case, from the beginning of a word."""

from __future__ import annotations

CHILDREN = (r"дет(?:и|ей|ям|ьми|ях|к|иш)", r"ребен", r"ребят", r"сын", r"доч(?:ь|ер|к|ур|ен)", r"внук", r"внуч", r"двойн", r"близнец", r"тройн", r"малыш", r"мальчик", r"девочк", r"младен", r"первен")
