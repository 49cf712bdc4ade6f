"""What becomes known about an outside person: birthday, family, city, hobby, interest, style, job, and little else.

Read from their own words, and from ours about them (a congratulation, a colleague's note, an introduction). Health, religion,
politics, union, origin and sex life (GDPR Art. 9) give nothing, and neither does any other word of a sentence that touches them.
"""

from __future__ import annotations

from syncd.core.facts.finder import find_facts

__all__ = ["find_facts"]
