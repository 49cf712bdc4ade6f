"""Plain requests to the fake Microsoft Graph, by no library of Microsoft's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2

from tests.fakes.graph import Graph

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
RASA = "rasa@klimatas.example"


class Client:
    """Asks as the program itself, and follows links."""

    def __init__(self, world: Graph) -> None:
        self.world = world
        self.http = httpx2.Client(trust_env=False, verify=False)  # a TLS context that nobody needs takes a tenth of a second
        form = {"grant_type": "client_credentials", "client_id": world.client_id, "client_secret": world.tokens.secret}
        said = self.http.post(
            f"{world.url}/{world.tenant}/oauth2/v2.0/token", data={**form, "scope": "https://graph.microsoft.com/.default"}
        )
        self.token = said.json()["access_token"]

    def ask(self, verb: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> httpx2.Response:
        address = path if path.startswith("http") else f"{self.world.url}/v1.0/users/{RASA}/{path}"
        return self.http.request(verb, address, json=body, headers={"Authorization": f"Bearer {self.token}", **(headers or {})})

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        answer = self.ask("GET", path, headers=IMMUTABLE if headers is None else headers)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def round(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[list[dict[str, Any]], str]:
        """All pages, and the link to the next round."""
        found, said = [], self.get(path, headers)
        while "@odata.nextLink" in said:
            found += said["value"]
            assert "@odata.deltaLink" not in said
            said = self.get(said["@odata.nextLink"], headers)
        return found + said["value"], said["@odata.deltaLink"]


def ids(entities: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in entities]


def forgive(g: Graph) -> list[str]:
    """What was refused as a fault of the client, which is what the test was about."""
    found = list(g.violations)
    g.violations.clear()
    return found
