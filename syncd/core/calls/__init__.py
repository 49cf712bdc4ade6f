"""Calls: what mails and calendar entries tell of them, and the records of telephone exchanges."""
