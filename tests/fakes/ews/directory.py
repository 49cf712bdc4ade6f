"""ConvertId, GetServerTimeZones, ResolveNames: what a server knows beside mailboxes."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from tests.fakes.ews.answers import one_by_one, response, succeeded
from tests.fakes.ews.calls import Call, Refusal
from tests.fakes.ews.mailbox import mailbox_of
from tests.fakes.ews.post import mailbox as mailbox_element
from tests.fakes.ews.schema import SPACES, Element, first, m, t, text

ZONES: Mapping[str, tuple[str, str]] = {
    "UTC": ("(UTC) Coordinated Universal Time", "PT0S"),
    "FLE Standard Time": ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "-PT2H"),
    "Central European Standard Time": ("(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "-PT1H"),
    "Russian Standard Time": ("(UTC+03:00) Moscow, St. Petersburg", "-PT3H"),
}
"""Some of Windows' zones, with the name and the bias of their standard time."""

_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def convert_id(call: Call) -> Element:
    wanted = first(call.request, "m:SourceIds")
    assert wanted is not None
    target = call.request.get("DestinationFormat", "")

    def one(asked: Element) -> Element:
        said, kind = asked.get("Id", ""), asked.get("Format", "")
        if kind == "HexEntryId":
            said = base64.b64encode(bytes.fromhex(said)).decode()
        if kind not in ("EwsId", "EntryId", "HexEntryId") or target not in ("EwsId", "EntryId", "HexEntryId") or not mailbox_of(said):
            raise Refusal("ErrorInvalidIdMalformed")
        told = base64.b64decode(said).hex().upper() if target == "HexEntryId" else said
        made = m("AlternateId", Format=target, Id=told, Mailbox=asked.get("Mailbox", ""))
        made.set(f"{{{_XSI}}}type", "t:AlternateIdType")
        return succeeded("ConvertId", made)

    return one_by_one("ConvertId", wanted, one)


def get_server_time_zones(call: Call) -> Element:
    wanted = [one.text or "" for one in call.request.iterfind("m:Ids/t:Id", SPACES)]
    full = call.request.get("ReturnFullTimeZoneData") in ("true", "1")
    told = [_zone(name, full) for name in ZONES if not wanted or name in wanted]
    return response("GetServerTimeZones", [succeeded("GetServerTimeZones", m("TimeZoneDefinitions", *told))])


def _zone(name: str, full: bool) -> Element:
    words, bias = ZONES[name]
    made = t("TimeZoneDefinition", Id=name, Name=words)
    if full:
        made.append(t("Periods", t("Period", Bias=bias, Name="Standard", Id="std")))
        group = t("TransitionsGroup", t("Transition", t("To", "std", Kind="Period")), Id="0")
        made.append(t("TransitionsGroups", group))
        made.append(t("Transitions", t("Transition", t("To", "0", Kind="Group"))))
    return made


def resolve_names(call: Call) -> Element:
    said = text(call.request, "m:UnresolvedEntry").casefold().removeprefix("smtp:")
    found = [box for box in call.world.mailboxes.values() if box.address.casefold().startswith(said) or said in box.name.casefold()]
    if not found:
        raise Refusal("ErrorNameResolutionNoResults", "No results were found.")
    told = []
    for box in found:
        person = mailbox_element(box.address, box.name)
        person.append(t("MailboxType", "Mailbox"))
        told.append(t("Resolution", person))
    resolutions = m("ResolutionSet", *told, TotalItemsInView=str(len(told)), IncludesLastItemInRange="true")
    return response("ResolveNames", [succeeded("ResolveNames", resolutions)])
