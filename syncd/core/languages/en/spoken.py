"""How English notes to oneself begin. Words and patterns only, on text made by `promises.grammar.fold`."""

# words that may stand before the verb
LEADS = (
    r"(?:to[ -]?do|ai|task|note|i will|i'll|will|note to self|reminder|remind me|remember|don't forget|do not forget|must|need|needs|have|i|"
    r"have promised|promised|i've promised|agreed|follow[ -]up)(?: to)?"
)
# act → how the note says it
VERBS = {
    "call": r"(?:re)?call(?: back)?|ring(?: back| up)?|phone|telephone|give (?:a )?call",
    "send": r"(?:re)?send|e-?mail|mail|forward|share",
    "answer": r"answer|reply(?: to)?|respond(?: to)?|get back to|write(?: back)?(?: to)?|text",
    "visit": r"visit|drop by|drop in on|go (?:to|and) see|drive to",
    "deliver": r"deliver|bring|hand over|drop off",
    "invoice": r"invoice|bill",
    "fix": r"fix|repair|mend|replace|install",
    "check": r"check|find out|look into|clarify",
    "do": r"prepare|finish|calculate|arrange",
    "meet": r"meet(?: with)?",
}
# a noun that stands for a call behind or before a name
NOUNS = r"(?:phone |telephone )?call(?: back)?|callback"
# with this behind the verb it is a conversation planned, no promise
WITH = r"(?:with|w/|between)"
CONDITION = r"(?:if|unless|in case)"
OVER = r"(?:done|went|was|cancelled|canceled|took|ended|ok'd)"
# nobody the company has promised anything
FAMILY = (
    "mum mom mother dad father wife husband kids children son daughter school kindergarten doctor dentist vet bank garage hairdresser barber landlord "
    "parents grandma grandpa granny brother sister aunt uncle babysitter birthday gym"
)
# capitalised, and nobody's name
NO_NAMES = (
    "to for of not don't do no forget i we monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sep sept oct nov dec today tomorrow tonight morning afternoon evening noon end by at on re fw fwd the a an "
    "quote quotation offer invoice contract proposal price prices report documents drawings order estimate agreement letter answer draft list plan sample samples "
    "team weekly daily monthly zoom teams skype whatsapp viber telegram conference status sales client customer clients customers board intro quick kickoff kick-off "
    "all-hands standup sync group video phone follow-up demo investor marketing office everybody everyone asap eod pdf vat nda crm excel word email mail "
    "english russian lithuanian new final updated revised urgent important important! please thanks"
)
