"""Lithuanian words by which promises are closed: what was sent, done, moved, called off. Tables only, see `syncd.core.fulfil`.

Patterns are searched in a sentence folded to lower case without diacritics, so mail typed without them is read the same
way; each begins at the beginning of a word.
"""

from __future__ import annotations

THINGS = {
    "offer": r"pasiulym\w*|samat\w*",
    "invoice": r"saskait(?!oje)\w*|faktur\w*",
    "contract": r"sutar(?:tis|ti|ties|ciai|timi|ciu|tims)\b|susitarim\w*",
    "price_list": r"kainorasc?t?\w*|kainynas|kainyna",
    "manual": r"instrukcij\w*|vadov(?:as|a|elis|eli)\b|naudojimo aprasym\w*",
    "report": r"ataskait\w*|protokol\w*",
    "drawing": r"brezin\w*|eskiz\w*|planas\b|plana\b|planus\b|planai\b",
    "catalogue": r"katalog\w*|brosiur\w*|lankstin\w*",
    "certificate": r"sertifikat\w*|pazym(?:a|os|ejim\w*)\b|deklaracij\w*",
    "photo": r"nuotrauk\w*|foto\b|fotograf\w*",
    "schedule": r"grafik\w*|tvarkarasc?t?\w*",
    "statement": r"(?:suderinimo |darbu |perdavimo )?akt(?:as|a|us|ai|o)\b|isras(?:as|a|us|o)\b",
    "access": r"slaptazod\w*|vartotoj(?:as|o vard\w*)\b|prisijungim\w*|prieig\w*",
    "link": r"nuorod\w*",
    "list": r"saras(?:as|a|us|o)\b",
    "sample": r"pavyzdz\w*|meginin?\w*|pavyzdel\w*",
    "presentation": r"pristatym(?:as|a|o)\b|prezentacij\w*|skaidr\w*",
    "form": r"form(?:a|os|ele|eles)\b|anket\w*|klausimyn\w*",
    "policy": r"polis\w*|draudim\w*",
    "specification": r"specifikacij\w*|technini\w+ (?:duomen\w*|aprasym\w*)",
    "spreadsheet": r"lentel\w*|excel\w*",
    "power": r"igaliojim\w*",
    "invitation": r"kvietim\w*",
    "document": r"dokument\w*|popier\w*|fail(?:as|a|us|ai|o)\b|kopij\w*|pried(?:as|a|us|ai|e)\b|projekt(?:as|a|o|us)\b",
}

SIGNS = {
    "attached": (
        r"prised\w*|pridedu\b|pridedam\w*|prisegu\b|prisegam\w*|prisegiau\b|priseg\w*|prikabin\w*|(?:is|at|per|nu)?siunciu\b|(?:is|at|per|nu)?siunciam\w*|stai\b|prasom\b|priede\b|prieduose\b|"
        r"laisk\w+ priede|zemiau pateik\w*|pateikiu\b|pateikiame?\b|dalinuosi\b|dalinames\b|keliu\b"
    ),
    "sent": (
        r"(?:is|nu|at|per)?siunciau\b|(?:is|nu|at|per)?siuntem?\w*|(?:is|nu|at|per)?siust(?:as|a|i|os)\b|ikeliau\b|ikeleme?\b|ikelt(?:as|a|i|os)\b|pateikiau\b|pateikem?\w*|"
        r"pateikt(?:as|a|i|os)\b|perdaviau\b|perdavem?\w*|perduot(?:as|a|i|os)\b|pristat(?:yt(?:as|a|i|os)|eme?|ziau|e)\b|atveze(?:me?)?\b|atvezt(?:as|a|i|os)\b|iteikt(?:as|a|i|os)\b"
    ),
    "received": (
        r"atvyko\b|atvaziavo\b|gavau\b|gavom\w*|gaut(?:as|a|i|os)\b|atejo\b|pasieke\b|(?:aciu|dekoju|dekui|dekojame)(?: labai| jums)? uz\b|sulaukem\w*|sulaukiau\b|atkeliavo\b"
    ),
    "done": (
        r"padaryt(?:as|a|i|os)\b|padari(?:au)\b|padareme?\b|padare\b|sutvarky(?:t(?:as|a|i|os))\b|sutvarke\w*|sutvarkiau\b|pataisyt(?:as|a|i|os)\b|pataise\w*|istaisyt(?:as|a|i|os)\b|istaise\w*|istaisiau\b|"
        r"sutaisyt(?:as|a|i|os)\b|sutaise\w*|suremontuo(?:t(?:as|a|i|os)|jo\w*)\b|remontas baigt\w*|sumontuo(?:t(?:as|a|i|os)|jo\w*|jau)\b|sumontav\w*|suremontav\w*|montavimas baigt\w*|"
        r"pakeist(?:as|a|i|os)\b|pakeite\w*|pakeiciau\b|atlikt(?:as|a|i|os)\b|atlikom\w*|atlikau\b|atliko\b|baigt(?:as|a|i|os)\b|baigem\w*|baigiau\b|uzbaig(?:t\w+|em\w*)\b|issprest(?:as|a|i|os)\b|"
        r"isprest(?:as|a|i|os)\b|issprendem\w*|veikia\b|suveike\b|atnaujint(?:as|a|i|os)\b|atnaujin(?:om\w*|au)\b|paruost(?:as|a|i|os)\b|paruosiau\b|paruosem\w*|idieg(?:t\w+|em\w*|iau)\b|"
        r"irengt(?:as|a|i|os)\b|irengem\w*|isvaly(?:t\w+|em\w*)\b|ijungt(?:as|a|i|os)\b|ijungem\w*|ijungiau\b|rezervuot(?:as|a|i|os)\b|uzsakyt(?:as|a|i|os)\b|pratest(?:as|a|i|os)\b|sureguliuot(?:as|a|i|os)\b|"
        r"pagamint(?:as|a|i|os)\b|suderint(?:as|a|i|os)\b"
    ),
    "visited": (
        r"(?:meistr\w*|technik\w*|montuotoj\w*|inzinier\w*|specialist\w*|kolega|kolegos|vyrai|vyrukai|vaikin\w*|darbuotoj\w*|zmones|zmogus|darbinink\w*|kurjeris|santechnik\w*|elektrik\w*|jis|jie|ji)(?: jau| siandien| vakar| siryt| \w+dieni)? "
        r"(?:buvo(?! (?:zad|turej|suplan|numat))|atvyko|atvaziavo|apsilanke|apziurejo|lankesi|uzsuko|atveze)\b|(?:siandien |vakar |siryt )?(?:buvo|atvyko|atvaziavo|apsilanke) (?:jusu )?"
        r"(?:meistr\w*|technik\w*|montuotoj\w*|inzinier\w*|specialist\w*|kolega|vyrai|darbinink\w*|kurjeris)|buvome (?:pas jus|atvyke|vietoje|objekte)|apsilankem\w*|"
        r"(?:aciu|dekoju|dekui|dekojame),? (?:uz (?:apsilankym|vizit)\w*|kad (?:\w+ )?(?:atvaziav|atvyk|uzsuk|uzvaziav|apsilank|buvo)\w*)"
    ),
    "called": (
        r"kaip (?:ka tik |siandien |vakar |jau )*(?:kalbej\w*|tarem\w*|sutarem\w*|aptarem\w*|sneke\w*)(?: siandien| vakar| ka tik)? (?:telefonu|tel)\b|(?:ka tik |siandien |vakar )?(?:kalbejom\w*|kalbejau|sneke\w*|bendravom\w*) (?:su jumis )?(?:telefonu|tel)\b|"
        r"po (?:musu |siandienos |vakarykscio |vakar dienos |rytinio )*(?:telefoninio |telefono )?(?:pokalbio|skambucio)\b|pokalbio (?:telefonu )?metu\b|(?:aciu|dekoju|dekui|dekojame) uz (?:\w+ )?(?:pokalbi|skambuti|paskambinima)\b|"
        r"susiskambin(?:ome?|om|au)\b|paskambin(?:au|ome?|om|o)\b|(?:aciu|dekui|dekoju|gerai|smagu|dziugu),? kad (?:\w+ )?(?:pa|su)?(?:si)?(?:kalbej|sneke|skambin)\w*|(?:malonu|smagu) (?:buvo )?pa(?:si)?(?:kalbeti|sneketi)\b|"
        r"(?:sake\w*|minej\w*|aiskin\w*) telefonu\b"
    ),
    "unreached": (
        r"band(?:ziau|eme?) (?:\w+ )?(?:pri|pa|susi)?skambin\w*|nepavyko\b|neprisiskambin\w*|nedasiskambin\w*|neatsiliep\w*|nekel(?:iate|ete|e)\b|skambinau, bet|skambinome, bet|nepasieki\w*|praleist\w+ skambut\w*"
    ),
    "met": r"(?:aciu|dekoju|dekui|dekojame|po|is|per) (?:uz )?(?:\w+ ){0,3}?susitikim\w*|susitikom\w*|susitikau\b|buvo (?:\w+ )?malonu (?:susitikti|matyti|susipazinti)|malonu buvo (?:susitikti|matyti|susipazinti)",
    "paid": (
        r"saskaitoje\b|apmok(?:et(?:as|a|i|os)|ejom\w*|ejau|ejo)\b|sumok(?:et(?:as|a|i|os)|ejom\w*|ejau|ejo)\b|perve(?:st(?:as|a|i|os)|dem\w*|dziau|de)\b|(?:mokejimas|pavedimas) (?:\w+ )?(?:isejo|atliktas|padarytas|issiustas|ivykdytas)\b|"
        r"grazint(?:as|a|i|os)\b|grazin(?:om\w*|au)\b"
    ),
    "checked": (
        r"(?:pa)?tikrin(?:au|om\w*)\b|patikrint(?:as|a|i|os)\b|pa(?:si)?ziurej(?:au|om\w*)\b|pasitikslin(?:au|om\w*)\b|patikslin(?:au|om\w*)\b|issiaiskin(?:au|om\w*)\b|suzinoj(?:au|om\w*)\b|pasiteirav(?:au|om\w*)\b|"
        r"perziurej(?:au|om\w*)\b|isnagrinej(?:au|om\w*)\b|paklausiau\b|(?:ka tik )?kalbej(?:au|om\w*) su\b|pasikalbej(?:au|om\w*)\b|pasitarem\w*|pasitariau\b|galiu patvirtinti\b|patvirtin(?:u|ame)\b|paaiskejo\b"
    ),
    "promised": r"(?:stai|cia) (?:jis|ji|jie|jos)\b|(?:stai|cia) (?:jau )?(?:tas|ta|teising\w*)\b|kaip (?:ir )?(?:buvau |buvom )?(?:zadej\w*|pazadej\w*|zadet\w*|tarem\w*|sutarem\w*|susitar\w*|pras\w*|kalbej\w*)",
    "cancelled": (
        r"(?:jau )?nebereik\w*|nebeaktual\w*|nebenor\w*|persigalvo\w*|apsigalvo\w*|(?:norim?e?|norecia?u?|prasa?u?o?m?e?|turim?e?) (?:\w+ )?atsaukti\b|atsauk(?:iu|iam\w*|ti|kite|ite|iau|em\w*)\b|atsisak(?:om\w*|au|em\w*|iau|ome)\b|"
        r"(?:apsi|nu)?sprend(?:em\w*|ziau) (?:kitaip|nebe\w*|ne\w*)|(?:apsi|nu)sprend(?:em\w*|ziau) rinktis kit\w*|pasirink(?:om\w*|au) kit\w*|jau nereik\w*"
    ),
    "needless": r"nereik(?:ia|es|etu|alinga)\b|nebutin\w*|neverta\b|prasau ne\w+kite\b|nebe\w+kit(?:e)?\b",
    "partial": (
        r"(?:pirm|antr)(?:a|oji|aja|aji|as) (?:dal|pus)\w*|dal(?:i|is) (?:\w+ )?(?:siunciu|prised|priseg|dar|veliau)\w*|dalin(?:is|e|ai|i)\b|puse (?:\w+ )?(?:siunc|dar)\w*|likus(?:ia|ius|ias|i|ieji|ios)\b|kita (?:dal|pus)\w*|kol kas tik\b|tik pirm\w*|preliminar\w*|tarpin\w*"
    ),
    "pending": (
        r"(?:dar )?reik(?:ia|es)\b|(?:at)?siuskit\w*|parasykit\w*|(?:dar |vis dar )(?:aiskin|tikrin|lauki|laukia|tariam|derin|klausi|neturi|nezin|neaisk|ziuri|skaiciuo|dirbam|negavo)\w*|aiskin(?:ames|uosi)\b|nezinau\b|nezinome?\b|neturi(?:u|me) (?:atsakym|informacij|zini)\w*|"
        r"kai tik\b|(?:atsakys|parasys|pranes|informuos|susisieks|suzinos|issiaiskins|patikrins|paklaus|patikslins|perduos|pasakys|paskambins)(?:iu|im|ime|ite)\b|(?:atsakys|pasakys|pranes|parasys|patvirtins|paskambins)\b|(?:pa)?zadejo\b|perdav(?:iau|eme?)\b|persiunc(?:iau|iu)\b|neaisk\w*"
    ),
    "mistaken": r"ne ta (?:faila|prieda|dokumenta|varianta)\b|ne tas (?:failas|priedas|dokumentas|variantas)\b|pamirs(?:au|ome?) (?:prisegti|prideti)\b|ignoruok\w*|nekreipkite demesio",
    "limited": r"kurjeriu\b|pastu\b|pakanka\b|uztenka\b|uzteks\b|skubet\w*|skubin\w*|iki\b|pries\b|siandien\b|kol kas\b|dabar\b|atsipras\w*|jaudin\w*|skubiai\b|siuo metu|sia savaite|dekot\w*|papildomai\b|atskirai\b|rasyti\b",
    "missing": (
        r"(?:dar |vis dar )?(?:nieko )?negav(?:au|om\w*)\b|neatej\w*|neatsidar\w*|nera (?:jokio )?(?:pried\w*|fail\w*)|(?:pried\w*|fail\w*) (?:nera|truksta|nematau|nerandu)|be priedo\b|pamirsote prisegti|vis dar (?:lauk\w*|ne\w*|lasa|tas pats)|"
        r"dar (?:lauk\w*|ne\w+)\b|kur (?:yra |musu |mano |tas |ta |jusu )?\w+|neveikia\b|vel (?:neveikia|sugedo|lasa|ta pati)|nesiliauj\w*"
    ),
    "vowed": r"(?:pa)?zadej(?:o|ote|om|ai)\b|tur(?:ejo|ejote|ejot)\b|sak(?:ete|e|ei)\b|buvo (?:pa)?zadet\w*|sutar(?:em\w*|ta)\b|isipareigoj\w*",
    "failed": (
        r"(?:isi|pra)?lauk(?:iau|em\w*)\b|niek(?:as|o)\b|ne(?:be)?(?:atvyk\w*|atvaz\w*|atvaziav\w*|atsiun\w*|pasirod\w*|paskamb\w*|perskamb\w*|pristat\w*|atsak(?:e|ete|yta)\w*|padar\w*|sutvark\w*|sutais\w*|pataise\w*|gavau|gavom\w*|atvez\w*|buvo|ivyk\w*|sulauk\w*|susiek\w*|apmok\w*)|taip ir ne\w*"
    ),
    "nobody": r"niekas (?:taip ir |dar |mums |man |pas mus )*ne\w+|taip ir ne(?:atvyk|atvaz|paskamb|pasirod|sulauk|susitik|buvo)\w*",
    "broke": r"netesej\w*|nesilaik\w* (?:savo )?(?:zodzio|pazad\w*|susitarim\w*)|sulauz\w* (?:savo )?(?:pazad\w*|zodi)|neistesej\w*|neivykd\w* pazad\w*",
    "delayed": (
        r"ne (?:siandien|rytoj|\w+dien\w*|\d+),? (?:o|bet)\b|nukel\w*|perkel\w*|atide(?:d|t)\w*|veluo\w*|velav\w*|uztruk\w*|uzstrig\w*|deja\b|atsipras\w*|apgailest\w*|nespej\w*|nepavyk\w*|nepavyks\b|dar ne\w*|"
        r"veliau\b|vietoj\b|tik (?:rytoj|poryt|kita|\w+dien\w*)|laukiam\w* (?:is|atsakym)|laukiu (?:is|atsakym)|reikia daugiau laiko|dar lauki\w*"
    ),
}

NEGATED = r"\b(?:ne|nera|nebuvo|nebus|negal\w*|nesp\w*|niekas|nieko|niekada|neb\w+|be|dar ne\w*|nepavyko|vis dar)\b(?: \w+){0,3} ?$"
AHEAD = r"\b(?:bus|busim\w*|busiu|kai|kada|kol|jei|jeigu|tur[ei]\w*|zade\w*|ketin\w*|band\w*|reikia|reikes|galima|galet\w*|iki|nor\w+|planuo\w*|tikiuosi|butu)\b(?: \w+){0,4} ?$"
CONDITION = r"\b(?:jei|jeigu|nebent)\b"

ACTS = {
    "call": r"skambin\w*|skambut\w*|telefon\w*", "visit": r"vizit\w*|lauk(?:iau|em\w*) meistr\w*|atvyk\w*|atvaziuo\w*|meistr\w*|technik\w*|apziur\w*|montav\w*|montuo\w*",
    "meet": r"susitik\w*", "send": r"(?:at|is|nu)?siu(?:st|nc|n)\w*", "deliver": r"pristat\w*|atvez\w*", "fix": r"remont\w*|taisy\w*|tvarky\w*",
    "pay": r"moke\w*|apmoke\w*", "check": r"tikrin\w*|ziure\w*", "answer": r"atsaky\w*|(?:pa|at)rasy\w*",
}  # fmt: skip

# words anywhere in the sentence that take a sign back, and words after which praise may turn
UNDONE = r"nepavyk\w*|nepasisek\w*|negal\w*|nespej\w*|neimanoma\b"
CONTRAST = r"bet\b|taciau\b|tik\b|nors\b|isskyrus\b"

# what a colleague answers who was asked to do something
ACCEPTED = (
    r"imuosi\b|paimsiu\b|paimu\b|imu\b|prisiimu\b|padarysiu\b|sutvarkysiu\b|paskambinsiu\b|nuvaziuosiu\b|nuvyksiu\b|issiusiu\b|atliksiu\b|tvarkau\b|"
    r"bus padaryta\b|pasirupinsiu\b|pasiziuresiu\b|gerai\b|ok\b|zinoma\b|aisku\b|supratau\b"
)
DECLINED = (
    r"negaliu\b|negalesiu\b|nespesiu\b|nespeju\b|ne mano (?:darbas|reikalas|klient\w*)|neturiu (?:kada|laiko)\b|duok(?:ite)? kitam|tegul kit\w*|atsisakau\b|sergu\b|atostogauju\b"
)
STARTED = r"isvaziavau\b|isvykau\b|vaziuoju\b|pakeliui\b|pradejau\b|pradedu\b|jau vietoje\b|jau darau\b|esu pas\b"

# the words of a promise that moves another one to its own term
MOVES = r"(?:perkel|nukel|atide(?:d|t)|persikel)\w*"

# what the one it was given to answers when it came, what turns that answer, and what names a thing to be told rather than sent
THANKED = r"aciu\b|dekoju\b|dekui\b|dekojame?\b|gerai\b|puiku\b|super\b|tinka\b|gavau\b|gavom\w*|supratau\b|aisku\b|ok\b|nuostabu\b|tobula\b|imam\w*|uzsakom\w*|rezervuo\w*|valio\b|sutinku\b|sutinkam\w*|saunu\b"
AWAITED = r"bet\b|taciau\b|dar\b|lauk\w*|kada\b|kur\b|ne\b|nera\b|negav\w*|neatsidar\w*|truksta\b|tik\b|o kaip\b|is anksto"
TOLD = r"(?:kain|numer|kod|adres|likuci|likut|matmen|svor|sum|dat|duomen|rekvizit|prisijungim|slaptazod|terminas|termin)\w*"
ANSWERS = r"taip[,.!]? (?:galim\w*|gali\w*|tinka\w*|tiks\w*|yra|laisv\w*|imanoma|turim\w*|bus)\b|(?:taip|ne)[.!]*$|patvirtin\w*"
# what works or is done, and what is not needed
SUBJECT = r"\b(?!visk|dabar|pagal|siand|vakar|siryt|gerai|puiki|lyg|kaip)(\w{3,}) (?:jau |vel |dabar )?(?:veikia|suveike|sutvarky\w+|sutaisy\w+|pataisy\w+|padary\w+|suremontuo\w+|sumontuo\w+)\b"
OBJECT = r"(\w{3,}) (?:jau |mums |man )?nebereik\w*|nebereik\w* (\w{3,})|atsauk\w* (\w{3,})"
THIRD = r"skambinsi\w* (?:i|musu|savo) (\w+)"
WEEKDAYS = ("pirmadien", "antradien", "treciadien", "ketvirtadien", "penktadien", "sestadien", "sekmadien")

# what is asked for in numbers → its words, and the units of the answer
MEASURES = {
    "time": (r"termin\w*|kada\b|kiek (?:laiko|truk\w*|lauk\w*)", r"(?:darbo )?(?:d\.|dien\w*|sav\.|savait\w*|men\.|menes\w*|val\.)"),
    "weight": (r"svor\w*|sver\w*|mas(?:e|es)\b", r"(?:kg|t|ton\w*)\b"),
    "price": (r"kain\w*|kiek (?:kainuo\w*|atsieis)|ikain\w*", r"(?:eur\w*|€)"),
    "size": (r"matmen\w*|dyd(?:is|zio|i)\b|ilg(?:is|io|i)\b", r"(?:mm|cm|m)\b"),
}

# words that say an appointment was not kept: without them a new one beside it is another one
MISSED = r"nespej\w*|negalej\w*|neatvyk\w*|neatvaz\w*|nepavyk\w*|nepaskamb\w*|neperskamb\w*|pamirs\w*|uzmirs\w*|praleid\w*|susirg\w*|serga\b|sugedo\b|perkel\w*|nukel\w*|vietoj\b|niekas\b|nebuvo\w*"

SIGNED = r"pasirasyt\w*"
WRONG = r"ne\b|ne ta\w*|ne t[aou]s?\b|nera\b|truksta\b|be\b|puse\b|dalis\b"
# beside one of these a word in -ti is an infinitive and no participle
LATER = r"rytoj\b|poryt\b|kita (?:savaite|menesi)\b|veliau\b"
MODAL = r"(?:ne|nebe)?(?:reik\w*|gal(?:i|im|ima|it|ite|iu|ejo\w*|es\w*)\b|pavyk\w*|spej\w*|spes\w*|verta\b|nor\w+)|teks\b|prival\w*|pras(?:au|om\w*)\b|butina\b|planuo\w*|ketin\w*|pabandy\w*|sutar\w*"
MODIFIED = r"(?:patikslint\w*|atnaujint\w*|pakoreguot\w*|pataisyt\w*|nauj(?:a|as|us|o|os|i|aji|aja|esn\w*)\b|galutin\w*|antr(?:as|a|aji|aja|o|os)\b|pasirasyt\w*|perskaiciuot\w*|kit(?:a|as|us|ok\w*))\b"
AGO = r"(?:praej\w+ (?:savait\w*|menes\w*|kart\w*)|pries (?:savait\w*|menes\w*|kelias|dvi|tris|\d+)|anksciau|praeit\w*|uzpraeit\w*)"

FUTURE = r"\b([a-z]{3,}(?:siu|sim|sime|siuosi|simes))\b"
MAYBE_FUTURE = r"\b([a-z]{4,}s)\b"  # of a third person; nouns look like it too
PAST = r"[a-z]{3,}(?:au|ome|om|eme|em|ejo|avo|yta|ytas|eta|etas|uota|uotas|uoti|uotos|inta|intas|tas|ta|tos)$"

GENERIC = (
    "siandien rytoj vakar poryt pirmadieni antradieni treciadieni ketvirtadieni penktadieni sestadieni sekmadieni savaite savaites savaiteje menuo menesi menesio "
    "lapkricio gruodzio sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio diena dienos dienu valanda valandos valandu val minut pabaigos "
    "pabaigoje jums jusu mums musu savo kuris kuri kurio kaip kada kol kad del arba bet tik dar jau tuoj netrukus labai labas laba sveiki gerb aciu dekoju prasau "
    "prasome siusti atsiusiu atsiusime issiusiu issiusime siunciu siunciame paskambinsiu paskambinsim perskambinsiu skambinti laiskas laisku laiska telefonu atsakysiu "
    "atsakysime pranesiu informuosiu parasysiu pateiksiu pateiksime perduosiu atvyks atvyksime atvaziuos atvaziuosime meistras meistrai technikas busime bus buti iki "
    "nuo per prie apie ryte vakare pietu popiet ryto vakaro kita sia padarysiu padarysime paruosiu paruosime pasitikslinsiu patikrinsiu paziuresiu suzinosiu issiaiskinsiu "
    "susitiksime susitikti zadu zadame pazadu viskas viska cia stai rasite atsiusti reikia galima noriu norime gerai"
)
