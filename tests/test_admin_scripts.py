"""The scripts for administrators of Exchange and Microsoft 365: no PowerShell is here to run them, so they are read.

Each cmdlet and parameter is held against what Microsoft's page of it names; quotation marks and brackets are counted.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CONTRIB = Path(__file__).resolve().parents[1] / "contrib"
SCRIPTS = [CONTRIB / "exchange" / "limit-impersonation.ps1", CONTRIB / "microsoft365" / "limit-application.ps1"]
COMMON = {"ErrorAction", "WhatIf", "Confirm"}
# cmdlet: the parameters that are used of it, as https://learn.microsoft.com/powershell/module/exchange/NAME has them
EXCHANGE = {
    "New-ManagementScope": {"Name", "RecipientRestrictionFilter"},
    "Set-ManagementScope": {"Identity", "RecipientRestrictionFilter"},
    "Get-ManagementScope": {"Identity"},
    "Remove-ManagementScope": {"Identity"},
    "New-ManagementRoleAssignment": {"Name", "Role", "User", "App", "CustomRecipientWriteScope", "CustomResourceScope"},
    "Set-ManagementRoleAssignment": {"Identity", "CustomRecipientWriteScope"},
    "Get-ManagementRoleAssignment": {"Identity", "Role", "RoleAssignee", "WritableRecipient"},
    "Remove-ManagementRoleAssignment": {"Identity"},
    "Get-Group": {"Identity"},
    "Get-Recipient": {"Filter", "ResultSize"},
}
ONLINE = EXCHANGE | {
    "New-ServicePrincipal": {"AppId", "ObjectId", "DisplayName"},
    "Get-ServicePrincipal": {"Identity"},
    "Test-ServicePrincipalAuthorization": {"Identity", "Resource"},
}
# https://learn.microsoft.com/powershell/module/microsoft.powershell.core and .utility
LANGUAGE = {
    "Get-Command": {"Name"},
    "Write-Output": set[str](),
    "Write-Warning": set[str](),
    "Out-Null": set[str](),
    "Where-Object": set[str](),
    "ForEach-Object": set[str](),
    "Sort-Object": {"Property"},
    "Format-Table": {"Property", "AutoSize"},
}
_OPERATORS = {"eq", "ne", "gt", "not", "and", "contains", "replace", "join"}


def code_of(script: Path) -> str:
    """A script without its help and comments; of texts only their quotation marks."""
    text = re.sub(r"<#.*?#>", "", script.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\"(?:[^\"`]|`.)*\"|'[^']*'", lambda found: found[0][0] * 2, text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_each_cmdlet_and_parameter_is_one_that_microsoft_documents(script: Path) -> None:
    """A mistyped parameter would show only at the administrator's."""
    known = LANGUAGE | (ONLINE if script.parent.name == "microsoft365" else EXCHANGE)
    used = set()
    for line in code_of(script).splitlines():
        parts = re.split(r"\b([A-Z][a-z]+-[A-Z][A-Za-z]+)\b", line)
        for cmdlet, rest in zip(parts[1::2], parts[2::2], strict=True):
            assert cmdlet in known, f"{script.name}: {cmdlet}"
            used.add(cmdlet)
            parameters = set(re.findall(r"(?<=\s)-([A-Za-z]+)", re.split(r"[|)]", rest)[0])) - _OPERATORS
            assert parameters <= known[cmdlet] | COMMON, f"{script.name}: {cmdlet} {parameters}"
    assert {"New-ManagementScope", "New-ManagementRoleAssignment", "Remove-ManagementRoleAssignment", "Remove-ManagementScope"} <= used


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_brackets_and_quotation_marks_are_closed(script: Path) -> None:
    """In the order they were opened, and no text goes over a line."""
    text = script.read_text("utf-8")
    open_: list[str] = []
    for letter in code_of(script):
        if letter in "([{":
            open_.append({"(": ")", "[": "]", "{": "}"}[letter])
        elif letter in ")]}":
            assert open_ and open_.pop() == letter, script.name
    assert not open_ and code_of(script).count('"') % 2 == 0 and code_of(script).count("'") % 2 == 0
    assert text.isascii(), "PowerShell 5.1 reads a file without a byte order mark as ANSI"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_change_can_be_looked_at_first_and_every_parameter_is_explained(script: Path) -> None:
    """-WhatIf: what changes anything stands behind ShouldProcess; the help names each parameter."""
    text, code = script.read_text("utf-8"), code_of(script)
    assert "SupportsShouldProcess = $true" in code
    lines = code.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"\s*(New|Set|Remove)-", line):
            assert "ShouldProcess" in lines[number - 1], f"{script.name}: {line}"
    header = code[code.index("param(") : code.index("$ErrorActionPreference")]
    names = re.findall(r"^\s*\[(?:string|string\[\]|guid|switch)\] \$(\w+)", header, re.MULTILINE)
    assert len(names) >= 6 and all(f".PARAMETER {name}\n" in text for name in names)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_doctor_and_the_documents_name_the_script(script: Path) -> None:
    """Where a right is found too wide, what narrows it is at hand."""
    path = script.relative_to(CONTRIB.parent).as_posix()
    connector = CONTRIB.parent / "connectors" / {"exchange": "exchange", "microsoft365": "graph"}[script.parent.name] / "rights.py"
    documents = sorted((CONTRIB.parent / "docs" / "admins").glob(f"{script.parent.name}*.md"))
    assert len(documents) == 3
    for file in (connector, *documents):
        assert path in file.read_text("utf-8"), file.name
