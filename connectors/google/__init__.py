"""Google Workspace: Gmail, Google Calendar and contacts, by Google's own client library with the discovery documents it ships.

`account` is the keys a source has, `consent` asks a person, `access` signs in with what `token_file` keeps, `service` builds the library's
calls, `http` and `batch` send them, `pace` keeps to quotas and to what the server asked us to wait, `client` puts calls through all of these and
tells a refusal in our words (`refusals`). Everything else is one service each. The libraries are loaded when an account is opened: a config that
names one is read without them.
"""
