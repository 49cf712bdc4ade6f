"""Google Workspace: Gmail, Google Calendar and contacts, by Google's own client library with the discovery documents it ships.

`account` is the keys a source has, `access` signs in, `http` carries requests, `pace` keeps to quotas and to what the
server asked us to wait, `client` puts one call through them and tells a refusal in our words. Everything else is one
service each. The libraries are loaded when an account is opened: a config that names one is read without them.
"""
