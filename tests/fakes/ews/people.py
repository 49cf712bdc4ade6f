"""Contacts, and the journal in which Outlook notes telephone calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.ews.items import LOG, SETS, extended, extended_key, instant
from tests.fakes.ews.kept import BEGAN, Folder
from tests.fakes.ews.schema import Element, first, t

_ADDRESS = ("Street", "City", "State", "CountryOrRegion", "PostalCode")


@dataclass(eq=False)
class Contacts(Folder):
    """A folder of people."""

    def card(
        self,
        name: str,
        *,
        emails: Iterable[str] = (),
        phones: Mapping[str, str] | None = None,
        addresses: Mapping[str, Mapping[str, str]] | None = None,
        children: Iterable[str] = (),
        body: str = "",
        **fields: Any,
    ) -> str:
        """A person; the id. An address that begins with /o= is one of Exchange's own (EX), not of the internet.

        `phones` by key: `{"MobilePhone": "+370 600 12345"}`; `addresses` by key: `{"Business": {"City": "Kaunas"}}`; further
        properties by their names: `SpouseName`, `Birthday="1980-05-02T11:59:00Z"`, `CompanyName`, `Sensitivity="Private"`.
        """
        with self.mailbox.world.lock:
            item = self.add("Contact")
            given, _, surname = name.partition(" ")
            item.put(
                ItemClass="IPM.Contact", Subject=name, Sensitivity="Normal", DateTimeReceived=instant(BEGAN), DateTimeCreated=instant(BEGAN),
                LastModifiedTime=instant(BEGAN), HasAttachments=False, FileAs=f"{surname}, {given}" if surname else name, DisplayName=name,
                GivenName=given, Surname=surname or None,
            )  # fmt: skip
            if entries := [_email(n, one) for n, one in enumerate(emails, 1)]:
                item.fields["EmailAddresses"] = t("EmailAddresses", *entries)
            if phones:
                item.fields["PhoneNumbers"] = t("PhoneNumbers", *(t("Entry", value, Key=key) for key, value in phones.items()))
            if addresses:
                item.fields["PhysicalAddresses"] = t("PhysicalAddresses", *(_address(key, one) for key, one in addresses.items()))
            if named := [*children]:
                item.fields["Children"] = t("Children", *(t("String", one) for one in named))
            if body:
                item.fields["Body"] = t("Body", body, BodyType="Text")
            item.dress(fields)
            self.mailbox.happened("Created", item)
            return item.id


@dataclass(eq=False)
class Journal(Folder):
    """A folder of what somebody noted to have done."""

    def note(
        self,
        subject: str,
        start: dt.datetime,
        minutes: int,
        *,
        kind: str = "Phone call",
        contacts: Iterable[str] = (),
        companies: Iterable[str] = (),
        body: str = "",
        **fields: Any,
    ) -> str:
        """An entry, of a telephone call where nothing else is said; its id. Its own properties are of PSETID_Log, [MS-OXOJRNL] 2.2."""
        with self.mailbox.world.lock:
            item = self.add("Message")
            end = start + dt.timedelta(minutes=minutes)
            item.put(
                ItemClass="IPM.Activity", Subject=subject, Sensitivity="Normal", DateTimeReceived=instant(end), DateTimeCreated=instant(end),
                LastModifiedTime=instant(end), HasAttachments=False, Importance="Normal", IsRead=True,
            )  # fmt: skip
            told: list[Element] = [
                _log(0x8700, "String", kind),
                _log(0x8712, "String", kind),
                _log(0x8706, "SystemTime", instant(start)),
                _log(0x8708, "SystemTime", instant(end)),
                _log(0x8707, "Integer", str(minutes)),
            ]
            for number, names in ((0x853A, [*contacts]), (0x8539, [*companies])):
                if names:
                    told.append(extended(names, PropertySetId=SETS["Common"], PropertyId=str(number), PropertyType="StringArray"))
            for one in told:
                uri = first(one, "t:ExtendedFieldURI")
                assert uri is not None
                item.extended[extended_key(uri)] = one
            if body:
                item.fields["Body"] = t("Body", body, BodyType="Text")
            item.dress(fields)
            self.mailbox.happened("Created", item)
            return item.id


def _log(number: int, kind: str, value: str) -> Element:
    return extended(value, PropertySetId=LOG, PropertyId=str(number), PropertyType=kind)


def _email(number: int, address: str) -> Element:
    routing = "EX" if address.lower().startswith("/o=") else "SMTP"
    return t("Entry", address, Key=f"EmailAddress{number}", Name=address, RoutingType=routing, MailboxType="Contact")


def _address(key: str, said: Mapping[str, str]) -> Element:
    return t("Entry", *(t(name, said[name]) for name in _ADDRESS if name in said), Key=key)
