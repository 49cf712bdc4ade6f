"""Calls: what mails and calendar entries tell of them, and the records of telephone exchanges."""

from __future__ import annotations

from syncd.core.calls.mail import call_in_mail

__all__ = ["call_in_mail"]
