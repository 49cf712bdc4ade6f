"""What Microsoft Graph gives as JSON, read as what it is: an event of a calendar is a meeting, a contact a card.

The shapes are those of the resources `event` and `contact` of v1.0. What is common with Exchange is read there
(`syncd.core.exchange`).
"""
