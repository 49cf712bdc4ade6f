"""Microsoft 365 by Microsoft Graph: mail, calendars and contacts read, reminders kept. msal signs in; all else is plain HTTP.

    account.py   whose mailbox, and how to get in      access.py    tokens        client.py   every call
    mail.py calendars.py contacts.py                   what the config's words open
"""
