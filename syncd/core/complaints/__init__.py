"""Complaints: an outside person's displeasure with our firm, in the sentence that names the wrong."""

from syncd.core.complaints.finder import find_complaints

__all__ = ["find_complaints"]
