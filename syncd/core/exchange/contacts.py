"""A contact of Exchange (EWS `Contact`) as a card."""

from __future__ import annotations

from typing import Final

from syncd.core.cards.read import CardsRead
from syncd.core.exchange.cards import Contact, no_card, read_card
from syncd.core.exchange.elements import Element, child, children, item_in, text

# PhoneNumberKeyType in the order in which somebody is best reached → the word of vCard; those of others are left away
_TELEPHONES: Final = {
    "PrimaryPhone": "PREF", "MobilePhone": "CELL", "BusinessMobile": "CELL", "BusinessPhone": "WORK", "BusinessPhone2": "WORK", "HomePhone": "HOME",
    "HomePhone2": "HOME", "OtherTelephone": "VOICE", "Callback": "VOICE", "CarPhone": "CAR", "RadioPhone": "VOICE", "Isdn": "VOICE", "IPPhone": "VOICE",
    "TtyTddPhone": "VOICE", "CompanyMainPhone": "WORK", "BusinessFax": "FAX", "HomeFax": "FAX", "OtherFax": "FAX", "Pager": "PAGER",
}  # fmt: skip


def read_ews_contact(raw: bytes) -> CardsRead:
    """The card in a `Contact` (types.xsd). Never raises."""
    item = item_in(raw, "Contact")
    if isinstance(item, str):
        return no_card(item)
    given, family = text(item, "GivenName") or text(item, "CompleteName", "FirstName"), text(item, "Surname") or text(item, "CompleteName", "LastName")
    id_ = child(item, "ItemId")
    return read_card(
        Contact(
            id=id_.get("Id", "") if id_ is not None else "", name=text(item, "DisplayName") or text(item, "CompleteName", "FullName") or ("" if given or family else text(item, "FileAs")),
            given=given, middle=text(item, "MiddleName") or text(item, "CompleteName", "MiddleName"), family=family, nickname=text(item, "Nickname"),
            company=text(item, "CompanyName") or text(item, "Companies", "String"), title=text(item, "JobTitle"), profession=text(item, "Profession"),
            assistant=text(item, "AssistantName"), addresses=tuple(_words(entry) for entry in children(item, "EmailAddresses", "Entry")), telephones=_telephones(item),
            cities=tuple((e.get("Key", "").upper(), text(e, "City")) for e in children(item, "PhysicalAddresses", "Entry")), home_page=text(item, "BusinessHomePage"),
            birthday=text(item, "Birthday"), wedding=text(item, "WeddingAnniversary"), spouse=text(item, "SpouseName"),
            children=tuple(map(_words, children(item, "Children", "String"))), categories=tuple(map(_words, children(item, "Categories", "String"))),
            private=text(item, "Sensitivity") not in ("", "Normal"),
        )
    )  # fmt: skip


def _telephones(item: Element) -> tuple[tuple[str, str], ...]:
    given = {entry.get("Key", ""): _words(entry) for entry in children(item, "PhoneNumbers", "Entry")}
    return tuple((sort, given[key]) for key, sort in _TELEPHONES.items() if given.get(key))


def _words(element: Element) -> str:
    return (element.text or "")[:2_000].strip()
