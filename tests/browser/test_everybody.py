"""Whether everybody can use the pages, as axe-core judges: contrast, names, order, labels; on desk and telephone, by day and by night."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Company
from .pages import pages

pytestmark = pytest.mark.slow

RUN = "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r => r.violations.map(v => [v.impact, v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.any[0] ? n.any[0].message : ''))]))"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_no_page_shuts_anybody_out(person: Any, company: Company, axe: str, width: int, scheme: str) -> None:
    """No violation that axe calls serious or critical."""
    jonas = person("jonas@klimatas.example", width=width, scheme=scheme, bypass_csp=True)
    jonas.context.add_init_script(axe)
    found = {}
    for name, path in pages(company.folder / "history.db").items():
        jonas.go(path)
        if serious := [v for v in jonas.page.evaluate(RUN) if v[0] in ("serious", "critical")]:
            found[name] = serious
    assert found == {}
