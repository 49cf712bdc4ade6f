"""A mailbox's contacts as Graph shows them: folders below the default one, and the people in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.graph.calls import Call
from tests.fakes.graph.deltas import Tell
from tests.fakes.graph.items import Folder, Item, Items
from tests.fakes.graph.odata import only
from tests.fakes.graph.paging import listed
from tests.fakes.graph.schema import wrong

_FIELDS = ("displayName", "surname", "givenName", "companyName", "lastModifiedDateTime", "createdDateTime")
_LISTS = ("categories", "imAddresses", "homePhones", "businessPhones", "children", "emailAddresses")
_TEXTS = (
    "fileAs", "displayName", "givenName", "initials", "middleName", "nickName", "surname", "title", "yomiGivenName", "yomiSurname", "yomiCompanyName",
    "generation", "jobTitle", "companyName", "department", "officeLocation", "profession", "businessHomePage", "assistantName", "manager", "mobilePhone",
    "spouseName", "personalNotes", "birthday",
)  # fmt: skip


class Contacts(Items):
    """The contacts of one mailbox. The default folder is not in the list of folders: its contacts are at `contacts` itself."""

    sign = "p"

    def __init__(self, mailbox: Any) -> None:
        super().__init__(mailbox)
        self.default = self._make_folder("Contacts", known_as="contacts").id

    def add(self, folder: str = "", **fields: Any) -> str:
        """A person is written down; the immutable id. `fields` are as in Graph's JSON."""
        problems = wrong("contact", fields, asked=True)
        assert not problems, problems
        return self._add(fields, folder or self.default).key

    # ── the API ──

    def contactFolders_list(self, call: Call) -> dict[str, Any]:
        return self._children(call, self._folders[self.default])

    def contactFolders_children(self, call: Call) -> dict[str, Any]:
        return self._children(call, self._folder(call.path["folder"]))

    def contactFolders_get(self, call: Call) -> dict[str, Any]:
        return only(self._folder_json(self._folders[self._asked(call)]), call.query.select)

    def contacts_list(self, call: Call) -> dict[str, Any]:
        folder = self._asked(call)
        return listed(call, self._world, [self._json(one, call) for one in self._items.values() if one.folder == folder], _FIELDS)

    def contacts_get(self, call: Call) -> dict[str, Any]:
        found = self._found(call.path["contact"], immutable=call.prefer.immutable)
        return only(self._json(found, call), call.query.select)

    def contacts_delta(self, call: Call) -> dict[str, Any]:
        folder = self._asked(call)

        def tell(options: Mapping[str, str]) -> Tell:
            select = tuple(options["select"].split(",")) if options["select"] else ()
            return lambda key: [{"@odata.type": "#microsoft.graph.contact", **only(self._json(self._items[key], call), select)}]

        return self.deltas.page(
            call, folder, tell, options={"select": ",".join(call.query.select)}, named=lambda key: self._named(key, immutable=call.prefer.immutable),
            size=call.prefer.pagesize or 10,
        )  # fmt: skip

    def _children(self, call: Call, parent: Folder) -> dict[str, Any]:
        found = [one for one in self._folders.values() if one.id != self.default and (one.parent or self.default) == parent.id]
        return listed(call, self._world, [self._folder_json(one) for one in found], ("displayName",))

    def _asked(self, call: Call) -> str:
        named = call.path.get("folder", "contacts")
        return self.default if named == "contacts" else self._folder(named).id

    def _folder_json(self, one: Folder) -> dict[str, Any]:
        return {"id": one.id, "displayName": one.name, "parentFolderId": one.parent or self.default}

    def _json(self, one: Item, call: Call) -> dict[str, Any]:
        empty: dict[str, Any] = {name: [] for name in _LISTS} | dict.fromkeys(_TEXTS)
        places: dict[str, Any] = {name: {} for name in ("homeAddress", "businessAddress", "otherAddress")}
        told = self._stamps(one) | {
            "id": self._id(one, immutable=call.prefer.immutable),
            "changeKey": f"EQAAABYAAA{one.number:06d}{one.version:04d}",
            "parentFolderId": one.folder,
        }
        if had := [{"id": name, "value": value} for name, value in one.extended.items() if name in call.query.extended]:
            told["singleValueExtendedProperties"] = had
        return {**empty, **places, **one.fields, **told}
