"""English words of meetings: public events, private errands, who was present, and thanks afterwards. Tables only.

Patterns are searched in lower-case text; each begins at the beginning of a word.
"""

from __future__ import annotations

# a public event rather than a meeting with a customer
EVENT = (
    r"conferences?\b(?! (?:call|room))", r"exhibitions?\b", r"trade (?:fair|show)", r"expo\b", r"fair\b", r"summit\b", r"webinars?\b", r"seminars?\b",
    r"forum\b", r"congress\b", r"symposium", r"workshops?\b", r"trainings?\b", r"meet-?up", r"open day", r"roadshow", r"hackathon",
)  # fmt: skip
# a private matter of who keeps the calendar
PRIVATE = (
    r"dentist", r"doctor", r"gp appointment", r"physio", r"hairdresser", r"haircut", r"barber", r"school run", r"pick up (?:the )?kids", r"kids?\b",
    r"kindergarten", r"nursery", r"gym\b", r"yoga", r"vet\b", r"birthday party", r"wedding", r"funeral", r"date night", r"massage", r"parents' evening",
)  # fmt: skip
# the beginning of a line of minutes that names who was there, or who was not
PRESENT = (r"present", r"in attendance", r"attended(?: by)?", r"who was there", r"participated")
ABSENT = (r"absent", r"apologies(?: for absence)?", r"regrets", r"not present", r"did not attend", r"no[- ]show")
# what one writes after having met
THANKS = (
    r"(?:thank(?:s| you)(?: (?:very much|so much|a lot|again))? for (?:the|your|our|today's|yesterday's) (?:\w+ )?(?:meeting|visit|time (?:today|yesterday)|presentation|lunch|discussion))",
    r"(?:it was )?(?:good|great|nice|lovely|a pleasure) (?:to (?:meet|see)|meeting|seeing) you",
    r"thank(?:s| you)(?: (?:all|both))? for (?:coming|meeting|visiting|having (?:me|us))",
)  # fmt: skip
# … unless it is still to come or did not take place
NOT_THANKS = (r"invit", r"will be", r"look(?:ing)? forward to (?:meeting|seeing)", r"cancel", r"postpone", r"would (?:be|have been)", r"sorry (?:to|i|we) miss", r"could not", r"couldn't")
# an informal meeting with a customer; not a room, a thing for sale or an hour of the day
INFORMAL = (
    r"(?:business |working |team |quick )?(?:lunch|brunch|dinner|breakfast|supper)\b(?! (?:room|hall|area|menu|time|break|hour|service|party supplies|table)|-?time)",
    r"(?:a |quick |morning |afternoon )?coffee\b(?! (?:machine|maker|shop|house|bar|area|corner|roast|order|delivery|station|grinder|suppl|factory))", r"drinks?\b(?! (?:machine|fridge|cooler|dispenser))",
    r"(?:a )?beers?\b(?! (?:cooler|fridge|factory|store))", r"barbecue\b", r"bbq\b", r"golf\b(?! (?:club (?:unit|service|offer|project|install)|course (?:unit|service|offer|project)))", r"fishing\b(?! (?:port|company))",
)  # fmt: skip
