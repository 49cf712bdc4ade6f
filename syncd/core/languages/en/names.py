"""English first names and what their bearers are called at work: each line is one name. A table only."""

from __future__ import annotations

SHORT = (
    "abigail abby", "alexander alex sandy", "alexandra alex sandra", "alfred al fred", "andrew andy drew", "anthony tony", "arthur art",
    "barbara barb", "benjamin ben", "bernard bernie", "bradley brad", "calvin cal", "catherine cathy kate katie", "charles charlie chuck",
    "christine chris christy", "christopher chris", "cynthia cindy", "daniel dan danny", "david dave", "deborah debbie deb", "dennis denny",
    "donald don donnie", "dorothy dot dottie", "douglas doug", "edward ed eddie ted", "elizabeth liz beth betty lisa", "eugene gene",
    "francis frank", "franklin frank", "frederick fred", "gabriel gabe", "geoffrey geoff jeff", "gerald gerry jerry", "gregory greg",
    "harold harry hal", "henry hank harry", "jacob jake", "jacqueline jackie", "james jim jimmy jamie", "janet jan", "jeffrey jeff",
    "jennifer jen jenny", "jessica jess", "john jack johnny jon", "jonathan jon john", "joseph joe joey", "joshua josh", "judith judy",
    "katherine kathy kate katie", "kathleen kathy", "kenneth ken kenny", "kimberly kim", "lawrence larry", "leonard len lenny", "louis lou",
    "margaret maggie meg peggy", "matthew matt", "maxwell max", "michael mike mick", "mitchell mitch", "nathan nate", "nathaniel nate",
    "nicholas nick", "pamela pam", "patricia pat patty trish", "patrick pat", "peter pete", "philip phil", "phillip phil", "raymond ray",
    "rebecca becky", "richard rick dick rich", "robert bob rob bobby", "roger rog", "ronald ron ronnie", "rosalie rose", "russell russ",
    "samantha sam", "samuel sam", "sandra sandy", "stanley stan", "stephanie steph", "stephen steve", "steven steve", "susan sue suzie",
    "theodore ted", "theresa terry", "terence terry", "thomas tom tommy", "timothy tim", "victor vic", "victoria vicky", "vincent vince",
    "virginia ginny", "walter walt", "wesley wes", "william bill will billy", "zachary zach",
)  # fmt: skip
TITLES = "mr mrs ms miss dr prof sir jr sr ii iii iv phd md esq mba cpa"
