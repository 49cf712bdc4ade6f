"""Calls: what mails and calendar entries tell of them, and the records of telephone exchanges."""

from __future__ import annotations

from syncd.core.calls.mail import notified_call
from syncd.core.calls.told import told_call

__all__ = ["notified_call", "told_call"]
