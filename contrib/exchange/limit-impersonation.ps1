<#
.SYNOPSIS
Lets the account of syncd impersonate the mailboxes of one group on Exchange Server (2016, 2019, Subscription Edition), and no other.

.DESCRIPTION
To be run in the Exchange Management Shell by a member of Organization Management. It makes a management scope of those mailboxes, and
assigns the role ApplicationImpersonation to the account for that scope. Called again it brings both in line with what is given.

It shows which mailboxes are meant before anything is changed, and warns of other assignments by which the account may impersonate more:
rights add up, and the widest counts. It takes none of those away. What it did is undone by -Undo.

Only direct members of the group count: Exchange does not look into groups in the group.

Afterwards call "syncd doctor -c config.toml --try ADDRESS" with a mailbox outside the group: it has to stay closed.

.PARAMETER User
The account syncd signs in with (KLIMATAS\syncd). It needs no mailbox.

.PARAMETER Group
The group whose members are read: any value that Get-Group takes.

.PARAMETER Attribute
In place of a group: a custom attribute of mailboxes ...

.PARAMETER Value
... and the value it has in those that are read.

.PARAMETER Name
The name of the scope and of the assignment.

.PARAMETER Test
Addresses of which to say in the end whether the account may open them.

.PARAMETER Undo
Take the assignment and the scope away again: then the account may open none.

.EXAMPLE
.\limit-impersonation.ps1 -User 'KLIMATAS\syncd' -Group syncd-mailboxes -WhatIf
Shows which mailboxes are meant and what would be done.

.EXAMPLE
.\limit-impersonation.ps1 -User 'KLIMATAS\syncd' -Group syncd-mailboxes -Test rasa@klimatas.example, director@klimatas.example

.EXAMPLE
.\limit-impersonation.ps1 -User 'KLIMATAS\syncd' -Attribute CustomAttribute7 -Value syncd

.EXAMPLE
.\limit-impersonation.ps1 -User 'KLIMATAS\syncd' -Undo

.LINK
https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-configure-impersonation
#>
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Group')]
param(
    [Parameter(Mandatory = $true)]
    [string] $User,

    [Parameter(Mandatory = $true, ParameterSetName = 'Group')]
    [string] $Group,

    [Parameter(Mandatory = $true, ParameterSetName = 'Attribute')]
    [ValidatePattern('^CustomAttribute([1-9]|1[0-5])$')]
    [string] $Attribute,

    [Parameter(Mandatory = $true, ParameterSetName = 'Attribute')]
    [string] $Value,

    [ValidateLength(1, 64)]
    [string] $Name = 'syncd',

    [string[]] $Test = @(),

    [Parameter(Mandatory = $true, ParameterSetName = 'Undo')]
    [switch] $Undo
)

$ErrorActionPreference = 'Stop'
$role = 'ApplicationImpersonation'

if (-not (Get-Command -Name New-ManagementScope -ErrorAction SilentlyContinue)) {
    throw 'Start this in the Exchange Management Shell, as a member of Organization Management.'
}

$assignment = Get-ManagementRoleAssignment -Identity $Name -ErrorAction SilentlyContinue
$scope = Get-ManagementScope -Identity $Name -ErrorAction SilentlyContinue

if ($Undo) {
    # The assignment first: a scope that is in use cannot be removed.
    if ($assignment -and $PSCmdlet.ShouldProcess($Name, 'Remove the role assignment')) {
        Remove-ManagementRoleAssignment -Identity $Name -Confirm:$false
    }
    if ($scope -and $PSCmdlet.ShouldProcess($Name, 'Remove the management scope')) {
        Remove-ManagementScope -Identity $Name -Confirm:$false
    }
    return
}

# Which mailboxes are meant. A quotation mark in a name is doubled, as the filter wants it.
if ($PSCmdlet.ParameterSetName -eq 'Group') {
    $distinguished = (Get-Group -Identity $Group).DistinguishedName -replace "'", "''"
    $filter = "MemberOfGroup -eq '$distinguished'"
}
else {
    $wanted = $Value -replace "'", "''"
    $filter = "$Attribute -eq '$wanted'"
}
$mailboxes = @(Get-Recipient -Filter $filter -ResultSize Unlimited)
if ($mailboxes.Count -eq 0) {
    throw "No mailbox is meant by: $filter"
}
Write-Output "$($mailboxes.Count) mailboxes are meant by: $filter"
$mailboxes | Sort-Object -Property Name | Format-Table -Property Name, PrimarySmtpAddress -AutoSize

if ($scope) {
    if ($PSCmdlet.ShouldProcess($Name, "Set the management scope to: $filter")) {
        Set-ManagementScope -Identity $Name -RecipientRestrictionFilter $filter
    }
}
elseif ($PSCmdlet.ShouldProcess($Name, "Make a management scope of: $filter")) {
    New-ManagementScope -Name $Name -RecipientRestrictionFilter $filter | Out-Null
}

if ($assignment) {
    if ($PSCmdlet.ShouldProcess($Name, 'Limit the role assignment to the scope')) {
        Set-ManagementRoleAssignment -Identity $Name -CustomRecipientWriteScope $Name
    }
}
elseif ($PSCmdlet.ShouldProcess($User, "Assign $role for the scope $Name")) {
    New-ManagementRoleAssignment -Name $Name -Role $role -User $User -CustomRecipientWriteScope $Name | Out-Null
}

# Rights add up: another assignment, of a role group perhaps, may open every mailbox all the same.
$others = @(Get-ManagementRoleAssignment -Role $role -RoleAssignee $User | Where-Object { $_.Name -ne $Name })
foreach ($other in $others) {
    Write-Warning "$User may impersonate by '$($other.Name)' too (scope: $($other.RecipientWriteScope) $($other.CustomRecipientWriteScope)). To take it away: Remove-ManagementRoleAssignment -Identity '$($other.Name)'"
}

foreach ($address in $Test) {
    $opens = @(Get-ManagementRoleAssignment -Role $role -RoleAssignee $User -WritableRecipient $address)
    if ($opens.Count -gt 0) {
        Write-Output "$address opens, by: $(($opens | ForEach-Object { $_.Name }) -join ', ')"
    }
    else {
        Write-Output "$address stays closed"
    }
}
