"""The entities of Graph v1.0 that concern us, property by property, as learn.microsoft.com lists them: a judge of requests and answers.

A kind is str, bool, int, time (DateTimeOffset), date, one of the entities below, or a list of words; "[…]" is a collection
of it. "!" marks what only Graph sets: a write that names it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_IMPORTANCE = "low|normal|high"
_DAYS = "sunday|monday|tuesday|wednesday|thursday|friday|saturday"
_EXTRAS = {
    "singleValueExtendedProperties": "[singleValueLegacyExtendedProperty]",
    "multiValueExtendedProperties": "[multiValueLegacyExtendedProperty]",
}

ENTITIES: dict[str, dict[str, str]] = {
    "message": {
        "id": "!str", "createdDateTime": "!time", "lastModifiedDateTime": "!time", "changeKey": "!str", "categories": "[str]", "receivedDateTime": "!time",
        "sentDateTime": "!time", "hasAttachments": "!bool", "internetMessageId": "str", "subject": "str", "bodyPreview": "!str", "importance": _IMPORTANCE,
        "parentFolderId": "!str", "conversationId": "!str", "conversationIndex": "!str", "isDeliveryReceiptRequested": "bool", "isReadReceiptRequested": "bool",
        "isRead": "bool", "isDraft": "!bool", "webLink": "!str", "inferenceClassification": "focused|other", "body": "itemBody", "uniqueBody": "!itemBody",
        "sender": "recipient", "from": "recipient", "toRecipients": "[recipient]", "ccRecipients": "[recipient]", "bccRecipients": "[recipient]",
        "replyTo": "[recipient]", "flag": "followupFlag", "internetMessageHeaders": "[internetMessageHeader]", "attachments": "!any", **_EXTRAS,
        "meetingMessageType": "!none|meetingRequest|meetingCancelled|meetingAccepted|meetingTenativelyAccepted|meetingDeclined",
    },
    "mailFolder": {
        "id": "!str", "displayName": "str", "parentFolderId": "!str", "childFolderCount": "!int", "unreadItemCount": "!int", "totalItemCount": "!int",
        "isHidden": "bool",
    },
    "event": {
        "id": "!str", "createdDateTime": "!time", "lastModifiedDateTime": "!time", "changeKey": "!str", "categories": "[str]", "transactionId": "str",
        "originalStartTimeZone": "!str", "originalEndTimeZone": "!str", "iCalUId": "!str", "reminderMinutesBeforeStart": "int", "isReminderOn": "bool",
        "hasAttachments": "!bool", "subject": "str", "bodyPreview": "!str", "importance": _IMPORTANCE, "sensitivity": "normal|personal|private|confidential",
        "isAllDay": "bool", "isCancelled": "!bool", "isOrganizer": "!bool", "responseRequested": "bool", "seriesMasterId": "!str",
        "showAs": "unknown|free|tentative|busy|oof|workingElsewhere", "type": "!singleInstance|occurrence|exception|seriesMaster", "webLink": "!str",
        "onlineMeetingUrl": "!str", "isOnlineMeeting": "bool", "onlineMeetingProvider": "unknown|teamsForBusiness|skypeForBusiness|skypeForConsumer",
        "allowNewTimeProposals": "bool", "isDraft": "!bool", "hideAttendees": "bool", "responseStatus": "!responseStatus", "body": "itemBody",
        "start": "dateTimeTimeZone", "end": "dateTimeTimeZone", "location": "location", "locations": "[location]", "recurrence": "patternedRecurrence",
        "attendees": "[attendee]", "organizer": "recipient", "onlineMeeting": "!onlineMeetingInfo", "originalStart": "!time", "occurrenceId": "!str",
        "cancelledOccurrences": "![str]", "exceptionOccurrences": "![event]", "attachments": "!any", **_EXTRAS,
    },
    "calendar": {
        "id": "!str", "name": "str", "color": "auto|lightBlue|lightGreen|lightOrange|lightGray|lightYellow|lightTeal|lightPink|lightBrown|lightRed|maxColor",
        "hexColor": "!str", "isDefaultCalendar": "!bool", "changeKey": "!str", "canShare": "!bool", "canViewPrivateItems": "!bool", "canEdit": "!bool",
        "allowedOnlineMeetingProviders": "![str]", "defaultOnlineMeetingProvider": "str", "isTallyingResponses": "!bool", "isRemovable": "!bool",
        "owner": "!emailAddress",
    },
    "contact": {
        "id": "!str", "createdDateTime": "!time", "lastModifiedDateTime": "!time", "changeKey": "!str", "categories": "[str]", "parentFolderId": "!str",
        "birthday": "time", "fileAs": "str", "displayName": "str", "givenName": "str", "initials": "str", "middleName": "str", "nickName": "str", "surname": "str",
        "title": "str", "yomiGivenName": "str", "yomiSurname": "str", "yomiCompanyName": "str", "generation": "str", "imAddresses": "[str]", "jobTitle": "str",
        "companyName": "str", "department": "str", "officeLocation": "str", "profession": "str", "businessHomePage": "str", "assistantName": "str", "manager": "str",
        "homePhones": "[str]", "mobilePhone": "str", "businessPhones": "[str]", "spouseName": "str", "personalNotes": "str", "children": "[str]",
        "emailAddresses": "[emailAddress]", "homeAddress": "physicalAddress", "businessAddress": "physicalAddress", "otherAddress": "physicalAddress", **_EXTRAS,
    },
    "contactFolder": {"id": "!str", "displayName": "str", "parentFolderId": "!str"},
    "todoTaskList": {
        "id": "!str", "displayName": "str", "isOwner": "!bool", "isShared": "!bool", "wellknownListName": "!none|defaultList|flaggedEmails|unknownFutureValue",
    },
    "todoTask": {
        "id": "!str", "createdDateTime": "!time", "lastModifiedDateTime": "!time", "bodyLastModifiedDateTime": "!time", "title": "str", "body": "itemBody",
        "importance": _IMPORTANCE, "isReminderOn": "bool", "status": "notStarted|inProgress|completed|waitingOnOthers|deferred", "categories": "[str]",
        "hasAttachments": "!bool", "completedDateTime": "dateTimeTimeZone", "dueDateTime": "dateTimeTimeZone", "reminderDateTime": "dateTimeTimeZone",
        "startDateTime": "dateTimeTimeZone", "recurrence": "patternedRecurrence", "linkedResources": "[linkedResource]",
    },
    "user": {"id": "!str", "displayName": "!str", "mail": "!str", "userPrincipalName": "!str", "givenName": "!str", "surname": "!str", "jobTitle": "!str",
             "businessPhones": "![str]", "mobilePhone": "!str", "officeLocation": "!str", "preferredLanguage": "!str"},
    "itemBody": {"contentType": "text|html", "content": "str"},
    "emailAddress": {"name": "str", "address": "str"},
    "recipient": {"emailAddress": "emailAddress"},
    "attendee": {"emailAddress": "emailAddress", "type": "required|optional|resource", "status": "responseStatus"},
    "responseStatus": {"response": "none|organizer|tentativelyAccepted|accepted|declined|notResponded", "time": "time"},
    "dateTimeTimeZone": {"dateTime": "local", "timeZone": "str"},
    "location": {"displayName": "str", "locationType": "default|conferenceRoom|homeAddress|businessAddress|geoCoordinates|streetAddress|hotel|restaurant|localBusiness|postalAddress",
                 "uniqueId": "str", "uniqueIdType": "unknown|locationStore|directory|private|bing", "locationUri": "str", "locationEmailAddress": "str",
                 "address": "physicalAddress", "coordinates": "any"},
    "physicalAddress": {"street": "str", "city": "str", "state": "str", "countryOrRegion": "str", "postalCode": "str"},
    "patternedRecurrence": {"pattern": "recurrencePattern", "range": "recurrenceRange"},
    "recurrencePattern": {"type": "daily|weekly|absoluteMonthly|relativeMonthly|absoluteYearly|relativeYearly", "interval": "int", "month": "int",
                          "dayOfMonth": "int", "daysOfWeek": f"[{_DAYS}]", "firstDayOfWeek": _DAYS, "index": "first|second|third|fourth|last"},
    "recurrenceRange": {"type": "endDate|noEnd|numbered", "startDate": "date", "endDate": "date", "recurrenceTimeZone": "str", "numberOfOccurrences": "int"},
    "followupFlag": {"flagStatus": "notFlagged|complete|flagged", "startDateTime": "dateTimeTimeZone", "dueDateTime": "dateTimeTimeZone",
                     "completedDateTime": "dateTimeTimeZone"},
    "internetMessageHeader": {"name": "str", "value": "str"},
    "onlineMeetingInfo": {"joinUrl": "str", "conferenceId": "str", "tollNumber": "str", "quickDial": "str"},
    "singleValueLegacyExtendedProperty": {"id": "str", "value": "str"},
    "multiValueLegacyExtendedProperty": {"id": "str", "value": "[str]"},
    "linkedResource": {"id": "!str", "webUrl": "str", "applicationName": "str", "displayName": "str", "externalId": "str"},
}  # fmt: skip

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def wrong(entity: str, value: Any, *, asked: bool, where: str = "") -> list[str]:
    """What is wrong with a value, in Graph's words; `asked`: it is written by a client, so nothing may stand there that only Graph sets."""
    if not isinstance(value, Mapping):
        return [f"{where or 'the body'} is not an object of type 'microsoft.graph.{entity}'."]
    known, found = ENTITIES[entity], []
    for name, inner in value.items():
        if "@" in name:
            if asked and name != "@odata.type":
                found.append(f"The annotation '{name}' is not expected.")
            continue
        kind = known.get(name)
        if kind is None:
            found.append(
                f"The property '{name}' does not exist on type 'microsoft.graph.{entity}'. "
                "Make sure to only use property names that are defined by the type."
            )
        elif asked and kind.startswith("!"):
            found.append(f"The property '{where}{name}' is read-only and cannot be set.")
        elif inner is not None:
            found += _wrong_value(kind.lstrip("!"), inner, asked=asked, where=f"{where}{name}")
    return found


def _wrong_value(kind: str, value: Any, *, asked: bool, where: str) -> list[str]:
    if kind.startswith("["):
        if not isinstance(value, list):
            return [f"{where} is not a collection."]
        return [text for index, one in enumerate(value) for text in _wrong_value(kind[1:-1], one, asked=asked, where=f"{where}[{index}]")]
    if kind in ENTITIES:
        return wrong(kind, value, asked=asked, where=f"{where}.")
    if kind == "any":
        return []
    if _fits(kind, value):
        return []
    return [f"Cannot convert the literal '{value!r:.60}' of '{where}' to the expected type '{kind[:60]}'."]


def _fits(kind: str, value: Any) -> bool:
    match kind:
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31
        case "str":
            return isinstance(value, str)
        case "time":
            return isinstance(value, str) and bool(_TIME.fullmatch(value))
        case "local":
            return isinstance(value, str) and bool(_LOCAL.fullmatch(value) or _TIME.fullmatch(value))
        case "date":
            return isinstance(value, str) and bool(_DATE.fullmatch(value))
        case _:
            return value in kind.split("|")


def unknown(entity: str, select: tuple[str, ...]) -> list[str]:
    """The selected properties that there are not."""
    return [f"Could not find a property named '{one}' on type 'microsoft.graph.{entity}'." for one in select if one not in ENTITIES[entity]]
