"""English words by which something becomes known about a person: tables only, no logic. `syncd.core.facts.rules` says how rows are read."""

from __future__ import annotations

_KIN = (
    "wife|husband|spouse|fianc[eé]e?|sons?|daughters?|kids?|child|children|boys?|girls?|twins|toddlers?|teenagers?|grandsons?|granddaughters?|grandchild(?:ren)?|"
    "grandkids|stepson|stepdaughter|stepchildren"
)
_MANY = r"(?:an?|one|two|three|four|five|six|seven|\d)"
_ACT = (
    r"(?:(?:trail|fell|sea|fly|ice|carp|coarse|road|mountain|open[- ]water|cold[- ]water|wild|cross[- ]country|nordic|indoor|rock|amateur|five-a-side|"
    r"walking|horse|salsa|ballroom|line|choral|acoustic|bass|jazz|classical|wildlife|portrait|street|bonsai) )?"
    r"(?:fishing|angling|hiking|hill[- ]?walking|rambling|walking|trekking|climbing|bouldering|mountaineering|cycling|mountain biking|biking|running|jogging|"
    r"swimming|skiing|snowboarding|surfing|windsurfing|kitesurfing|sailing|kayaking|canoeing|rowing|paddleboarding|golf|tennis|table tennis|squash|badminton|"
    r"padel|football|soccer|rugby|cricket|basketball|netball|volleyball|hockey|ice hockey|lacrosse|baseball|softball|chess|bridge|go|scrabble|gardening|knitting|"
    r"sewing|crochet(?:ing)?|quilting|embroidery|pottery|ceramics|painting|watercolou?rs?|drawing|sketching|calligraphy|photography|bird[- ]?watching|birding|baking|cooking|"
    r"home ?brewing|brewing|woodwork(?:ing)?|woodturning|carpentry|model (?:railways?|trains?|making|building|aircraft|ships)|bee[- ]?keeping|hunting|shooting|archery|yoga|pilates|"
    r"crossfit|weightlifting|dancing|tango|salsa|ballroom|swing|singing|guitar|piano|violin|cello|drums|saxophone|sax|trumpet|flute|clarinet|accordion|banjo|ukulele|"
    r"bagpipes|karate|judo|aikido|taekwondo|boxing|kickboxing|fencing|wrestling|horse ?riding|horseback riding|riding|dressage|motorbikes?|motorcycles?|motorcycling|caravanning|"
    r"camping|foraging|mushroom picking|metal detecting|triathlons?|(?:half[- ])?marathons?|ultra[- ]?marathons?|ultras|parkrun|iron ?man|darts|snooker|billiards|bowls|bowling|"
    r"curling|skating|ice skating|geocaching|orienteering|scuba diving|diving|snorkelling|paragliding|gliding|flying|parachuting|skydiving|genealogy|"
    r"board games|wargaming|painting miniatures|crosswords|sudoku|origami|astronomy|stargazing|amateur dramatics|stand-up|crafts?|lego|gaming|video games)"
)
_LIKE = (
    r"(?:(?:classic|classical|vintage|old|modern|contemporary|crime|detective|historical|science|italian|french|georgian|spanish|belgian|craft|dark|strong|green|black|"
    r"red|white|single malt|good|scandinavian|nordic|japanese|heavy|punk|indie|folk|country|silent|abstract|medieval|military|local|roman|baroque|live) )*"
    r"(?:opera|jazz|music|theatre|theater|ballet|musicals|rock|metal|blues|punk|techno|hip[- ]?hop|novels|thrillers|fiction|sci-?fi|fantasy|poetry|detective stories|"
    r"biographies|comics|history|art|architecture|museums|galleries|wines?|whisk(?:e)?y|whiskies|ales?|beers?|coffee|espresso|tea|chocolate|cheese|cinema|films|movies|westerns|"
    r"formula (?:1|one)|f1|motogp|motorsport|cars|trains|steam engines|aviation|astronomy|philosophy|archaeology|cuisine|sushi|curry|bach|mozart|beethoven|wagner|"
    r"the beatles|football|cricket|rugby|tennis|cycling|basketball|chess|cooking|gardening|reading|books|travell?ing|travel)"
)
_TITLE = (
    r"(?:(?:(?:new|chief|senior|junior|deputy|assistant|acting|managing|general|regional|national|local|group|head|vice|lead|principal|technical|commercial|financial|"
    r"operations?|sales|marketing|purchasing|procurement|product|project|programme|office|facilities|plant|factory|site|warehouse|logistics|export|account|it|hr|quality|"
    r"maintenance|production|supply chain|store|shop|branch|finance|civil|structural|mechanical|electrical|software|chemical|primary|secondary|school|maths|music|english|"
    r"retired|freelance|self-employed|qualified|trained|landscape|interior|graphic|web|dental|veterinary|police|fire|truck|lorry|bus|train|taxi|property|estate|research|"
    r"customer|business|development|human resources|executive|restaurant|hotel|night|ward|head-)[ -])*)"
    r"(?:head of [\w-]+|head (?:teacher|chef)|director|manager|engineer|president|officer|ceo|cfo|coo|cto|owner|co-owner|founder|co-founder|partner at|buyer|accountant|bookkeeper|"
    r"architect|surveyor|designer|developer|programmer|analyst|consultant|nurse|midwife|doctor|gp|dentist|vet|pharmacist|teacher|lecturer|professor|librarian|journalist|"
    r"editor|photographer|translator|solicitor|lawyer|barrister|notary|electrician|plumber|carpenter|joiner|builder|roofer|mechanic|welder|driver|pilot|captain|"
    r"firefighter|farmer|baker|butcher|chef|cook|caterer|hairdresser|florist|gardener|landscaper|carer|social worker|administrator|secretary|assistant|"
    r"coordinator|supervisor|foreman|caretaker|controller|planner|lead|principal|trainer|coach|physiotherapist|psychologist|optician|scientist|researcher|student|"
    r"publican|landlady|postman|conductor|violinist|musician|producer|treasurer|estate agent|publisher|economist|statistician|biologist|chemist|physicist|geologist|seamstress|beekeeper|shopkeeper)\b"
)
_SHOP = (
    r"(?:bakery|shop|cafe|café|coffee shop|restaurant|pub|bar|b&b|bed and breakfast|guest ?house|hotel|hostel|farm|dairy farm|garage|salon|barbers?|nursery|garden centre|"
    r"florist'?s?|butcher'?s?|brewery|vineyard|winery|gallery|studio|workshop|school|kindergarten|playgroup|clinic|practice|surgery|law firm|agency|dental practice|vet practice|"
    r"family business|business|company|firm|start-?up|warehouse|printing house|print shop|bookshop|pharmacy|gym|dance school|riding school|campsite|museum|library|choir|theatre)"
)
_TELL = r"(?:e-?mails?|mails?|phone(?: calls?)?|calls?|telephone|texts?|texting|text messages?|sms|whatsapp|signal|telegram|messages?|messaging|in writing|on paper|letters?|face[- ]to[- ]face|in person|video calls?|teams|zoom|written|meetings?|voicemails?)"
_MODS = r"(?:(?:also|still|really|just|now|actually|absolutely|quite|always|usually|often|sometimes|regularly|generally|mostly|mainly|currently|recently|finally|even|simply|only|much|very much|both) )*"

MACROS = {
    "KIN": f"(?:{_KIN})", "MANY": _MANY, "ACT": _ACT, "LIKE": _LIKE, "TITLE": _TITLE, "SHOP": _SHOP, "TELL": _TELL, "MODS": _MODS,
    "MY": "‹my/your/(?:his|her|their|[\\w-]+'s)›", "OUR": "‹(?:my|our)/your/(?:his|her|their|[\\w-]+'s)›", "I": "‹i /you /›", "IM": "‹(?:i'm|i am|i've been|i have been) /(?:you're|you are) /(?:is|'s|has been) ›",
    "WE": "‹(?:i|we) /you /›", "HAVE": "‹(?:have|'ve got|have got)/(?:have|'ve got|have got)/(?:has|has got|have|'s got)›", "S": "‹//s›", "ES": "‹//(?:es)›",
    "AGE": r"(?P<n>\d{2}|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:y|ieth)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))?)(?:st|nd|rd|th)?", "CITY": r"(?P<c>[\w' .-]{2,30})",
    "ADJ": "(?:(?:young|little|small|grown[- ]up|grown|adult|lovely|wonderful|beautiful|teenage|older|younger|eldest|youngest|elder|new|first|second|third|baby|newborn|own|school-age|primary-school|"
           "[a-z]+-year-old|\\d+-year-old|elderly|old|big|rescue|golden|black|german|great|adorable|mad) )*",
}  # fmt: skip

_WHEN = r"(?: (?:is|was|falls|will be|comes|being)\b|[^.]{0,40}(?:\bon\b|today|tomorrow|this|next|\d))"
_PETS = r"(?:dogs?|cats?|pupp(?:y|ies)|kittens?|labradors?|spaniels?|terriers?|retrievers?|collies?|whippets?|greyhounds?|dachshunds?|poodles?|beagles?|shepherds?|ponies|pony|horses?|parrots?|budgies?|rabbits?|hamsters?|guinea pigs?|tortoises?|chickens|hens|alpacas|goats?|budgerigars?)"

RULES = (
    ("birthday", "1", "birthday", r"(?:it(?:'s| is| was) my|my(?: own)?) (?:{AGE} |big )?birthday\b", ""),
    ("birthday", "1", "i was born|i'm born", r"(?:i was|i am|i'm) born (?:on|in|,)? ?(?P<v>.+)", ""),
    ("birthday", "1", "i turn|i'm turning|i am turning|turn the big|i'll turn|be turning|i'll be 2|i'll be 3|i'll be 4|i'll be 5|i'll be 6|i'll be 7|i'll be 8|i'll be twent|i'll be thirt|i'll be fort|i'll be fift|i'll be sixt|i'll be sevent|i will be 2|i will be 3|i will be 4|i will be 5|i will be 6|i will be 7|i will be 8|i will be twent|i will be thirt|i will be fort|i will be fift|i will be sixt|i will be sevent", r"i(?:'ll be| will be| turned| turn|'m turning| am turning|'ll turn| will turn) (?:the big )?{AGE}(?! [a-z]*(?:min|mile|hour|day|week|month|percent|euro|pound|%))\b", ""),
    ("birthday", "2", "birthday", r"happy (?:belated |early )?(?:{AGE} )?birthday\b", ""),
    ("birthday", "2", "birthday", r"(?:your|a) (?:[\w-]+ )?(?:{AGE} )?birthday\b", ""),
    ("birthday", "2", "many happy returns", r"many happy returns", ""),
    ("birthday", "2", "you turn|your 30|your 40|your 50|your 60|your 70|turning", r"(?:you (?:turn|turned|are turning|will be)|you're turning|on turning) {AGE}\b", ""),
    ("birthday", "2", "today|tomorrow|on monday|on tuesday|on wednesday|on thursday|on friday|on saturday|on sunday", r"(?:(?<=^)|(?<=[.,!] )){AGE} (?:today|tomorrow)\b", ""),
    ("birthday", "2", "you will be|you'll be", r"you(?:'ll| will) be (?:the big )?{AGE}\b", ""),
    ("birthday", "3", "birthday", r"(?:his|her|their|[\w-]+(?:'s|s')) (?:{AGE} |big )?birthday\b", ""),
    ("birthday", "3", "birthday", r"(?:has|have|celebrates?|is celebrating) (?:a|his|her|their) (?:{AGE} |big )?birthday\b", ""),
    ("birthday", "3", "turns|turning|turned|will be", r"(?:turns|is turning|turned|will turn) {AGE}\b", ""),
    ("birthday", "3", "was born", r"was born (?:on|,)? ?(?P<v>.*\d.*)", ""),

    ("family!", "123", "kids|children", r"{WE}{MODS}(?:‹(?:have no|don't have(?: any)?|do not have(?: any)?|haven't got(?: any)?|never had(?: any)?)/(?:have no|don't have(?: any)?)/(?:has no|have no|doesn't have(?: any)?|does not have(?: any)?|never had(?: any)?)›) (?P<v>(?:kids|children))", "no children"),
    ("family!", "13", "not married|unmarried|a bachelor", r"{IM}{MODS}(?:not married|unmarried|a (?:confirmed )?bachelor)", "not married"),
    ("family", "123", "|".join(("wife", "husband", "son |son,|son.|sons", "daughter", "kids|kid |kid,|kid.", "child |children|child,|child.", "boys|boy |boy,|boy.", "girl", "twin", "grandc|grandd|grands|grandk|grandp", "toddler")), r"{WE}{MODS}{HAVE} (?:also )?(?P<v>{MANY} {ADJ}{KIN}(?: (?:and|,) {MANY} {ADJ}{KIN})*)\b", ""),
    ("family", "123", "father of|mother of|mum of|dad of|parent of|grandmother of|grandfather of|mom of|grandad of|granny of", r"(?:{IM}|‹as /as /(?:who is |, )›)(?:an? |the )?(?:\w+ )?(?P<v>(?:father|mother|mum|mom|dad|parent|grandmother|grandfather|grandad|granny) (?:of|to) (?:{MANY} {ADJ}{KIN}|two|three|four|five|six))\b", ""),
    ("family", "123", "became a|become a|a new dad|a new mum|proud", r"(?:became|become|becoming|being) (?P<v>an? (?:(?:proud|new|first-time) )*(?:grandfather|grandmother|grandparent|father|mother|dad|mum|mom|grandad|granny|nana|grandpa|grandma|parent|uncle|aunt))\b", ""),
    ("family", "123", "become parents|became parents|become grandparents|became grandparents", r"(?:became|become) (?P<v>(?:grandparents|parents))\b", ""),
    ("family", "1", "married|wedding|get married|getting married", r"(?:we|i)(?:'re|'m| are| am| will be|'ll be)?(?: only| just| finally| both)?(?: (?:getting|get|got))? married\b(?! to the)", "married"),
    ("family", "1", "wedding", r"(?:my|our) (?:own )?(?P<v>(?:silver |golden |\w+ )?wedding(?: anniversary)?)\b", ""),
    ("family", "1", "engaged", r"(?:we|i)(?:'ve)?(?: just)? got (?P<v>engaged)\b", ""),
    ("family", "23", "married", r"‹you(?:'ve| have)?(?: just| recently)? got/you(?:'ve| have)?(?: just| recently)? got/(?:is|got|has just got|has got|just got|is getting|gets|getting)› married\b", "married"),
    ("family", "2", "your wedding|your marriage|your engagement|your honeymoon", r"your (?:\w+ )?(?P<v>wedding(?: anniversary)?|marriage|engagement|honeymoon)\b", ""),
    ("family", "3", "wedding|honeymoon", r"(?:his|her|their|[\w-]+'s) (?P<v>wedding(?: anniversary)?|honeymoon)\b", ""),
    ("family", "23", "birth of|arrival of|newborn|new baby|baby", r"(?:birth|arrival) of (?:‹my/your/(?:his|her|their|a)›) (?P<v>{ADJ}(?:{KIN}|baby(?: (?:boy|girl|son|daughter))?|little one))", ""),
    ("family", "23", "new baby|baby", r"‹my/your/(?:his|her|their)› (?P<v>(?:new |newborn )?baby(?: (?:boy|girl|son|daughter))?)\b", ""),
    ("family", "13", "expecting", r"‹we(?:'re| are)/you/(?:they are|is|are)› expecting (?:‹our|my/your/(?:his|her|their)›|a|another) (?P<v>(?:(?:first|second|third|fourth) )?(?:child|baby|boy|girl|grandchild|son|daughter|twins|one))\b", ""),
    ("family", "1", "born|gave birth|arrived", r"(?:my|our) (?P<v>{ADJ}(?:{KIN}|baby)) (?:\w+ )?(?:was|were|is) born\b", ""),
    ("family", "13", "|".join(("wife", "husband", "son |son,|son.|sons", "daughter", "kids|kid |kid,|kid.", "child |children|child,|child.", "boys|boy |boy,|boy.", "girl", "twin", "grandc|grandd|grands|grandk|grandp", "fianc", "youngest", "eldest")), r"{OUR} (?P<v>(?:{MANY} )?{ADJ}{KIN})(?![\w']|-)", ""),
    ("family", "2", "your wife|your husband|your son|your daughter|your kids|your children|your boys|your girls|your twins|your grand|your little", r"your (?P<v>(?:{MANY} )?{ADJ}{KIN})\b", ""),

    ("city", "123", "i live|we live|lives |living|live in |live near|you live|now live", r"{WE}{MODS}‹live/live/lives›(?: (?:now|here|alone|with my \w+))? (?:in|near|just outside|outside|not far from|close to) {CITY}", ""),
    ("city", "1", "living in", r"(?:i|we)(?:'ll| will) be living in {CITY}", ""),
    ("city", "13", "living in", r"{IM}{MODS}living in {CITY}", ""),
    ("city", "123", "moved to|moving to|relocat|settled in|moved house|moved back|moved from|moved home|moved in|resettl|moved out|moving back|moving from", r"‹i(?:'ve| have|'m|'ll be| will be)? |i've |i'm /you(?:'ve| have|'re)? /(?:has |have |is )?›{MODS}(?:moved|moving|relocated|relocating|moved house|settled)(?: house| home|back)?(?: (?:from|out of) [\w ]{2,20})? (?:to|in) (?!the|a |your|my|our|this|another|new|be){CITY}", ""),
    ("city", "1", "moved to|moving to|relocat|moved house|moved back|moved home|moving back|moved with", r"(?:we|we've|we have|my family|the family)(?:'re| are)? (?:\w+ )?(?:moved|moving|relocated)(?: house| home| back| with the (?:kids|children|family))* (?:to|in) (?!the|a |your|my|our|this|another|new|be){CITY}", ""),
    ("city", "123", "i'm from|i am from|come from|originally from|he's from|she's from|he is from|she is from|i'm based|am based|is based|you're based|resident of", r"{IM}{MODS}(?:based in|originally from|from|a resident of) (?!the|a |your|my|our|this|home|now|about|\d){CITY}", ""),
    ("city", "123", "my home|your move|at home in|our house|our home|my flat|my house|my new", r"(?:‹(?:my|our)/your/(?:his|her)› (?:new )?(?:home|house|flat|apartment|move)(?: is)?|at home) (?:in|to) (?!the|a |your|my|our|this|another|new){CITY}", ""),

    ("hobby", "13", "hobby|hobbies|pastime|passion", r"{MY} (?:main |only |other |favou?rite |great |big |real |new |one |secret )*(?:hobby|hobbies|pastime|passion)(?: (?:outside|besides|apart from|away from) work)? (?:is|are|being|has always been|include) (?P<v>.+)", ""),
    ("hobby", "123", "spare time|free time|spare hours|outside work|outside of work|days off", r"(?:in|outside|outside of) ‹my/your/(?:his|her|their)› (?:spare time|free time|work|days off),? ‹i/you/(?:he|she|they)› (?:\w+ly )?(?P<v>.+)", ""),
    ("hobby", "123", "a keen|an avid|passionate|an amateur|enthusiastic|a hobby|fanatical|a devoted|a dedicated|a weekend|keen am", r"(?:{IM}(?:\w+ )??|‹as /as /(?:who is |, )›)(?:an? )(?:\w+ )?(?:keen|avid|passionate|amateur|hobby|enthusiastic|fanatical|devoted|dedicated|weekend)(?: amateur)? (?P<v>(?!supporter|fan\b|reader|about|user|buyer|customer|follower|champion|advocate)[\w-]+(?: [\w-]+)?)", ""),
    ("hobby", "13", "marathon|triathlon|10k|half-marathon|iron", r"‹i(?:'m|'ve been| am| ran|'ve run| will run|'ll run|'m running)? /you /(?:is|ran|runs|has run|is running)? ?›(?:training for|running|preparing for|ran|run|completed|finished|did) (?:in )?(?P<v>[\w' ]*?(?:marathons?|triathlons?|10k|iron ?man)(?: in [\w]+)?)\b", ""),
    ("hobby", "123", "evenings|weekends|winters|summers|in winter|in summer|in the winter|in the summer|every weekend|every summer|every winter|every spring|every autumn|every sunday|every saturday|sundays|saturdays|at night|in my shed|in the garage", r"(?:in the evenings|evenings|at weekends|at the weekend|on weekends|weekends|winters|summers|in winter|in the winter|in summer|in the summer|"
     r"most weekends|every (?:weekend|summer|winter|spring|autumn|sunday|saturday)|on (?:sundays|saturdays)|sundays|saturdays|at night|in my shed|in the garage),? ‹i/you/(?:he|she)› (?P<v>(?!am|was|have|had|will|can|can't|could|don't|need|work|would|only|usually|may|might|do not|must|should|'|want|get|check|answer|read your|go to|see|has|is|need|sleep|rest|close|visit|come|leave)[a-z]+ .+)", ""),
    ("hobby", "13", "in the evenings|at weekends|on weekends|most weekends|every weekend|for fun|on the side|as a hobby|on sundays", r"‹(?:i|we)/you/(?:he|she)› (?:\w+ly )?(?P<v>(?!am|was|have|had|will|can|can't|could|don't|need|work|would|do not|must|should|want|get|check|answer|see|has|is|sleep|rest|close|visit|come|leave|travel|might|may)[a-z]+(?: [\w'-]+){0,4}?) (?:in the evenings|at weekends|on weekends|most weekends|every weekend|for fun|on the side|as a hobby|on sundays)\b", ""),
    ("hobby", "123", "restore|rebuild|tinker|carve|whittle|forge |forges|weave|i build|builds|i make|makes|i fly|flies|i race|races|i grow|grows|breed|brew|coach|i do up|we make|we keep|we grow", r"{I}{MODS}(?P<v>(?:restore|rebuild|tinker with|do up|carve|whittle|forge|weave|build|make|fly|race|grow|breed|brew|coach){S} (?:(?!the new|your|you\b|sure|up|it\b|this|that)[\w'-]+ ){0,3}?(?:ships?|boats?|canoes?|paddles?|outboards?|motorbikes?|motorcycles?|cars|tractors?|clocks|radios|furniture|guitars?|violins?|kites?|drones|gliders?|pots|jam|cider|cheese|honey|wine|beer|bread|chutney|dahlias|roses|orchids|tomatoes|pumpkins|leeks|spoons|bowls|knives|quilts|baskets|models?|pigeons|sheepdogs|team|under-\w+|miniatures|birds|engines|dolls|doll's houses|puppets|instruments|saddles|chairs))\b", ""),
    ("hobby", "2", "marathon|triathlon", r"your (?P<v>[\w' ]*?(?:marathon|triathlon|iron ?man))\b", ""),
    ("hobby", "123", "collect", r"{I}{MODS}collect{S} (?P<v>(?:(?:old|vintage|antique|model|rare|tin|porcelain|first|wooden|mechanical) )*(?:stamps|coins|vinyl|records|watches|clocks|cars|trains|editions|books|postcards|maps|toys|cameras|radios|badges|medals|minerals|fossils|teapots|whisk(?:e)?y|wines?|knives|lighters|fridge magnets|magnets|lps|tractors|motorbikes|bicycles|samovars|miniatures|comics|posters|paintings))", ""),
    ("hobby", "123", "bees|pigeons|choir|in a band|an allotment", r"{WE}{MODS}‹(?:keep|breed|race|sing|play|have|grow)/(?:keep|breed|race|sing|play|have|grow)/(?:keeps|breeds|races|sings|plays|has|grows)› (?P<v>(?:in )?(?:an? |the |our )?(?:local |village |community |amateur |few )*(?:bees|bee ?hives|pigeons|choir|band|orchestra|brass band|allotment|orchids|roses|dahlias|bonsai))\b", ""),
    ("hobby", "13", "bake|paint|knit|sail|fish|ski |skis|hike|cycle|swim|climb|sew |sews|sing |sings|dances|run |runs|ride|surf|row |rows|brew|kayak|jog|hunt|garden & every|weekend|evening|morning|for fun|hobby|twice|week|spare|watercol|landscap|socks|jumpers|sourdough|competitively|with a club|my own|whenever|the lakes|the hills", r"‹i/you/(?:he|she|who)› {MODS}(?P<v>(?:bake|paint|knit|sail|fish|ski|hike|cycle|swim|climb|sew|sing|dance|run|ride|surf|row|brew|kayak|jog|hunt|garden)s?) (?:every|most|on weekends|at weekends|at the weekend|whenever|in my spare|in the evenings|in the mornings|for fun|as a hobby|twice|three times|once a week|competitively|with a club|my own|watercolou?rs|landscapes|portraits|socks|jumpers|sourdough|the lakes|the hills)\b", ""),

    ("interest", "123", "fan of|supporter of|follower of|devotee of", r"(?:{IM}{MODS}|‹as |as |who is ›|‹i've been |you've been |has been ›)(?:an? )?(?:(?:big|huge|lifelong|life-long|great|massive|die-hard|keen|long-suffering|devoted|true|passionate|real|proud|long-time|avid|long-standing) )*(?:fan|supporter|follower|devotee) of (?P<v>.+)", ""),
    ("interest", "123", "fan |fan,|fan.|fans|supporter|buff |buff,|buff.| nut |nut,|nut.|aficionado|enthusiast|lover|addict", r"(?:{IM}{MODS}|‹as /as /(?:who is |, )›)(?:an? )(?:(?:big|huge|lifelong|life-long|great|massive|die-hard|keen|long-suffering|devoted|true|passionate|real|proud|long-time|avid) )*(?P<v>[\w'&-]+(?: [\w'&-]+){0,2}) (?:fan|supporter|buff|nut|aficionado|enthusiast|lover|addict)s?\b", ""),
    ("interest", "123", "i support|supports|i follow|follows|we support|also support|he support|i've supported|you support|you follow", r"{I}{MODS}(?:support|follow){S} (?P<v>[\w]+(?: (?:united|city|town|rovers|county|rangers|celtic|wanderers|villa|hotspur|athletic|albion|fc))?)(?= (?:since|and|through|all|home|for|win)|[,.!;]|$)", "^"),
    ("interest", "123", "favourite|favorite", r"{MY} (?:all-time |absolute )?favou?rite (?:team|club|band|author|writer|book|novel|wine|film|movie|composer|singer|artist|painter|drink|food|dish|cuisine|restaurant|flowers?|colou?r|sport|player|tea|coffee|cake|beer|whisky|series|poet)(?: of all)? (?:is|are|has always been|being) (?P<v>.+)", ""),
    ("interest", "123", "anything about|anything on|anything by|anything to do|anything with|anything from|everything about|everything on|everything by|books about|books on|books by|films about|films by|books from|films from", r"‹i/you/(?:he|she)› (?:\w+ly )?(?:devour|adore|love|read|watch|collect)s? (?:anything|everything|all|any book|books|films) (?:[\w-]+ )??(?:about|on|by|to do with|with|from) (?P<v>.+)", ""),
    ("interest", "13", "i'm sold|i'm there|i'm hooked|i'm in |he's sold|she's sold|i'm happy", r"(?:anything|something) (?:with|about|by|on) (?P<v>[\w' ]{3,30}?)(?: in it| in| on)?,? and (?:i'm|he's|she's|i am) (?:sold|in|there|happy|hooked)\b", ""),
    ("interest", "123", "soft on|partial to|hooked on|sucker for|nuts about|daft about|wild about|addicted to|can't resist|weakness for|never miss|bleed", r"(?:{IM}(?:a bit |very |rather |quite |totally )*(?:soft on|partial to|hooked on|a sucker for|nuts about|daft about|wild about|addicted to)|{I}(?:can't resist|have a (?:real )?weakness for|has a weakness for|never miss(?:es)?|bleeds?)) (?P<v>(?!a (?:deadline|beat|call|payment))[\w].+)", ""),
    ("interest", "13", "reading", r"(?:{IM}{MODS}(?:reading|re-reading) (?:a (?:book|biography|novel) (?:about|on|by|of) )(?P<v>.+))", ""),
    ("interest", "123", "season ticket", r"season tickets?(?:[- ]holders?)? (?:at|for|to|with) (?P<v>.+)", ""),
    ("interest", "13", "i drink|drinks|i take my|takes his|takes her|i only drink|i never drink", r"‹i/you/(?:he|she)› (?:only |never |always )?‹(?:drink|take)/(?:drink|take)/(?:drinks|takes)› (?P<v>(?:only |my |his |her )?(?:\w+ )?(?:tea|coffee|espresso|cappuccino|water)\b(?: black| without milk| with lemon)?)", ""),
    ("interest", "123", "i'm interested in|am interested in|is interested in|i'm into|is into|am into|really into|he's into|she's into|obsessed|mad about|crazy about|mad on|passionate about|fond of|fascinated", r"{IM}(?:{MODS}|very |so |completely |deeply |long )*(?:interested in|into|obsessed with|mad about|crazy about|mad on|passionate about|fond of|fascinated by) (?P<v>(?:{LIKE}|{ACT})\b)", ""),

    ("style", "13", "prefer", r"‹(?:i|we)(?: both)?/you/›(?: )?{MODS}‹prefer/prefer/(?:prefers|would rather|preferred)› (?P<v>(?:to )?[^.;]*?\b(?:{TELL}|mornings?|afternoons?|evenings?|numbers|figures|facts|details|bullet points|short|deadlines|think|decide|read|see)\b[^.;,]*)", ""),
    ("style", "123", "sooner|rather", r"‹(?:i'd|i would)/(?:you'd|you would)/(?:he'd|she'd|he would|she would|he|she)› (?:much |always )?(?:sooner|rather) (?P<v>[^.;!,]*?(?:{TELL}|table|talk|chat|meet|write)[^.;!,]*? than [^.;!,]*)", ""),
    ("style", "13", "no phone|no calls|no cold|no visits|no voicemail", r"(?P<v>no (?:phone ?calls|calls|cold calls|cold callers|voicemails|visits)(?: please)?)\b", ""),
    ("style", "2", "you prefer|you'd rather|you like", r"you(?: always| usually)? (?:prefer|would rather|'d rather|like to|like) (?P<v>(?:to )?[^.;]*?\b(?:{TELL}|numbers|figures|in the mornings?|in the afternoons?|options)\b[^.;,]*)", ""),
    ("style", "13", "call me|phone me|ring me|text me|phone calls|not call|not phone|not ring|n't call|n't phone|n't ring|n't text|never call|never phone|never ring|n't email|not email", r"(?:please )?(?P<v>(?:don't|do not|never|not to|no|rather not) (?:phone |call|ring|phone|telephone|text|email|e-mail|visit|chase)[^.;!]*?(?:e-?mail|text|write|written|message|whatsapp|voicemail|before \d|after \d|mornings?|evenings?|weekends?|before noon|at work|fridays|mondays|during)[^.;!,]*)", ""),
    ("style", "13", "best way|best time|easiest|quickest|surest|fastest|best to", r"(?P<v>(?:best|easiest|quickest|surest|fastest)(?: way| time)? (?:to|for) (?:reach|contact|get|catch|reaching|contacting|get hold of|call|ring|phone|email|text|me)[^.;!]*)", ""),
    ("style", "13", "only reach|always reach|only contact|only call|only ring|only get hold|only phone|can reach me|can reach him|can reach her", r"(?P<v>(?:you can )?(?:only|always) (?:reach|contact|call|ring|phone|get hold of) (?:me|him|her)[^.;!,]*)", ""),
    ("style", "13", "never answer|n't answer|never pick|n't pick|rarely answer|never check|n't check|never listen|n't listen|never decide|n't decide|never sign|n't sign|never buy|n't buy|never commit|n't commit|n't rush|not rush|never rush|never agree|hardly ever|seldom|n't do business|never make|n't make decisions|never take calls|not answer|not decide|not sign", r"‹i/you/(?:he|she|who|[\w]+)› (?:really |just )?(?P<v>(?:never|rarely|hardly ever|don't|do not|doesn't|seldom|almost never|don't usually|won't) (?:ever )?(?:answers?|picks? up|checks?|listens? to|decides?|makes? (?:a )?decisions?|signs?|buys?|reads? long|commits?|rush(?:es)?|agrees?|takes? calls?|does? business)[^.;!]*?(?:phone|calls?|numbers?|voicemails?|e-?mails?|spot|day|reading|unless|until|without|before|rush|into|pressure|meetings?|anything|over|messages?)[^.;!,]*)", ""),
    ("style", "13", "sleep on|sleeps on|think it over|think things over|thinks it|always decide|usually decide|always compare|always compares|like to compare|likes to compare|need to think|needs to think|talk it over|talks it|talk everything|always ask|always asks|always wants|always want|always discuss|like to discuss|always consult|always thinks|always think|weigh", r"‹(?:i|we)/you/(?:he|she|they|who|[\w]+)› (?P<v>(?:(?:always|usually|like to|likes to|need to|needs to|have to|has to|tend to|tends to|prefer to|never|only|generally|normally) )+(?:sleeps? on|thinks? (?:it|things|about)|decides?|makes? (?:up )?|compares?|weighs?|talks? (?:it|things|everything) over|discuss(?:es)?|consults?|asks? (?:for )?|wants?|need)[^.;!]*)", ""),
    ("style", "13", "i decide|decides|make decisions|makes decisions|makes his decisions|makes her decisions|my decisions|makes up|up my mind|we decide", r"‹(?:i|we)/you/(?:he|she|they|who)› (?P<v>(?:decides?|makes? (?:decisions?|‹my/your/(?:his|her|their)› decisions?|up ‹my/your/(?:his|her|their)› mind)) (?:quickly|slowly|fast|together|by|with|on (?:facts|figures|numbers|price|gut)|only|after|based|alone|carefully)[^.;!,]*)", ""),
    ("style", "13", "morning person|phone person|people person|numbers person|details person|visual person|email person|night owl|early bird|early riser|man of few|woman of few|slow decider|cautious buyer|careful buyer", r"{IM}(?:{MODS}|not )(?P<v>an? (?:(?:real|bit of a|definite|big) )?(?:morning person|night owl|early bird|early riser|phone person|numbers person|details person|visual person|people person|email person|man of few words|woman of few words|slow decider|cautious buyer|careful buyer))", ""),
    ("style", "13", "likes to|likes it|likes everything|likes things|likes the|hates|i like to|i like it|i like things|i like short|i hate|can't stand|insists on|wants to see|wants everything|wants it", r"‹i/you/(?:he|she|who)› (?:\w+ly )?(?P<v>(?:likes?|hates?|can't stand|loves?|wants?|insists on) (?:to )?(?:see|be|being|have|having|get|getting|it when|have things|everything|things|when|long|small talk|surprises|phone calls|phone|cold calls|short|clear|straight|the)\b(?: (?:be|being|called|contacted|rung|phoned|emailed|numbers|figures|everything|in|short|long|clear|straight|e-?mails?|answers|calls|people|talk|writing|small|paper|facts|options|sums|everyone|drawings|samples|examples|price|the))+[^.;!,]*)", ""),

    ("job", "123", "work as|works as|working as|work for|works for|work at|works at|work in|works in", r"{I}{MODS}(?:now )?‹work/work/(?:works|is working)› (?:now |part-time |full-time )?(?P<v>(?:as an? |as |for |at |in (?=the |an? |it\b|hr\b|finance|healthcare|education|construction|logistics|retail|insurance|publishing|marketing|sales))(?!home|it |this|that|the moment|your|our|my|you|me|us|now|progress|well|long|least|any|all|soon|follows|usual|expected|described|planned).+)", ""),
    ("job", "13", "promoted to|appointed|taken over as|took over as|taking over as|takes over as|i became|he became|she became|i've become|has become|who became", r"‹(?:i've (?:just |recently )?(?:been )?|i was |i got |i )/you /(?:he|she|who|[\w]+)(?:'s| has| was|'s just| has just| has recently)?(?: been)? ›(?:promoted to|appointed(?: as)?|made|taken over as|took over as|taking over as|take over as|takes over as|became|become|becoming) (?P<v>(?:the |an? |our |their )?{TITLE}(?: (?:of|for|at|in) [\w '&-]+)?)", ""),
    ("job", "13", "i've left|i left|i've joined|i joined|has joined|he joined|she joined|i've just joined|start at|start as|started as|started at|starting at|starting as|i'm joining|is joining|i start|new job|new role|new position|my job", r"(?:‹(?:i(?:'ve| have|'m| am|'ll be)?|i've just|i'm) /you /(?:he|she|he's|she's)(?: has| is)? ›(?:just |now |recently )?(?:joined|joining|start(?:ed|ing)?(?: work)?(?: (?:last|this|next) \w+)? (?:at|as|with)) |{MY} (?:new )?(?:job|role|position|post)(?: (?:is|as|at|with|will be))+ )(?P<v>(?!with|to|the process|work|looking|on |it |this|that|from|by|in |again|you|us).+)", ""),
    ("job", "123", "retire|retirement", r"(?:‹i(?:'m| am|'ve|'ll| will| have)?(?: be)? |i'm /you(?:'re)? /(?:is |has |he |she |has just )?›(?:\w+ )?(?P<v>retir(?:ed|e|es|ing)\b(?: (?:from|in|at|next|this|last) [\w ]+)?)|your (?P<w>retirement))", "retired"),
    ("job", "13", "i run|i own|runs |owns |i manage|manages|we run|we own|you run & bakery|shop|cafe|restaurant|pub |pub,|bar |b&b|guest|hotel|hostel|farm|garage|salon|barber|nursery|garden|florist|butcher|brewery|vineyard|winery|gallery|studio|workshop|school|kinder|clinic|practice|surgery|law firm|agency|business|company|firm|start-up|startup|warehouse|printing|pharmacy|gym|campsite|museum|library|choir|theatre", r"‹(?:i|we)/you/(?:he|she|who|[\w]+)› {MODS}‹(?:run|own|manage)/run/(?:runs|owns|manages)› (?P<v>(?:an? |my own |my |our |his |her |his own |her own |the |their )(?:[\w'-]+ ){0,3}?{SHOP})\b", ""),
    ("job", "13", "teach|teaches", r"‹i/you/(?:he|she|who)› ‹teach/teach/teaches› (?P<v>.+)", ""),
    ("job", "2", "promotion|appointment|new job|new role|new position", r"your (?:recent )?(?P<v>(?:new )?(?:promotion|appointment|job|role|position)(?: (?:to|as|at) [^.,;!]+)?)", ""),
    ("job", "13", "responsible for|in charge of|look after|looks after|in charge", r"{IM}{MODS}(?:now |the one )?(?P<v>(?:responsible for|in charge of) (?:all |the |our )?(?:purchasing|procurement|logistics|sales|marketing|finance|it\b|hr\b|maintenance|production|operations|the \w+ (?:department|team)|facilities|buying)[^.;,]*)", ""),
    ("job", "13", "by trade|by profession|by training", r"(?P<v>[\w-]+(?: [\w-]+)?) by (?:trade|profession|training)\b", ""),

    ("other", "123", "|".join(("dog |dogs|dog,|dog.", "cat |cats|cat,|cat.", "pupp", "kitten", "labrador", "spaniel", "terrier", "retriever", "horse", "pony", "parrot", "rabbit", "hens", "chickens", "tortoise")), r"{WE}{MODS}(?:{HAVE}|‹(?:keep|adopted|got|own)/keep/(?:keeps|adopted|got|owns)›) (?:also )?(?P<v>(?:{MANY}|some) {ADJ}(?:[\w]+ )?" + _PETS + r"(?: (?:called|named) [\w]+)?)\b", ""),
    ("other", "13", "|".join(("dog |dogs|dog,|dog.", "cat |cats|cat,|cat.", "pupp", "kitten", "labrador", "spaniel", "terrier", "retriever", "collie", "whippet", "greyhound", "horse", "pony", "parrot")), r"{OUR} (?P<v>{ADJ}(?:[\w]+ )?" + _PETS + r")\b(?! (?:of|in the fight))", ""),
    ("other", "2", "your dog|your cat|your puppy|your horse", r"your (?P<v>" + _PETS + r")\b", ""),
    ("other", "123", "left-handed|left handed|lefty|ambidextrous", r"(?P<v>(?:left[- ]handed|a lefty|ambidextrous))", ""),
    ("other", "13", "size", r"‹i/you/(?:he|she)› (?:take|takes|wear|wears) (?P<v>(?:an? )?(?:shoe |glove |ring )?(?:size )(?:\d+|xx?l|m|s|l)\b)", ""),
    ("other", "13", "don't drive|doesn't drive|can't drive|don't fly", r"‹i/you/(?:he|she)› (?P<v>(?:don't|do not|doesn't|can't) (?:drive|fly))\b(?! (?:a|the|it|you|that|this))", ""),
    ("hobby", "123", "|".join((
        "fishing", "angling", "hiking", "walking", "climbing", "cycling", "biking", "running", "swimming", "skiing", "surfing", "sailing", "kayak", "rowing", "golf", "tennis", "squash",
        "badminton", "football", "soccer", "rugby", "cricket", "basketball", "volleyball", "hockey", "chess", "bridge", "gardening", "knitting", "sewing", "quilting", "pottery",
        "painting", "photography", "bird", "baking", "cooking", "brewing", "woodw", "woodt", "bees|beekeep", "hunting", "archery", "yoga", "pilates", "dancing", "tango", "salsa", "singing", "guitar", "piano",
        "violin", "cello", "drums", "saxophone", "accordion", "karate", "judo", "boxing", "fencing", "riding", "camping", "mushroom", "triathlon", "marathon", "darts", "snooker", "bowls", "skating",
        "diving", "paragliding", "crosswords", "model ", "parkrun", "padel", "crochet", "board games & play|love|enjoy|like |likes|took up|taken up|coach|i go|we go|goes|i do |does |practise|practice|competes|compete|into|adore|started|been",
    )), r"‹(?:i|we)/you/(?:he|she|who|they|[\w]+)?› ?{MODS}‹(?:play|do|go|practise|practice|love|enjoy|like|adore|took up|have taken up|'ve taken up|started|coach|compete in|have been)/(?:play|do|go|love|enjoy|like)/(?:plays|does|goes|practises|practices|loves|enjoys|likes|adores|took up|has taken up|coaches|is into|competes in)› (?:a (?:bit|lot|little) of |the |some |to go |going |playing |doing |my |his |her |any )?(?:bass |acoustic )?(?P<v>{ACT}(?: and (?:{ACT}))?)\b", ""),
    ("hobby", "2", "fishing|golf|skiing|sailing|hunting|hiking|cycling|climbing|tennis", r"your (?P<v>{ACT})(?: trip| holiday| season| weekend| club| match| tournament)?\b", ""),
    ("interest", "123", "|".join((
        "opera |opera,|opera.", "jazz", "music", "theatre", "ballet", "rock |rock,|rock.", "blues", "novels", "thrillers", "fiction", "sci-fi", "poetry", "history", "museums", "wine", "whisky", "beer |beer,|beer.", "coffee", "chocolate", "cinema",
        "films", "movies", "formula 1|formula one", "f1 ", "cars", "archaeology", "philosophy", "bach |bach,|bach.", "mozart", "beatles", "tea |tea,|tea.", "art |art,|art.", "cheese", "reading & love|loves|like |likes|enjoy|adore|prefer|listen|i read|reads|collect",
    )), r"‹(?:i|we)/you/(?:he|she|who|they|[\w]+)?› ?{MODS}‹(?:love|adore|like|enjoy|prefer|listen to|read|collect)/(?:love|like|enjoy|prefer)/(?:loves|adores|likes|enjoys|prefers|listens to|reads)› (?:a (?:good|nice|lot of) |the |some |a bit of |watching |going to the |going to |listening to |to read )?(?P<v>{LIKE})\b(?! (?:you|we|idea|of the|on the))", ""),
    ("job", "123", "director|manager|engineer|president|officer|ceo |ceo,|ceo.|owner|founder|accountant|architect|surveyor|designer|developer|programmer|analyst|consultant|nurse|doctor|dentist|pharmacist|teacher|lecturer|professor|librarian|journalist|editor|photographer|translator|solicitor|lawyer|electrician|plumber|carpenter|builder|mechanic|driver|pilot|farmer|baker|chef |chef,|chef.|hairdresser|florist|gardener|secretary|head of|student|musician|coordinator|trainer|coach", r"(?:{IM}|‹i've become /you've become /(?:has become |became )›){MODS}(?:now |the new |an? new |their new |our new |the |an? |our |one of the )?(?P<v>{TITLE}(?: (?:of|for|at|in|with) [\w '&-]+)?)", ""),
)  # fmt: skip

# health, religion, politics, union, origin, sex life, and crimes: with what hints at them
SPECIAL = (
    r"ill\b|illness|sick\b|sickness|unwell|surgery|surgeon|operated|operation on|(?:an|the|my|his|her|your) operation|get well|recover(?:y|ing)\b|recuperat|hospital|clinic\b|doctor'?s?\b|gp\b|diagnos|cancer|tumou?r|chemo|diabet|insulin|allerg|coeliac|celiac|"
    r"gluten|asthma|epilep|migraine|headache|depress|burn-?out|burnt out|anxiety|adhd|autis|dyslex|disab|wheelchair|crutches|blind\b|deaf|hearing aid|medic|prescri|pills|tablets for|therap|"
    r"rehab|physio|injur|broke (?:my|his|her|a) |broken (?:leg|arm|hip|wrist)|fractur|covid|flu\b|pneumonia|fever|infection|blood pressure|heart (?:attack|condition|problem)|stroke|bypass|"
    r"pacemaker|arthritis|back (?:pain|problem|trouble)|bad back|knee|hip replacement|slipped disc|sciatica|dementia|alzheimer|parkinson|hiv|ivf|miscarr|pregnan|menopaus|weight loss|lost weight|overweight|dialysis|"
    r"transplant|addict(?:ion|ed to (?:alcohol|drugs))|alcoholi|sober|rehabilitation|vaccin|symptom|nausea|disease|treatment|specialist appointment|check-?up|scan\b|mri\b|biopsy|dentures|glasses prescription|"
    r"church|parish|priest|vicar|pastor|chapel|cathedral choir|mosque|synagogue|temple\b|rabbis?\b|imam|christen|baptis|baptiz|confirmation class|first communion|communion|bar mitzvah|bat mitzvah|ramadan|"
    r"eid\b|lent\b|kosher|halal|muslim|islam|jew(?:s|ish)?\b|judaism|catholic|protestant|orthodox|anglican|methodist|baptist|evangelical|quaker|mormon|jehovah|buddhis|hindu|sikh|atheis|agnostic|"
    r"religio|faith\b|believer|pray|bible|gospel|quran|koran|god\b(?! (?:help|knows|bless|forbid|willing))|mass on|sunday mass|pilgrim|sabbath|shabbat|diwali|monastery|convent|worship|spiritual|"
    r"politic|election|voted?\b|voting|voter|ballot|labour party|labour\b|tory|tories|conservative|lib ?dems?|liberal democrat|greens?\b party|green party|republican|democrat|socialist|communist|"
    r"brexit|remainer|leaver|ukip|reform uk|snp\b|trump|biden|campaigning|canvass|councillor|party member|party's|member of (?:the|a) party|left-wing|right-wing|protest|demonstration|rally\b|activist|parliament|mp\b|candidate|"
    r"trade union|union\b|unison\b|unite\b the|shop steward|strikes?\b|picket|works council|"
    r"ethnic|jewish roots|race\b|racial|gypsy|roma\b|traveller community|by origin|of \w+ (?:origin|descent)|my roots|(?:\w+) roots|immigrant|refugee|asylum|nationality|skin colou?r|"
    r"gay\b|lesbian|bisexual|homosexual|heterosexual|queer|lgbt|pride\b|transgender|trans\b|gender|same-sex|sexual|sex\b|sex life|affair\b|dating|my boyfriend|mistress|lover\b|viagra|civil partner|"
    r"prison|convict|arrest|probation|criminal record|jail"
)
UNREAL = (
    r"if i (?:had|were|was|lived|could)|i wish|as if|as though|would (?:love|like|be|have|enjoy)|i'd (?:love|like|be)\b|might (?:be|have)|used to|when i was|as a (?:kid|child|boy|girl|student)|"
    r"imagine|suppose|pretend|back in my|in my (?:youth|younger)|whether|second home|brainchild|my baby\b|like a child|born yesterday|married to (?:my|the|this)|wearing my \w+ hat|not (?:a|an|your) "
)
NOT_MINE = (
    r"my (?:colleague|boss|neighbou?r|friend|manager|assistant|brother|sister|father|mother|dad|mum|mom|cousin|uncle|aunt|nephew|niece|tenant|client|customer|partner|landlord|sister-in-law|brother-in-law|mother-in-law|"
    r"father-in-law|parents|predecessor|accountant|secretary|team)(?:'s)?\b|our (?:director|manager|boss|accountant|driver|neighbou?rs?|customers?|clients?|receptionist|chairman|company|firm|office|team|staff)\b"
)
NAMES: tuple[tuple[str, str], ...] = ((r"anglers?\b|fish(?:es)?\b", "fishing"), (r"cyclists?\b", "cycling"), (r"runners?\b", "running"), (r"gardeners?\b", "gardening"), (r"golfers?\b", "golf"),
         (r"bakes?\b|bakers?\b", "baking"), (r"photographers?\b", "photography"), (r"swimmers?\b|swims?\b", "swimming"), (r"skiers?\b|skis?\b", "skiing"), (r"sailors?\b|sails?\b", "sailing"),
         (r"climbers?\b|climbs?\b", "climbing"), (r"hikers?\b|hikes?\b", "hiking"), (r"walkers?\b", "walking"), (r"bird-?watchers?\b|birders?\b", "birdwatching"), (r"beekeepers?\b", "beekeeping"),
         (r"painters?\b|paints?\b", "painting"), (r"knitters?\b|knits?\b", "knitting"), (r"tennis players?\b", "tennis"), (r"chess players?\b", "chess"), (r"hunters?\b", "hunting"), (r"cooks?\b", "cooking"),
         (r"sings?\b|singers?\b", "singing"), (r"dancers?\b|dances?\b", "dancing"), (r"rowers?\b", "rowing"), (r"fisher(?:man|woman)\b", "fishing"), (r"kayakers?\b", "kayaking"))  # fmt: skip
STOPS = "and i|and we|and you|and my|and have|and so|but|so|because|since|which|who|that|when|while|although|though|if|unless|until|where|or so|after|before|these days|at the moment|right now|now|anyway|too|again|for years|for \\d+|every|at weekends|on weekends|most|with my|for the last|last|this|next|just"
HEADS = "the|a|an|my|our|his|her|their|your|some|to|of|as|by|being|going|playing|doing|probably|definitely|mostly|mainly|also"
PRONOUNS = "he she they him her his their who"
CUSTOMER = r"customers?|clients?|buyers?|account\b|prospects?|the order|their order|tenants?|guests?|contact at|(?:mr|mrs|ms|dr)\.? [a-z]|ltd\b|llp\b|plc\b|limited\b|inc\b|gmbh|from [A-Z]"
COLLEAGUE = r"colleagues?|our team|chip in|whip-?round|card for|sign the card|kitchen|the office|canteen|collection for|cake in|new starter|joins us|joining us|our own|one of us|our new"
CITIES: tuple[tuple[str, str], ...] = ()
NO_CITY = (
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday england scotland wales ireland britain uk usa us "
    "america europe france germany spain italy poland lithuania latvia estonia russia ukraine canada australia texas california florida china japan india my your our his her their peace fear hope "
    "microsoft outlook english german french it hr sales finance marketing"
)
CASE_ENDS: tuple[tuple[str, str], ...] = ()
MONTHS = ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?")
DATE = (
    r"(?<!\w)(?:(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?{M}\b(?:,? (?P<y>\d{4}))?|{M}\.? (?:the )?(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y2>\d{4}))?)"
)
DAYS = {"day before yesterday": -2, "yesterday": -1, "today": 0, "this very day": 0, "tomorrow": 1, "day after tomorrow": 2}
AGES = (
    ("twenty", 20), ("twentieth", 20), ("thirty", 30), ("thirtieth", 30), ("forty", 40), ("fortieth", 40), ("fifty", 50), ("fiftieth", 50), ("sixty", 60), ("sixtieth", 60), ("seventy", 70), ("seventieth", 70), ("eighty", 80), ("eightieth", 80), ("ninety", 90), ("ninetieth", 90),
    ("one", 1), ("first", 1), ("two", 2), ("second", 2), ("three", 3), ("third", 3), ("four", 4), ("fourth", 4), ("five", 5), ("fifth", 5), ("six", 6), ("sixth", 6), ("seven", 7), ("seventh", 7), ("eight", 8), ("eighth", 8), ("nine", 9), ("ninth", 9),
)  # fmt: skip
FIRM = r"company|firm|business|shop|school|organi[sz]ation|factory|our \w+ (?:turns|is turning)"
BELATED = r"belated|late\b|missed"
NO_NAME = (
    "hello hi hey dear thanks thank please also by fyi just quick note birthday happy congratulations today tomorrow yesterday good great when while after before and but so btw re fw regarding about "
    "unfortunately apparently spoke met called remember reminder customer client both her his their she he they"
)
