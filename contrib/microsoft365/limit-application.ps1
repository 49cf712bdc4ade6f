<#
.SYNOPSIS
Lets the application of syncd read the mailboxes of one group in Exchange Online, and no other (RBAC for Applications).

.DESCRIPTION
To be run in Exchange Online PowerShell, after Connect-ExchangeOnline, by a member of Organization Management. It makes the application
known to Exchange Online, makes a management scope of the group's mailboxes, and assigns the application roles for that scope. Called
again it brings them in line with what is given. What it did is undone by -Undo.

IT LIMITS NOTHING BY ITSELF WHERE ENTRA GIVES MORE. Rights add up: a permission that was granted in the Entra admin center (App
registrations > API permissions, type Application) is for every mailbox. Take Mail.*, Calendars.* and Contacts.* away there, and their
admin consent with them. "syncd doctor" names those that are left, and tries a mailbox outside the group.

It takes 30 minutes to two hours until a change is so for syncd; the test in the end shows it at once.
Only direct members of the group count: Exchange Online does not look into groups in the group.
Microsoft To Do is not among these roles: an application may write tasks only in all mailboxes. Keep reminders as events.

.PARAMETER AppId
Application (client) ID of the application: client_id in the config of syncd.

.PARAMETER ObjectId
Object ID of its enterprise application (Entra admin center > Enterprise applications), not of the app registration.

.PARAMETER Group
The mail-enabled group whose members are read: any value that Get-Group takes.

.PARAMETER Role
What it may do there. Leave calendars or contacts out where no source reads them, and say "Application Calendars.Read" where syncd keeps no reminders.

.PARAMETER Name
The name of the scope; those of the assignments begin with it.

.PARAMETER Test
Addresses of which to show in the end what the application may do there.

.PARAMETER Undo
Take the assignments and the scope away again: then it may open none by them. The application stays known to Exchange Online.

.EXAMPLE
.\limit-application.ps1 -AppId 9b6f6f0e-3f0f-4b8e-8a53-0d3d6e1a2b3c -ObjectId 6d0c1f0a-51c5-4a0f-9f64-2b8e6a1f7c55 -Group syncd -WhatIf
Shows which mailboxes are meant and what would be done.

.EXAMPLE
.\limit-application.ps1 -AppId 9b6f6f0e-3f0f-4b8e-8a53-0d3d6e1a2b3c -ObjectId 6d0c1f0a-51c5-4a0f-9f64-2b8e6a1f7c55 -Group syncd -Test rasa@klimatas.example, director@klimatas.example

.EXAMPLE
.\limit-application.ps1 -AppId 9b6f6f0e-3f0f-4b8e-8a53-0d3d6e1a2b3c -ObjectId 6d0c1f0a-51c5-4a0f-9f64-2b8e6a1f7c55 -Undo

.LINK
https://learn.microsoft.com/exchange/permissions-exo/application-rbac
#>
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Group')]
param(
    [Parameter(Mandatory = $true)]
    [guid] $AppId,

    [Parameter(Mandatory = $true)]
    [guid] $ObjectId,

    [Parameter(Mandatory = $true, ParameterSetName = 'Group')]
    [string] $Group,

    [ValidateSet('Application Mail.Read', 'Application Calendars.Read', 'Application Calendars.ReadWrite', 'Application Contacts.Read')]
    [string[]] $Role = @('Application Mail.Read', 'Application Calendars.ReadWrite', 'Application Contacts.Read'),

    [ValidateLength(1, 30)]
    [string] $Name = 'syncd',

    [string[]] $Test = @(),

    [Parameter(Mandatory = $true, ParameterSetName = 'Undo')]
    [switch] $Undo
)

$ErrorActionPreference = 'Stop'
$every = @('Application Mail.Read', 'Application Calendars.Read', 'Application Calendars.ReadWrite', 'Application Contacts.Read')

if (-not (Get-Command -Name New-ServicePrincipal -ErrorAction SilentlyContinue)) {
    throw 'Call Connect-ExchangeOnline first, as a member of Organization Management.'
}

# Assignments of ours are known by their names, "syncd Application Mail.Read".
$there = @{}
foreach ($one in $every) {
    $found = Get-ManagementRoleAssignment -Identity "$Name $one" -ErrorAction SilentlyContinue
    if ($found) {
        $there[$one] = $found
    }
}
$scope = Get-ManagementScope -Identity $Name -ErrorAction SilentlyContinue

if ($Undo) {
    # The assignments first: a scope that is in use cannot be removed.
    foreach ($one in @($there.Keys)) {
        if ($PSCmdlet.ShouldProcess("$Name $one", 'Remove the role assignment')) {
            Remove-ManagementRoleAssignment -Identity "$Name $one" -Confirm:$false
        }
    }
    if ($scope -and $PSCmdlet.ShouldProcess($Name, 'Remove the management scope')) {
        Remove-ManagementScope -Identity $Name -Confirm:$false
    }
    Write-Warning "To make the application unknown to Exchange Online as well: Remove-ServicePrincipal -Identity $ObjectId"
    return
}

# Which mailboxes are meant. A quotation mark in a name is doubled, as the filter wants it.
$distinguished = (Get-Group -Identity $Group).DistinguishedName -replace "'", "''"
$filter = "MemberOfGroup -eq '$distinguished'"
$mailboxes = @(Get-Recipient -Filter $filter -ResultSize Unlimited)
if ($mailboxes.Count -eq 0) {
    throw "No mailbox is meant by: $filter"
}
Write-Output "$($mailboxes.Count) mailboxes are meant by: $filter"
$mailboxes | Sort-Object -Property Name | Format-Table -Property Name, PrimarySmtpAddress -AutoSize

if (-not (Get-ServicePrincipal -Identity $ObjectId.ToString() -ErrorAction SilentlyContinue)) {
    if ($PSCmdlet.ShouldProcess($AppId, 'Make the application known to Exchange Online')) {
        New-ServicePrincipal -AppId $AppId.ToString() -ObjectId $ObjectId.ToString() -DisplayName $Name | Out-Null
    }
}

if ($scope) {
    if ($PSCmdlet.ShouldProcess($Name, "Set the management scope to: $filter")) {
        Set-ManagementScope -Identity $Name -RecipientRestrictionFilter $filter
    }
}
elseif ($PSCmdlet.ShouldProcess($Name, "Make a management scope of: $filter")) {
    New-ManagementScope -Name $Name -RecipientRestrictionFilter $filter | Out-Null
}

foreach ($one in $every) {
    $wanted = $Role -contains $one
    if ($wanted -and -not $there.ContainsKey($one) -and $PSCmdlet.ShouldProcess($AppId, "Assign $one for the scope $Name")) {
        New-ManagementRoleAssignment -Name "$Name $one" -App $ObjectId.ToString() -Role $one -CustomResourceScope $Name | Out-Null
    }
    if (-not $wanted -and $there.ContainsKey($one) -and $PSCmdlet.ShouldProcess("$Name $one", 'Remove the role assignment')) {
        Remove-ManagementRoleAssignment -Identity "$Name $one" -Confirm:$false
    }
}

Write-Warning 'Take the same permissions away in the Entra admin center > App registrations > API permissions: there they are for every mailbox.'

# What it may do by these roles: in every one of the group InScope has to be True, elsewhere False. What Entra grants does not show here.
foreach ($address in $Test) {
    Write-Output $address
    Test-ServicePrincipalAuthorization -Identity $ObjectId.ToString() -Resource $address | Format-Table -Property RoleName, AllowedResourceScope, InScope -AutoSize
}
