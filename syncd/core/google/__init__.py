"""What Google's services give as JSON, read as what it is: an event of a calendar is a meeting, a contact a card.

The shapes are those of the discovery documents calendar v3 and people v1.
"""
