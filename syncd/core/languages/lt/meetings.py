"""Lithuanian words of meetings: public events, private errands, who was present, and thanks afterwards. Tables only.

Patterns are searched in lower-case text without diacritics; each begins at the beginning of a word.
"""

from __future__ import annotations

# a public event rather than a meeting with a customer
EVENT = (
    r"konferencij(?!u sale)", r"parod", r"seminar", r"vebinar", r"webinar", r"forum", r"kongres", r"mokym", r"mug[eė]", r"simpozium", r"suvaziavim",
    r"dirbtuv", r"atviru duru", r"renginys", r"renginio", r"renginyje",
)  # fmt: skip
# a private matter of who keeps the calendar
PRIVATE = (
    r"odontolog", r"dantist", r"gydytoj", r"pas daktar", r"poliklinik", r"kirpykl", r"kirpej", r"darzel", r"mokykl", r"paimti vaik", r"vaik[auųo]", r"tevu susirinkim",
    r"sporto klub", r"treniruot", r"joga\b", r"veterinar", r"vestuv", r"laidotuv", r"masaz", r"manikiur", r"krikstyn",
)  # fmt: skip
# the beginning of a line of minutes that names who was there, or who was not
PRESENT = (r"dalyvavo", r"dalyvave", r"dalyvavusieji", r"buvo susitikime")
ABSENT = (r"nedalyvavo", r"nedalyvave", r"neatvyko", r"nebuvo susitikime")
# what one writes after having met
THANKS = (
    r"(?:aciu|dekoj(?:u|ame))(?: (?:jums|tau|dar karta|labai))* uz (?:\w+ ){0,2}(?:susitikima|vizita|pokalbi|pristatyma|skirta laika|laika|priemima)",
    r"(?:aciu|dekoj(?:u|ame)),? kad (?:atvykote|atvaziavote|uzsukote|susitikome|susitikote|prieme[mt]e)",
    r"(?:buvo )?malonu (?:buvo )?(?:susitikti|susipazinti|jus matyti|pasimatyti)",
)  # fmt: skip
# … unless it is still to come or did not take place
NOT_THANKS = (r"kvie[ct]", r"bus malonu", r"lauksi", r"atsaukt", r"atsauk", r"perkel", r"neivyk", r"negalej", r"gaila", r"sutik[oi]")
# an informal meeting with a customer; not a room, a thing for sale, the south (pietūs, too) or a street
INFORMAL = (
    r"piet(?:us|u|ums|umis|auti|aujam\w*|ausim\w*)\b(?! (?:sal|virtuv|pertrauk|g\b|gatv|baltij|fasad|puse|korpus|meniu|lietuv|vokiet|servis|laik))",
    r"vakarien(?:e|es|ei|iaut\w*)\b(?! (?:sal|meniu))", r"(?:verslo )?pusryci(?:ai|ams|us|aut\w*)\b(?! (?:sal|meniu))",
    r"kav(?:a|os|ai|ute|utes|utei)\b(?! (?:aparat|automat|masin|baras|baro|kavin|malun|pupel|virimo|salon|gamykl))", r"kavos puodel", r"al(?:us|aus)\b(?! (?:saldyt|bar|darykl|gamykl|parduotuv))", r"pirt(?:is|y|ies)\b(?! (?:remont|vedin|irang|projekt|krosn|montav))", r"kepsnin", r"golf",
    r"zvejyb(?!os uost|os imon)", r"neformal",
)  # fmt: skip
