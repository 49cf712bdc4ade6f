"""What an account of an Exchange Server may open beside the mailboxes of the config, and why it is refused."""

from __future__ import annotations

from pathlib import Path

import msgspec

from connectors.exchange.operations import known_folders
from connectors.exchange.refusals import NoMailbox, NotOffered
from connectors.exchange.session import ExchangeSession
from connectors.exchange.source import ExchangeOptions
from connectors.rights import Cause, told
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, Forbidden, SourceError, SyncdError

_SCRIPT = "contrib/exchange/limit-impersonation.ps1"


def rights(name: str, options: ExchangeOptions, base: Path) -> ExchangeRights:
    """Those of a source's user."""
    return ExchangeRights(options, base)


class ExchangeRights:
    """An account that signs in to Exchange Web Services. What else it may do there, Exchange does not tell."""

    service, consent = "", False
    refused, nobody = Forbidden, NoMailbox

    def __init__(self, options: ExchangeOptions, base: Path) -> None:
        self._options, self._base = options, base
        self.who, self.mailbox = options.user, canonical(options.mailbox)
        self.several = options.impersonate
        self.identity = ("exchange", options.url, options.user.casefold(), options.auth, str(options.impersonate))
        self.narrow = _by_scope(options.user) if options.impersonate else _by_permission(options.user)
        self.drop = ""

    def open(self, mailbox: str) -> None:
        """By the id of its Inbox."""
        self._open(msgspec.structs.replace(self._options, mailbox=mailbox))

    def beyond(self, needed: frozenset[str]) -> tuple[str, ...]:
        """Nothing is told: Exchange knows impersonation or none."""
        return ()

    def cause(self, error: SyncdError) -> Cause:
        """Tells Extended Protection from a wrong password: where NTLM is refused and Basic, which cannot be bound to a channel, is not."""
        if not isinstance(error, AuthFailed) or isinstance(error, NotOffered) or self._options.auth != "ntlm" or not self._options.url.startswith("https://"):
            return told(error)
        try:
            self._open(msgspec.structs.replace(self._options, auth="basic"))
        except SourceError:  # no Basic there, or the password is wrong: which of them, nobody tells
            return told(error)
        return Cause(
            code="extended-protection",
            text=f"{self.mailbox}: NTLM is refused for {self.who}, and the same name and password are taken by Basic: Windows Extended Protection sees another "
            "certificate than its own, because a proxy or load balancer ends TLS before Exchange",
            remedy="give the proxy the certificate of the server, or switch it off for EWS (Set-WebServicesVirtualDirectory -ExtendedProtectionTokenChecking None), "
            'or write auth = "basic" into the source',
        )

    def _open(self, options: ExchangeOptions) -> None:
        session = ExchangeSession(options, self._base)
        try:
            session.read(known_folders, session.account, ("inbox",))
        finally:
            session.close()


def _by_scope(user: str) -> str:
    return (
        f"in the Exchange Management Shell: {_SCRIPT} -User '{user}' -Group GROUP, which limits ApplicationImpersonation to that group by "
        "New-ManagementScope and New-ManagementRoleAssignment -CustomRecipientWriteScope; Get-ManagementRoleAssignment -Role ApplicationImpersonation "
        f"-RoleAssignee '{user}' shows what else gives it"
    )


def _by_permission(user: str) -> str:
    return (
        f"in the Exchange Management Shell: Remove-MailboxPermission -Identity ADDRESS -User '{user}' -AccessRights FullAccess; "
        f"Get-Mailbox -ResultSize Unlimited | Get-MailboxPermission -User '{user}' shows every mailbox that it opens"
    )
