"""Lithuanian words by which something becomes known about a person: tables only, no logic, written without diacritics as `fold` leaves them.

`syncd.core.facts.rules` says how rows are read.
"""

from __future__ import annotations

_KIN = (
    r"(?:zmon(?:a|os|ai|oj|oje|ele|eles)|vyr(?:as|o|ui|u)|sutuoktin\w+|suzadet\w+|suzieduotin\w+|sun(?:us|aus|ui|u|umi|ums|elis|elio|eli|eliui|eliu|eliai)|dukr(?:a|os|ai|as|oms|u|ele|eles|elei|eles|eliu|yte|ytes)|dukter\w*|dukt\w+|"
    r"vaik(?:as|o|ai|u|us|ais|ams|ui|a|uciai|ucius|eliai|eli)|anuk(?:as|o|ai|e|es|u|us|ais|eliai|elis|ele|eli)|proanuk\w+|dvyn(?:iai|iu|ius|ukai|uku|ukus|ukes|es)|trynuk\w+|berniuk(?:as|ai|u|us|a)|mergait(?:e|es|iu|ems)|"
    r"mergyt(?:e|es|iu)|mergin(?:a|os|as|u)|pirmag?im(?:is|i|io)|mazyl(?:is|e|i|io|es)|kudik(?:is|i|io|elis|eli)|atzal(?:a|os|as|u)|seim(?:a|os))"
)
_MANY = r"(?:vien[aą]?s?|du|dvi|dvieju|dviem|tris|trys|triju|keturi[us]?s?|keturias|keturiu|penki[us]?|penkias|penkiu|sesi[us]?|sesiu|\d|dvejus|trejus|ketvert\w+|trejet\w+)"
_ADJ = r"(?:(?:maz\w+|suaug\w+|vyresn\w+|vyriausi\w+|jaunesn\w+|jauniausi\w+|mokyklin\w+|nuostabi\w+|pirm\w+|antr\w+|treci\w+|mylim\w+|savo|jau|metu|metuk\w+|\w+met\w{1,4}|paaugl\w+|tik k\w+ gim\w+) )*"
_SPORT = (
    r"(?:krepsin\w+|futbol\w*|tenis\w*|stalo tenis\w*|tinklin\w+|badminton\w*|golf\w*|ledo ritul\w+|rankin\w+|regb\w+|skvos\w*|padel\w*|sachmat\w*|saskes|saskem\w*|bridz\w+|poker\w*|biliard\w*|boulin\w*|kerling\w*|"
    r"gitar\w+|pianin\w+|fortepijon\w*|smuik\w+|violoncel\w+|bugn\w+|akordeon\w*|armonik\w+|saksofon\w*|fleit\w+|kankl\w+|birbyn\w+|trimit\w*|vargon\w+|"
    r"zvejyb\w+|zveklot\w+|zvejot\w*|medziokl\w+|medziot\w*|zyg\w+|kopti|alpinizm\w*|laipioj\w+|laipiot\w*|begim\w+|begiot\w*|begti|maraton\w+|triatlon\w*|plaukim\w+|plaukiot\w*|dviraci\w+|dviratuk\w*|slid\w+|snieglent\w+|ciuozi\w+|"
    r"irklav\w+|irkluot\w*|baidar\w+|burlent\w+|buriav\w+|buriuot\w*|jacht\w*|nardym\w+|nardyt\w*|jog[aąo]\w*|pilates\w*|sok(?:ius|iai|iu|ti)|tango|sals[aąo]|liaudies soki\w+|boks\w*|imtyn\w+|dziudo|karate|aikido|fechtavim\w+|jodinej\w+|zirg\w+|jojim\w+|"
    r"motocikl\w*|baik\w+|karting\w*|saudym\w*|mezgim\w+|megzti|nerti|nerim\w+|siuvinej\w+|siut[ia]\w*|siuvim\w+|keramik\w+|lipdym\w*|lipdyt\w*|tapyb\w+|tapyt\w*|piesim\w*|piesti|akvarel\w+|fotografij\w+|fotografuot\w*|kepim\w*|kept[ia]|gaminti|gaminimas|"
    r"bitinink\w+|bit(?:es|emis|eles)|sodinink\w+|sodininkaut\w*|sod[aąe]|darz[aąe]\w*|gel(?:es|emis)|orchidej\w+|roz(?:es|emis)|drozyb\w+|drozinej\w+|drozti|modeliavim\w*|modeli\w+|numizmatik\w+|filatelij\w+|astronomij\w+|genealogij\w+|krastotyr\w+|"
    r"chor[aąe]\w*|dainav\w+|dainuot\w*|vokal\w*|grybaut\w*|grybavim\w*|gryb(?:us|ai)|uogaut\w*|keliaut\w+|keliones|stalo zaidim\w+|kryziazodz\w+|audim\w*|austi|pint[ia]|krepsius|parasiut\w*|paraplan\w*|skraidyt\w*|sportuot\w*|teatr[aąe] megeju)"
)
_TITLE = (
    r"(?:(?:vyriausi\w+|vyr\.?|generalin\w+|technin\w+|technikos|komercijos|finansu|pardavimu|pirkimu|ukio|gamybos|personalo|projektu|kokybes|logistikos|it|skyriaus|filialo|regiono|buvus\w+|nauj\w+|vyresn\w+|jaunesn\w+|pradiniu klasiu|"
    r"matematikos|lietuviu kalbos|istorijos|muzikos|seimos|vaiku|laisvai samdom\w+|privat\w+|sunkvezimio|autobuso|tolimuju reisu|pensinink\w+|direktoriaus) )*"
    r"(?:direktor\w+|vadov\w+|vadyb\w+|pavaduotoj\w+|vedej\w+|virsinink\w+|inzinier\w+|technolog\w+|buhalter\w+|ekonomist\w+|teisinink\w+|advokat\w+|notar\w+|gydytoj\w+|pediatr\w+|odontolog\w+|veterinar\w+|vaistinink\w+|farmacinink\w+|slaugytoj\w+|"
    r"mokytoj\w+|destytoj\w+|aukletoj\w+|architekt\w+|dizainer\w+|programuotoj\w+|analitik\w+|logist\w+|agronom\w+|ukinink\w+|statybinink\w+|elektrik\w+|santechnik\w+|suvirintoj\w+|mechanik\w+|saltkalv\w+|vairuotoj\w+|pilot\w+|kapiton\w+|jurinink\w+|"
    r"gaisrinink\w+|policinink\w+|bibliotekinink\w+|zurnalist\w+|redaktor\w+|vertej\w+|fotograf\w+|dailinink\w+|muzikant\w+|virej\w+|kepej\w+|konditer\w+|kirpej\w+|siuvej\w+|florist\w+|sodinink\w+|mišk\w+|miskinink\w+|girinink\w+|geolog\w+|psicholog\w+|"
    r"trener\w+|profesor\w+|docent\w+|student\w+|verslinink\w+|stali(?:us|aus|umi)|dailid\w+|kalv(?:is|iu|e)|juvelyr\w+|administrator\w+|sekretor\w+|pardavej\w+|savinink\w+|bendrasavinink\w+|ikurej\w+|steigej\w+|pirmininke?\w*|prezident\w+|brokeri\w+|sommelj\w+|someljė|"
    r"konsultant\w+|koordinator\w+|pirkej\w+|tiekimo \w+|meistr\w+|radistas|chirurg\w*|kineziterapeut\w+)"
)
_PETS = r"(?:suo|suns|suni|suniu|sunis|sunys|suniuk\w*|suneli\w*|kat(?:e|es|inas|ino|ina|inai|inu|yte|inel\w+)|kaciuk\w*|papug\w*|kanarel\w*|ziurken\w*|triusi\w*|truš\w*|trus\w+|arkl\w+|zirg(?:as|a|us|ai)|poni\w*|ozk\w+|vist(?:as|os|u)|balandzi(?:us|ai|u)|jurų kiaulyt\w+|juru kiaulyt\w+|vezl\w+|labrador\w*|aviga\w+|taks(?:as|a|ę|e)|spaniel\w*|pudel\w*|buldog\w*|haski\w*|korgi\w*|akvarium\w*)"

MACROS = {
    "KIN": _KIN, "MANY": _MANY, "ADJ": _ADJ, "SPORT": _SPORT, "TITLE": _TITLE, "PETS": _PETS, "W": r"(?:[\w-]+ )", "CITY": r"(?:miest\w+ |prie )?(?P<c>[\w-]+(?: [\w-]+)?)",
    "MY": "‹(?:mano|musu)/(?:jusu|tavo)/(?:jo|jos|ju)›", "TOME": "‹man/(?:jums|tau)/(?:jam|jai|[\\w]+ui|[\\w]+ei|[\\w]+ai)›",
    "AGE": r"(?P<n>\d{2}|(?:dvidesimt|trisdesimt|keturiasdesimt|penkiasdesimt|sesiasdesimt|septyniasdesimt|astuoniasdesimt|devyniasdesimt)(?: (?:vieneri|dveji|treji|ketveri|penkeri|seseri|septyneri|astuoneri|devyneri))?)",
    "ANNI": r"(?P<n>\d{2}|dvidesimt|trisdesimt|keturiasdesimt|penkiasdesimt|sesiasdesimt|septyniasdesimt|astuoniasdesimt|devyniasdesimt)(?:[-–]?(?:met\w+|ies met\w+)|[-–]?(?:aj\w+|oj\w+|uoju|aji|ojo|ąj\w+)? ?(?:jubiliej\w+|gimtadien\w+))",
    "TELL": r"(?:rast\w+|el\.? ?past\w+|elektronin\w+ past\w+|e\.? ?past\w+|past\w+|laisk\w+|meil\w+|zinut\w+|sms\w*|telefon\w+|skambu\w+|skambin\w+|whatsapp\w*|vatsap\w*|messenger\w*|mesendzer\w*|viber\w*|gyvai|akis i aki|susitik\w+|asmeniskai|popier\w+|trumpai|is anksto)",
}  # fmt: skip
_KIN_GATE = "zmon|vyr|sutuokt|suzad|sun|dukr|dukt|vaik|anuk|dvyn|trynuk|berniuk|merg|kudik|mazyl|atzal|seim|pirmag"
_SPORT_GATE = (
    "krepsin|futbol|tenis|tinklin|badminton|golf|ritul|rankin|regb|sachmat|bridz|biliard|gitar|pianin|fortepijon|smuik|bugn|akordeon|saksofon|fleit|kankl|birbyn|zvej|medzio|zyg|kop|alpin|laip|begi|begt|maraton|triatl|plauk|dvirat|dvirac|"
    "slid|snieg|ciuoz|irkl|baidar|bur|jacht|nard|jog|pilat|soki|sokt|tango|sals|boks|imtyn|dziudo|karat|fecht|jod|zirg|motoc|baik|karting|saudy|mezg|megz|nert|siuv|siut|keramik|lipd|tapy|pies|akvarel|fotogr|kep|gamin|bit|sod|darz|gele|"
    "orchid|roze|droz|model|numizm|filatel|astronom|chor|dain|gryb|uog|keliau|zaidim|aud|aust|pint|parasi|parapl|skraid|sport"
)
_DOES = (  # first / second / third person: what is done for pleasure, by the verb alone
    r"‹(?:zvejoju|zvejojam|zvejojame|meskerioju|medzioju|mezgu|neriu|siuvu|siuvineju|drozineju|droziu|lituoju|restauruoju|piesiu|fotografuoju|begioju|begioj?am|plaukioju|buriuoju|irkluoju|slidineju|ciuozineju|jodineju|bitininkauju|"
    r"sodininkauju|grybauju|grybaujam|nardau|audziu|lipdau|dainuoju|grybaujame|kolekcionuoju|kepu|drozineju|sportuoju|konstruoju|laipioju|keliauju|skraidau|tapau paveiksl\w+)/"
    r"(?:zvejojate|meskeriojate|medziojate|mezgate|neriate|siuvate|siuvinejate|drozinejate|restauruojate|piesiate|fotografuojate|begiojate|buriuojate|slidinejate|jodinejate|bitininkaujate|sodininkaujate|grybaujate|nardote|dainuojate|kolekcionuojate|kepate|medziojat|zvejojat|mezgat)/"
    r"(?:zvejoja|meskerioja|medzioja|mezga|neria|siuva|siuvineja|drozineja|drozia|lituoja|restauruoja|piesia|fotografuoja|begioja|plaukioja|buriuoja|irkluoja|slidineja|ciuozineja|jodineja|bitininkauja|sodininkauja|grybauja|nardo|audzia|lipdo|dainuoja|"
    r"kolekcionuoja|kepa|sportuoja|konstruoja|laipioja|keliauja|skraido|tapo paveiksl\w+)›"
)

RULES = (
    ("birthday", "2", "gimtadien|gimimo dien", r"(?:su|proga|per) (?:(?:artejanci\w+|praejus\w+|jusu|tavo|graziu|besiartinanci\w+|nuostabiu) )*(?:{ANNI}|gimtadien\w+|gimimo dien\w+)", ""),
    ("birthday", "12", "gimtadien|gimimo dien", r"(?:{MY} |{TOME} )(?:{W}{0,3}?)(?:{ANNI}|gimtadien\w+|gimimo dien\w+)", ""),
    ("birthday", "1", "gimtadien|gimimo dien|jubiliej|*met", r"(?:svenciu|svesiu|atsvenciau|svenciau|minesiu|miniu|sventem) (?:{W}{0,2}?)(?:{ANNI}|gimtadien\w+|gimimo dien\w+|jubiliej\w+)", ""),
    ("birthday", "23", "gimtadien|gimimo dien|jubiliej|*met", r"‹//›‹a/(?:svenciate|svesite|sventete)/(?:svencia|svente|svesi?s?)› (?:{W}{0,2}?)(?:{ANNI}|gimtadien\w+|gimimo dien\w+|jubiliej\w+)", ""),
    ("birthday", "2", "jubiliej|*met", r"su (?:(?:graziu|nuostabiu|jusu|tavo|artejanciu) )*(?:{ANNI}|jubiliejumi)\b(?! (?:imon|firm|bendrov))", ""),
    ("birthday", "3", "gimtadien|gimimo dien", r"(?:(?:jo|jos|\w+(?:s|io|o|aus)) (?:{W}?)(?:gimtadien\w+|gimimo dien\w+)|gimtadien\w+)", ""),
    ("birthday", "123", "sukan|sukak|sukaks|suein|suejo|sueis|bus ", r"{TOME} (?:(?!imon|firm)[\w.-]+ ){0,4}?(?:sukanka|sukako|sukaks|sueina|suejo|sueis|sukankа|bus) (?:jau |lygiai |visi |visa )?{AGE}(?! (?:min|eur|proc|val|dien|kg|km|vnt|metr))", ""),
    ("birthday", "1", "gimiau|gimes|gimusi", r"(?:gimiau|esu gim(?:es|usi)) (?P<v>.*\d.*)", ""),
    ("birthday", "3", "gime|gimes|gimusi", r"(?:gime|gimes|gimusi) (?P<v>.*\d.*)", ""),

    ("family!", "13", "vaik|seim", r"(?:vaiku (?:dar )?‹(?:neturiu|neturim\w*)/neturite/neturi›|‹(?:neturiu|neturim\w*)/neturite/neturi› (?:dar )?vaiku)", "vaikų nėra"),
    ("family!", "13", "nevedes|netekejusi|neistekejusi", r"(?P<v>nevedes|netekejusi|neistekejusi)\b", ""),
    ("family", "123", _KIN_GATE, r"‹(?:turiu|turime|turim|auginu|auginam|auginame|auga|susilaukiau|susilaukem\w?)/(?:turite|auginate|auga|susilaukete|susilaukus)/(?:turi|augina|auga|susilauke)› (?:(?:su|jau|dar|namie|namuose|pats|pati) )*(?P<v>(?:{MANY} )?{ADJ}{KIN}(?: (?:ir|bei) (?:{MANY} )?{ADJ}{KIN})?)\b", ""),
    ("family", "123", _KIN_GATE, r"{MY} (?P<v>(?:{MANY} )?{ADJ}{KIN})\b", ""),
    ("family", "1", "su zmon|su vyr|su vaik|su sun|su dukr|su anuk|su seim", r"su (?:savo )?(?P<v>{ADJ}(?:zmona|vyru(?! seni)|vaikais|sunumi|sunum|dukra|dukromis|anukais|anuku|anuke|dukryte|suneliu|seima))\b", ""),
    ("family", "123", "tapau|tapom|tapot|tapus|tapo ", r"‹(?:tapau|tapome|tapom)/(?:tapote|tapot|tapus)/tapo› (?:{W}{0,2}?)(?P<v>(?:teciu|tevu|tevais|mama|motina|mamyte|seneliu|seneliais|mociute|seneliais|dede|teta|krikstam\w+|proseneliu))\b", ""),
    ("family", "123", "gime|gimus|gimim|gimes", r"(?:‹(?:man|mums)/(?:jums|tau|sveikin\w+)/(?:jam|jai|jiems)› (?:{W}{0,3}?)?(?:gime|gimus) (?P<v>(?:{MANY} )?{ADJ}{KIN})|gimus (?P<w>(?:{MANY} )?{ADJ}(?:{KIN}|dukrai|sunui|dvynukams|mazyliui|anukui|anukei))|(?P<x>{ADJ}(?:dukros|sunaus|dvynu|dvynuku|anuko|anukes|mazylio|kudikio|mazyles)) gim(?:imo|im\w+|us))", ""),
    ("family", "13", _KIN_GATE, r"gime (?P<v>(?:{MANY} )?{ADJ}{KIN})\b", ""),
    ("family", "123", "istekejau|istekejo|vedziau|susituok|tuokiuo|tuokiam|tuokias|zenij|vestuv|santuok|istekej|vedes|isteke", r"(?P<v>(?:(?!su )[\w-]+ )?(?:istekejau|istekejo|istekejote|vedziau|susituok\w+|tuokiuosi|tuokiames|tuokiasi|zenijuosi|zenijasi|istekejusi|vedes|istekedama|isteku|(?:auksin\w+ |sidabrin\w+ |musu |mano |jusu |jos |jo )?vestuv\w+|santuok\w+)(?: (?:antra karta|balandi|vasara|rudeni|pernai|siemet))?)(?! savo)", ""),
    ("family", "123", "vede ", r"(?:jis|pats|{W}) (?P<v>vede)(?=[.,;]| (?:pernai|siemet|vasara|rudeni|balandi|geguze))", ""),
    ("family", "3", _KIN_GATE, r"(?P<v>{MANY} {ADJ}{KIN}(?: (?!ir|bei|o|bet)[\w]+){0,3})", ""),
    ("family", "13", "teti|tetis|mama|senel|mociut|tevas|motina", r"(?:‹esu/esate/(?:jis|ji|yra|–|-)› )(?P<v>(?:{W}{0,2})(?:{MANY}|{W}) {ADJ}{KIN} (?:tetis|tevas|mama|motina|senelis|mociute)|(?:tetis|tevas|mama|motina|senelis|mociute)\b)", ""),
    ("family", "13", "leid|isleid|isteka|zenija|veda ", r"(?P<v>(?:isleidziu|leidziu|isleidau|isleidziam|istekina\w*|apvesdinu) (?:{W}?)(?:dukra|sunu|dukteri|anuke)(?: uz vyro)?|{KIN} (?:isteka|zenijasi|veda|tuokiasi|istekejo))", ""),

    ("city", "123", "gyven", r"‹gyven(?:u|am|ame)/gyvenate|gyvenat|gyveni/gyvena› (?:(?!su |nuo )[\w]+ ){0,2}?{CITY}", ""),
    ("city", "123", "kraust|kelia|kelt|persik|isikur|apsigyven|ikurtuv", r"(?:persikraust\w+|persikel\w+|‹(?:keliuosi|kraustausi|kraustomes|keliames|persikrausciau|isikuriau|isikurem\w*|apsigyvenau|apsigyvenom\w*)/(?:persikraustete|persikelete|keliates|kraustotes|isikurete)/(?:keliasi|kraustosi|isikure|apsigyveno)›) (?:(?!i )[\w]+ ){0,3}?(?:i )?(?:gyventi (?:i )?)?(?!nauj|kit|biur|ofis|sand|patalp|sav|did|but|nam){CITY}", ""),
    ("city", "13", " is |kiles|kilusi", r"‹(?:esu|as|pats|pati|kilusi|kiles)/esate/(?:jis|ji|pats|pati|kiles|kilusi)› (?:esu |kiles |kilusi |kiles |yra )?is (?!tu|to|tiesu|viso|anksto|esmes|karto|{W}?imon|namu|darbo|pradzi){CITY}", ""),
    ("city", "123", "namai|namo|butas|buta", r"‹(?:mano|musu)/jusu/(?:jo|jos)› (?:naujieji |nauji )?(?:namai|butas|namas) (?:yra |dabar )?{CITY}", ""),

    ("hobby", "13", "hobi|pomeg|laisvalaik|aistra", r"(?:(?:{MY} )?(?:didziausi\w+ |tikr\w+ )?(?:hobi\w+|pomeg\w+|aistra)(?: –| -|:| yra| tai)+ ?(?P<v>.+)|laisvalaik\w+ (?:{W}?)(?P<w>(?!susit|pasku|pasi)[\w]{4,}(?:u|uosi|au|iu|am|ame|‹a//a›|o|ja)\b(?: [\w]+){0,3}))", ""),
    ("hobby", "123", "zaidz|groj|lank|trenir|soku|soka|uzsiim|megst|dievin|mylim|myli|patinka|vazin|einu|eina|begu|bega|dalyv|lank|laksto|laksta|domi|uzsii|vaikst|stumd", r"‹(?:zaidziu|zaidziam\w?|groju|grojam\w?|lankau|treniruoju|treniruojuosi|soku|uzsiimu|megstu|megstam\w?|dievinu|myliu|vazineju|vazinejam\w?|begu|einu|dalyvauju|vaikstau|stumdau|stumdom)/(?:zaidziate|grojate|lankote|treniruojate|sokate|megstate|vazinejate|begate|mylite|dievinate)/(?:zaidzia|groja|lanko|treniruoja|treniruojasi|soka|uzsiima|megsta|dievina|vazineja|bega|eina|dalyvauja|vaiksto|stumdo)› (?:(?:i|su|ant|uz|su vyrais|visada|labai|kartais|visa|dar|ir|kasdien|net|pati|pats|be galo) )*(?P<v>(?:(?!tik|ir|bet|kad|kai|nuo|pas|del|jusu|pasiul|susitik|darb|kurs|mokym)[\w-]+ ){0,2}?{SPORT}(?: [\w]*komand\w+)?)", ""),
    ("hobby", "123", "zvej|mesker|medzio|mezg|neri|siuv|droz|litu|restaur|pies|fotograf|begio|plaukio|buriu|irkl|slidin|ciuozin|jodin|bitink|bitinin|sodininkau|grybau|nard|audz|lipd|dainu|kolekcion|kep|sportu|konstr|laipio|keliauj|skraid|tapau pav", r"(?P<v>" + _DOES + r"(?: (?!ir\b|bet\b|o\b|kad\b|nes\b|net\b|per\b|uz savo|pas jus|i jus|su jumis)[\w]+){0,2})", ""),
    ("hobby", "123", "gaud|renk|augin|laik|verd|stat|pin", r"(?P<v>‹(?:gaudau|gaudom|renku|auginu|laikau|verdu|statau|pinu|klijuoju)/(?:gaudote|gaudot|renkate|auginate|laikote|verdate)/(?:gaudo|renka|augina|laiko|verda|stato|pina|klijuoja)› (?:(?!su|ir|vaik)[\w]+ ){0,2}?(?:lydek\w+|karp\w+|zuv\w+|eser\w+|karš\w+|kars\w+|upetak\w+|samus|vejarypl\w+|pasto zenkl\w+|zenkl\w+|monet\w+|plokstel\w+|vinil\w+|zeml\w+|laikrodzi\w+|atvirut\w+|gintar\w+|moliuk\w*|knygas|mašin\w+|masinytes|orchidej\w+|rozes|bites|bitutes|balandzius|vynuog\w+|jurgin\w+|kaktus\w+|gel(?:es|iu)|bijun\w+|pomidor\w+|suri|alu|gira|vyna|laiv\w+|model\w+|krepsius|inkil\w+|sachmatus|gryb\w+|uogas)(?: [\w]+)?)", ""),
    ("hobby", "1", "vakarais|savaitgali|sestadieni|sekmadieni|vasarom|vasara|ziema|rytais|naktimis|atostog|kiekvien|pavasari|rudeni|pensij|laisval", r"(?:vakarais|savaitgaliais|sestadieniais|sekmadieniais|vasaromis|vasarom|vasara|ziemomis|ziema|rytais|naktimis|kiekviena (?:[\w]+ )?(?:savaitgali|sestadieni|sekmadieni|vasara|rudeni|ziema|vakara|ryta)) (?:su (?:[\w]+ )|as |pati |pats |vis )?(?P<v>(?!dirb|bun|es[uam]|gal|neg|gri[zs]|skamb|vaziuoj|nedir|ilsiu|miegu|tur|net|nes|priim|prii|atsak|laik[ao]|atve|atvy|vez|skait[ao] la|sed)(?:[\w]{2,}(?:‹(?:u|iu|au|uosi|am|ame|om|ome)//(?:a|o|ia|asi|ja)›))\b(?: (?!ir\b|bet\b|tai\b|tad\b)[\w]+){1,3})", ""),
    ("hobby", "13", "aistring|uzkiet|megej|zvejys|medziotoj|begik|bitinink|grybautoj|motociklinink", r"(?:‹esu/esate/(?:yra|jis|ji|–|-)› (?:{W}?))(?P<v>(?:aistring\w+|uzkietej\w+|prisiek\w+|didel\w+) (?!gerbej|fan|pirkej|klient)[\w]+|zvejys|medziotojas|medziotoja|begikas|begike|bitininkas|grybautojas|grybautoja|motociklininkas)", ""),
    ("hobby", "2", "zvejyb|maraton|medziokl|sokiu|choro|zirg|pyrag|tort|paveiksl", r"jusu (?P<v>(?:zvejyb\w+|maraton\w+|medziokl\w+|sokiai|choras|pyrag\w+|tortai|paveiksl\w+|gelyn\w+|rozyn\w+|bit\w+|kelion\w+))\b", ""),

    ("interest", "123", "serg|palaik|sirgal", r"(?:‹(?:sergu|sergam|sergame|palaikau)/(?:sergate|palaikote)/(?:serga|palaiko)› (?:{W}?)?uz (?P<v>.+)|(?P<w>[\w„“\"«»]+ (?:sirgal\w+|fan(?:as|e|ai)))\b)", ""),
    ("interest", "123", "dievin|myli|megst|patinka|gerbej|megej|fanas|fane|domi|klausau|klausom|klauso|skaitau|skaito|aistruol|pamis", r"(?:‹(?:dievinu|dieviname|myliu|megstu|megstame|domiuosi|klausau|klausausi|skaitau|pamises del|pamisusi del)/(?:dievinate|mylite|megstate|domites|skaitote)/(?:dievina|myli|megsta|domisi|klauso|klausosi|skaito)› (?:(?:labai|be galo|tik|ypac|is visos sirdies|visada) )*(?P<v>(?:(?!jus|jusu|kai|kad|dirb)[\w„“\"-]+ ){0,2}?(?:oper\w+|balet\w*|teatr\w*|spektakl\w+|dziaz\w*|rok[ao]?\b|muzik\w+|bliuz\w*|klasik\w+|detektyv\w+|fantastik\w+|poezij\w+|eilerasc\w+|kin[aąo]\b|film\w+|serial\w+|daile\w*|dail[ėeę]|men(?:a|o|u)|muziej\w+|istorij\w+|vyn(?:a|o|us|u)|alu|viski\w*|kav(?:a|os)|arbat\w+|sokolad\w+|suri\w*|knyg\w+|roman\w+|automobil\w+|formul\w+|masin\w+|traukin\w+|bach\w+|mocart\w+|ciurlion\w+|bijun\w+|rozes|lelij\w+|krepsin\w+|futbol\w+|italu virtuv\w+|gruzin\w+ \w+|cepelin\w+|keliones|jura|kalnus))\b|(?:‹esu/esate/(?:yra|jis|ji)› )?(?P<w>(?:didel\w+ |tikr\w+ |uzkietej\w+ )?[\w„“\"]+ (?:gerbej\w+|megej\w+|fan(?:as|e)|aistruol\w+)))", ""),
    ("interest", "13", "dievin|be galo myli|alpst|silpn", r"‹(?:dievinu|dieviname|alpstu del|turiu silpnybe)/dievinate/(?:dievina|alpsta del|turi silpnybe)› (?P<v>.+)", ""),
    ("interest", "123", "megstam|mylimiaus", r"{MY} (?:megstamiausi\w+|megstam\w+|mylimiausi\w+) (?P<v>(?:komand\w+|klub\w+|autor\w+|rasytoj\w+|knyg\w+|vyn\w+|film\w+|kompozitor\w+|dainink\w+|grup\w+|patiekal\w+|gerim\w+|spalv\w+|gel\w+|sport\w+|poet\w+)\b.*)", ""),
    ("interest", "13", "geriu|geria", r"‹geriu/geriate/geria› (?P<v>(?:tik )?(?:[\w]+ )?(?:arbat\w+|kav\w+|vanden\w+)(?: be \w+| su \w+)?)", ""),

    ("style", "13", "telefon|skambu|skambin|rageli|atsilie|kalb", r"(?P<v>(?:(?:{W}{0,2})(?:telefonu|telefono|skambuci\w+|skambin\w+|ragelio|nepazistam\w+ numeri\w*) (?:(?!ir |bet )[\w]+ ){0,3}?(?:nemegst\w+|nekeli\w+|nekelia|neatsiliep\w+|nederin\w+|nesprendzi\w+|nepakenci\w+|nekenci\w+|nepriim\w+|nebendrau\w+|nenor\w+|neatsak\w+|nekalb\w+|nieko)|(?:nemegst\w+|neatsilieps?i\w*|neatsiliepia|nekeliu|nekelia|neskambin\w+|nepakenci\w+|nekenci\w+) (?:(?!uz )[\w]+ ){0,3}?(?:skambu\w+|skambin\w+|telefon\w+|rageli\w*|nepazistam\w+|kai vairu\w+|po \w+|iki \w+|vakarais|savaitgali\w+|rytais|be reikalo))[^.;!?]*)", ""),
    ("style", "1", "rasyk|rasyt|siusk|siust|skambink|atsiusk|prasau|rasau|bendrau|susisiek", r"(?P<v>(?:(?:geriau|geriausia|tik|visada|visus|visa|prasau|prasom|prasyciau|man|jam|jai|patogiau|patogiausia|su manimi|su juo|su ja|pirma)[ ,]+(?:(?!pasiul|atsak|info|saskait)[\w]+ ){0,3}?)(?:rasyk\w*|rasyt\w*|siusk\w*|siust\w*|skambink\w*|skambinti|atsiusk\w*|rodyk\w*|susisiek\w*|bendrau\w+) (?:(?!pasiul|saskait|sutart)[\w]+ ){0,3}?(?:{TELL}|po \w+ val\w*|iki \w+|nuo \w+|rytais|ryte|vakare|vakarais|po pietu|skaici\w+)[^.;!?]*)", ""),
    ("style", "3", "rasyk|rasyt|siusk|siust|skambink|atsiusk|prasau|rasau|bendrau|susisiek", r"(?P<v>(?:(?:geriau|geriausia|tik|visada|visus|visa|prasau|prasom|prasyciau|man|jam|jai|patogiau|patogiausia|su manimi|su juo|su ja|pirma)[ ,]+(?:(?!pasiul|atsak|info|saskait)[\w]+ ){0,3}?)?(?:rasyk\w*|rasyt\w*|siusk\w*|siust\w*|skambink\w*|skambinti|atsiusk\w*|rodyk\w*|susisiek\w*|bendrau\w+) (?:(?!pasiul|saskait|sutart)[\w]+ ){0,3}?(?:{TELL}|po \w+ val\w*|iki \w+|nuo \w+|rytais|ryte|vakare|vakarais|po pietu|skaici\w+)[^.;!?]*)", ""),
    ("style", "13", "geriau|geriausia|patogiau|patogiausia|pirmenyb|megst|renkuosi|noriu|nori|tik ", r"(?P<v>(?:geriausia|geriau|patogiau|patogiausia|‹(?:megstu|noriu|man patinka|teikiu pirmenybe|renkuosi)/(?:megstate|teikiate pirmenybe|norite)/(?:megsta|nori|teikia pirmenybe|renkasi|jam patinka|jai patinka)›|tik) (?:(?!pasiul|saskait)[\w]+ ){0,3}?(?:{TELL}|skaici\w+|konkretu\w+|konkret\w+ skaic\w+|faktus)[^.;!?]*)", ""),
    ("style", "13", "sprendz|spresti|apsispr|palygin|pasitar|tarius|tariasi|neskub|renkuosi|galvo|permieg|apgalv|derasi|derio|skaiciais|skaiciu|dvejo", r"(?P<v>(?:{W}{0,3}?)(?:‹(?:sprendziu|sprendziam\w?|apsisprendziu|palyginu|lyginu|pasitariu|tariuosi|neskubu|neskubam\w?|permiegu|apgalvoju|dvejoju|deruosi|tikiu tik)/(?:sprendziate|neskubate|tariates)/(?:sprendzia|apsisprendzia|palygina|lygina|tariasi|pasitaria|neskuba|permiega|apgalvoja|dvejoja|derasi|tiki tik)›)(?: [^.;!?]*)?)", ""),
    ("style", "3", "rodyk|skaici|kalbos|pirma|netrukd|neskambin", r"(?P<v>(?:pirma (?:{W}{0,2}?)(?:rodyk|duok|skaiciai)|(?:iki|po|pries|anksciau) (?:{W}{1,3}?)(?:netrukd\w+|neskambin\w+|nelaik\w+))[^.;!?]*)", ""),
    ("style", "13", "vyturys|peleda|anksti kel", r"(?:‹esu/esate/(?:jis|ji|yra)› )?(?P<v>(?:rytinis \w+|vyturys|peleda|anksti ‹keliuosi//keliasi›))\b", ""),

    ("job", "123", "|".join((
        "direktor", "vadov", "vadyb", "pavaduotoj", "vedej", "virsinink", "inzinier", "technolog", "buhalter", "ekonomist", "teisinink", "advokat", "gydytoj", "veterinar", "vaistinink", "slaugytoj", "mokytoj", "destytoj", "aukletoj",
        "architekt", "dizainer", "programuotoj", "agronom", "ukinink", "elektrik", "suvirintoj", "mechanik", "vairuotoj", "pilot", "kapiton", "gaisrinink", "bibliotekinink", "zurnalist", "redaktor", "vertej", "fotograf", "dailinink",
        "muzikant", "virej", "kepej", "konditer", "kirpej", "siuvej", "florist", "miskinink", "girinink", "geolog", "psicholog", "trener", "profesor", "student", "verslinink", "stali", "dailid", "savinink", "ikurej", "pirmininke", "administrator", "sekretor", "meistr", "konsultant", "koordinator",
    )), r"(?:‹(?:esu|dirbu|tapau|as|pats|pati|nuo siol|dabar)(?: (?:dabar|naujas|nauja|jau|cia|vis dar|pats|pati|ir))*/(?:esate|tapote|tapus|dirbate)/(?:yra|jis|ji|dirba|tapo|pats|pati|–|-)(?: (?:dabar|ten|cia|yra))*› )(?P<v>(?:[„“\"«»\w-]+ ){0,3}?{TITLE}(?: (?!ir|bet|o|tai|tad|kuri)[„“\w]+){0,2})", ""),
    ("job", "13", "pareig", r"(?P<v>(?:{W}{0,3}?)‹(?:einu|pradejau eiti|pradedu eiti|perimu|peremiau)/einate/(?:eina|pradejo eiti|perima|pereme)› (?:{W}{1,4}?)pareig\w+|pareigas (?:{W}{0,2}?)perem\w+)", ""),
    ("job", "123", "dirb|dest|mokau|moko |vadovauj|tarnau", r"(?P<v>‹(?:dirbu|destau|vadovauju|tarnauju|mokytojauju|darbuojuosi)/(?:dirbate|destote|vadovaujate)/(?:dirba|desto|vadovauja|tarnauja|mokytojauja|darbuojasi)› (?!iki|nuo \d|su jumis|pagal|be |per |tik|visa|visi|sio|pas jus|ilg|vel|greit|puik|ger|ties|prie jusu|taip|cia|kaip bit|ne|namuose|is namu|savait|diena|po \d|\d)[„“\w].+)", ""),
    ("job", "123", "pensij|uztarnaut", r"(?P<v>(?:‹(?:isejau|iseinu|esu|jau)/(?:isejote|iseinate|isejus)/(?:iseina|isejo|yra|jau)› (?:{W}?)(?:i )?(?:pensij\w+|uztarnaut\w+ \w+)|pensinink(?:as|e))\b)", "pensijoje"),
    ("job", "13", r"paauks|paskyr|isidarbin|pakeiciau darb|nauj\w+ darb|naujas darbas|nauja darba|perejau|isejau is|atidar|ikuriau|isteigiau|ukininkau", r"(?P<v>(?:{W}{0,2}?)(?:(?:mane|ji|ja) (?:paaukstino|paskyre|perkele)|isidarbinau|isidarbino|pakeiciau darba|pakeite darba|(?:gavau|radau|turiu) nauja darba|perejau (?:dirbti )?i|‹(?:atidariau|atidarem\w?|ikuriau|isteigiau|ukininkauju)/atidarete/(?:atidare|ikure|isteige|ukininkauja)› (?:savo )?(?:{W}?)(?:kavin\w+|kepykl\w+|parduotuv\w+|salon\w+|dirbtuv\w+|studij\w+|imon\w+|versl\w+|klinik\w+|krautuv\w+|uki\w*|servis\w+))(?: [^.,;!?]*)?)", ""),
    ("job", "13", "turiu|turi |vald|laik", r"‹(?:turiu|valdau|turime)/turite/(?:turi|valdo)› (?P<v>(?:savo |maz\w+ |nedidel\w+ |nuosav\w+ |seimos )+(?:kavin\w+|kepykl\w+|parduotuv\w+|salon\w+|dirbtuv\w+|studij\w+|imon\w+|versl\w+|klinik\w+|krautuv\w+|ukeli\w*|uki\w*|sodyb\w+|servis\w+))", ""),
    ("job", "2", "paaukst|pareigom|paskyr|darbu|darbo", r"(?:su|del) (?:{W}{0,2}?)(?P<v>(?:paaukstinim\w+|naujomis pareigomis|paskyrim\w+|nauju darbu|naujo darbo)(?: [^.,;!]*)?)", ""),

    ("other", "13", "suo|suns|suni|sunys|kat|kaci|papug|ziurken|triusi|trus|arkl|zirg|ozk|vist|balandz|vezl|labrador|aviga|taks|spaniel|pudel|haski|akvarium", r"(?:‹(?:turiu|turim\w?|auginu|auginam\w?|laikau|isigijau|isigijom\w?|priglaudziau|priglaudem\w?|mano|musu|namie|su savo)/(?:turite|jusu)/(?:turi|augina|laiko|isigijo|jo|jos|priglaude)›) (?:(?!vaik)[\w]+ ){0,3}?(?P<v>(?:{MANY} )?(?:[\w]+ )?{PETS}\b(?: [\w]+)?)", ""),
    ("other", "1", "papug|katin|suo |sunelis", r"(?P<v>(?:papuga|katinas|kate|suo|suniukas) [\w]+, mano)\b", ""),
    ("other", "123", "kairiarank", r"(?P<v>kairiarank\w+)", ""),
    ("birthday", "123", "jubiliej|*met|pussimt|apvali", r"(?:{TOME} (?:{W}{0,3}?)(?:jubiliej\w+|pussimt\w+|apval\w+ dat\w+)|‹(?:mano|svenciu|svesiu)/(?:jusu|svenciate)/(?:jo|jos|svencia)› (?:{W}?)(?:{ANNI}|jubiliej\w+))(?! (?:imon|firm|bendrov))", ""),
    ("family", "1", "zmona|zmonos|zmonai|dukr|sunus|sunui|sunu |sunaus|sunum|anuk|dvynuk|sunelis|dukryt", r"(?P<v>(?:{MANY} |{ADJ})?(?:zmona|zmonos|zmonai|dukra|dukrai|dukros|dukroms|dukras|dukryte|sunus|sunui|sunu|sunaus|sunumi|sunelis|suneliui|anukas|anuke|anukai|anukams|anukus|anuku|anukei|anukui|dvynukai|dvynukams)(?: (?:isteka|istekejo|vede|gime|stoja|baigia|studijuoja|mokosi|lanko|pradeda)(?: [\w]+)?)?)\b", ""),
    ("family", "1", "darzel|mokykl|prieziuros atostog|tevystes|vaikus|vaikams|pirmok", r"(?P<v>(?:tevystes|vaiko prieziuros) atostog\w+|vaik(?:us|a) (?:i|is) (?:darzel\w+|mokykl\w+|burel\w+))", ""),
    ("family", "2", "dukr|sun|anuk|zmon|vyr|vaik|vestuv", r"(?:jusu|tavo) (?P<v>(?:{MANY} )?{ADJ}{KIN})\b", ""),
    ("city", "1", "pas mus|cia |namai|nupirk|buta|namel|sodyb", r"(?:pas mus|nusipirk\w+ (?:buta|nama|sodyba)|(?:butas|namas|sodyba) (?:yra )?|cia,) (?:{W}?)(?P<c>[\w-]+(?:uje|iuje|oje|eje|yje|uose|iuose|aune))\b", ""),
    ("hobby", "123", "repetic|choras|chore|chora|bityn|bites|avil|valti|burlaiv|motocikl|siltnam|orchidej|teleskop|dirbtuv|ansambl|kapel|saviveikl|darze", r"(?:{MY}|‹(?:i|po|pries|turiu|turim)/(?:i|po)/(?:i|po|turi)›) (?:{W}{0,2}?)(?P<v>(?:repeticij\w+|chor(?:as|a|o|e)|bityn\w+|avili\w+|valt\w+|burlaiv\w+|motocikl\w+|orchidej\w+|teleskop\w+|ansambl\w+|kapel\w+|siltnam\w+|pomidor\w+))\b", ""),
    ("hobby", "123", "mokausi|mokosi|ismokau|pradejau|uzsirasiau|pamegau|pamego|uzsikreciau|uzsikrete|ikibau", r"(?:‹(?:mokausi|ismokau|pradejau|uzsirasiau i|pamegau|uzsikreciau|isitraukiau i)/(?:mokotes|pradejote|pamegote)/(?:mokosi|pradejo|pamego|uzsikrete|isitrauke i)›) (?P<v>(?!dirb|nauj\w+ darb|nuo|ruost|jusu|projekt|susitik|rengt|dest)(?:[\w]+ ){0,2}?(?:{SPORT}|[\w]+ti|kalb\w+|[\w]*kurs\w+))\b", ""),
    ("hobby", "3", "pina|lipdo|kala|konstruoja|stato|renka|vaiksto|laipioja|kaupia|remontuoja|gamina|augina|raso|filmuoja|skraido|lekia|vazineja|plaukia|groja|taiso|rauga|kopia|lesina", r"(?P<v>(?:kala|kaupia|remontuoja|gamina|raso|filmuoja|lekia|plaukia|taiso|rauga|konstruoja|lesina|renka|stato|augina|verda|kuria|pina|skaptuoja|vazineja|groja) (?!saskait|sutart|mums|jums|viska|greit|ilgai|ataskait|klausim|laisk|uzsakym|pasiulym|vaik|sunu|dukr|po \d)[\w]+(?: [\w]+){0,3})", ""),
    ("interest", "123", "nepraleid|skait|perskait|klaus|silpnyb|kraust|pamis|seka|sekame|domis|alpst|zavisi|zaviuosi", r"(?:‹(?:nepraleidziu|nepraleidziame|perskaiciau visas|perskaiciau visus|zaviuosi|seku|krausto[ms]\w* del|turiu silpnybe|silpnybe)/(?:nepraleidziate|zavites)/(?:nepraleidzia|zavisi|seka|turi silpnybe|kraustosi del)›) (?P<v>(?!progos|termin|jusu|naujien|siunt|uzsakym|pasiulym)[\w„“\"].+)", ""),
    ("interest", "123", "labai megst|ypac megst|be galo|mylimiaus|megst", r"(?:‹(?:labai|ypac|tiesiog) (?:megstu|myliu)/(?:labai|ypac|tiesiog) (?:megstate|mylite)/(?:labai |ypac |tiesiog |be galo )?(?:megsta|myli)›) (?P<v>(?!kai|kad|dirb|kalb|jus|savo|klient|tvark|tiksl|skamb)[\w„“\"-]+(?:(?:a|as|us|es|is|i|u|e|ius)\b)(?: (?!ir|bet|tai|tad)[\w]+){0,2})", ""),
    ("style", "3", "sprendz|pasiras|skait|atsak|derasi|moka|skambu|laisk|susitik|laukia|skuba|kalba|skaici|megsta|nemegst|vertina|reikalauja|pasitiki|tiki|nori|kav", r"(?P<v>(?:(?:ne|visada|niekada|tik|pats|pati|viska|ilgai|greitai|iskart|be) )*(?:sprendzia|pasiraso|atsako|derasi|vertina|reikalauja|pasitiki|netiki|tiki tik|nelaukia|neskuba|nemegsta|negali pakesti|teikia pirmenybe|mieliau|palygina|tikrina|tariasi|perskambina|kelia rageli|skaito tik|klauso tik|bendrauja|kalba) [^.;!?]*)", ""),
    ("style", "1", "rastu|popieri|trumpai|akis i aki|gyvai|tiesiai|be ilgu|punktais|ne telefonu|zinute", r"(?P<v>(?:[\w,]+ ){0,6}?(?:megstu|mieliau|tik|visada|geriau|patogiau|prasau|noriu|nemegstu|niekada|pasitikiu|sprendziu|rasykite|siuskite|kalbekime)(?: [\w,-]+){0,6}? (?:rastu|popieriuje|popieriu\w*|trumpai|akis i aki|gyvai|tiesiai|punktais|ne telefonu|zinute\w*)\b[^.;!?]*)", ""),
    ("job", "123", "pagal profesij|pagal issilavin|studijuoj|kaip |profesija|pamok|paskait|pamain|fur", r"(?P<v>pagal (?:profesija|issilavinima|specialybe) (?:esu )?[\w]+(?: [\w]+)?|‹studijuoju/studijuojate/(?:jis|ji|pats|pati) studijuoja› [\w]+(?: [\w]+){0,2}|‹vedu/vedate/veda› (?:pamokas|paskaitas|bureli|ekskursijas|treniruotes)|‹vairuoju/vairuojate/vairuoja› (?:autobusa|fura|vilkika|taksi|troleibusa)|‹gydau/gydote/gydo› (?:gyvunus|dantis))", ""),
    ("other", "1", "su sunim|su suniu|suni |sunis|sunim|katin|kate |kates|kaci|sun(?:s|io)", r"(?:su|musu|mano|vedu|vedzioj\w+|seriu|namie) (?:{W}?)(?P<v>(?:sunimi|suniu|suni|sunimis|katinu|katinas|kate|katemis|kates|kaciuk\w+|suniuk\w+))\b", ""),
    ("birthday", "123", "man |jums |jam |jai |tau |sulauk", r"(?:{TOME} (?:(?!reik)[\w-]+ ){0,3}?{AGE}(?: metai| metu| met\w*)?(?=[.,!;)–-]|$| (?:ir|o|bet|tad)\b)|sulauk(?:siu|iau|ia|e|s|siate|ete|iate) (?:\w+ )?(?P<n2>\d{2})\b)", ""),
    ("city", "13", "kauniet|vilniet|klaipediet|siauliet|paneveziet|alytisk|palangisk|uteniskis|grizau|sugriz|gyvenan|gyvendam", r"(?:(?:grizau|sugrizau|griztame|grizome|gyvenanti?s?|gyvendam\w+) (?:gyventi )?(?:i )?(?!darb|biur|is |atostog|namo|prie){CITY})", ""),
    ("job", "13", "ukininkau|mokytojau", r"(?P<v>‹(?:ukininkauju|mokytojauju)/ukininkaujate/(?:ukininkauja|mokytojauja)›(?: (?!ir|bet|o|tad|tai)[\w]+){0,3})", ""),
)  # fmt: skip

SPECIAL = (
    r"serg(?:u|a|am|ame|ate|antis|anti|antys)\b(?! (?:\w+ )?uz )|sirg(?!al)\w*(?! uz)|lig(?:a|os|on|ą|oms|u)\w*|negal(?:ia|ios|uoj|av)\w*|neigal\w+|sveikat(?:a|os|ai)\w* (?:neleid|pablog|sutrik|problem|stip)|persal\w+|slog\w+|grip[aąou]\w*|kovid\w*|covid\w*|temperatur\w+ (?:38|39|turiu)|kraujospud\w*|hiperton\w+|"
    r"diabet\w*|insulin\w*|astm\w+|alergi\w+|onkolog\w+|vezi(?:u|o|ys)\b|augl(?:ys|io|i)\b|chemoterap\w*|operacij\w+(?! sistem)|operav\w+|operuo\w+|chirurg\w+|ligonin\w+|poliklinik\w+|gydytoj\w+ (?:uzdraud|liep|neleid|sak|pask)|pas gydytoj\w+|daktar\w+|diagnoz\w+|gydym\w+|gydau\w*|gydosi|gydoma\w*|tablet\w+ nuo|vaist(?:us|ai|u|ais)\b|"
    r"reabilit\w+|vezimeli\w* neig|ramentai|klausos aparat\w*|akl(?:as|a)\b|kurcias|kurcia|luz\w+ (?:ranka|koja|sonkaul)|susilauz\w+|gips\w+|traum\w+|insult\w*|infarkt\w*|sirdies|stent\w+|gastrit\w*|inkst\w+|stubur\w+|isvarz\w+|radikulit\w*|artrit\w*|nugar\w+ (?:skaud|sopa)|keli(?:o|us) (?:skaud|operac)|migren\w*|depresij\w+|psichiatr\w*|nerim\w+ sutrik|perdeg\w+|"
    r"nesc(?:ia|ios|iu)|laukiasi|laukiuosi|besilaukian\w+|dekret\w+|motinystes atostog\w+|gimdym\w+|nevaising\w+|demencij\w+|alzheimer\w*|epilepsij\w*|autizm\w*|autist\w*|ziv\b|hepatit\w*|skiep\w+|vakcin\w+|numecia\w+ svor|dieta|dietos|dietą|gliuten\w*|laktoz\w*|celiakij\w*|alkohol\w+|blaivyb\w+|nebegeriu|narkotik\w*|nedarbing\w+|biuleten\w+|sanatorij\w+|simptom\w*|"
    r"baznyci\w*|parapij\w+|kunig\w+|klebon\w+|vyskup\w+|vienuol\w+|krikst(?!am)\w+|krikstyn\w+|komunij\w+|sutvirtinim\w+ sakram\w*|ispazint\w+|misi(?:os|as|ose|u)\b|misparai|gaven\w+|pasninkau\w*|meldziu\w*|melst\w+|meldziasi|maldos|malda|mecet\w+|musulmon\w*|islam\w*|koran\w+|ramadan\w*|halal\w*|sinagog\w+|rabin\w+|zyd(?:as|e|ai|u|isk\w+)|koser\w+|sabas|budist\w*|"
    r"katalik\w+|protestant\w*|staciatik\w+|sentik\w+|jehov\w+|adventist\w*|ateist\w*|tikejim\w+|tikint\w+|religi\w+|diev(?:as|o|ui|ą|u)\b|piligrim\w+|atlaid\w+|bibl(?:ija|ijos)|evangel\w+|"
    r"politi\w+|partij\w+|rinkim\w+|balsav\w+|balsuo\w+|seimo nar\w+|kandidat\w+ i (?:seima|merus|taryba)|konservator\w+|liberal\w*|socialdemokrat\w*|komunist\w*|mitin(?:g|k)\w*|piket\w*|protest(?:as|e|uo)\w*|demonstracij\w*|opozicij\w*|taryboje nuo parti|"
    r"profsajung\w*|profesin\w+ sajung\w+|streik\w+|"
    r"tautyb\w+|etnin\w+|kilme\b|kilmes \w+|rom(?:as|ai) taut|cigon\w+|ras(?:e|es|in\w+)\b|pabegel\w+|imigrant\w*|saknys\b|"
    r"gejus|gejai|lesbiet\w*|biseksual\w*|homoseksual\w*|lgbt\w*|translyt\w*|lytin\w+|seksu\w+|meiluz\w+|orientacij\w+ (?:seks|lyt)|teist(?:as|a|um)\w*|kalejim\w*"
)
UNREAL = r"jei turec\w+|jeigu turec\w+|noreci\w+|svajo\w+|lyg butu|tarsi|vaikysteje|jaunysteje|kadaise|anksciau (?:gyven|zaid|begio|groj|dirb)|studiju laikais|antrieji namai|antra mama|kaip vaik\w+|posakis|isivaizduok\w*|tarkime|vedes savo"
NOT_MINE = r"kaimyn\w+|koleg\w+|musu (?:direktor|vairuotoj|buhalter|vadov|imon|firm|bendrov)\w*|mano (?:direktor|brol|ses|drauga|draug|tev(?:as|ai|u)|mam|teta|dede|kolega|vadov|virsinink|speditor|buhalter|vairuotoj|partner|sefas|pusbrol|puss|uosv)\w*|brol(?:is|io|iui|i)\b|ses(?:uo|ers|eri)\b|draug(?:as|e|o|es)\b|drauge\b|pusbrol\w+|uosv\w+|tesc\w+|pazistam\w+|imon(?:e|es|ei)\b|firm(?:a|os)\b|bendrov\w+|vairuotojas|buhalter\w+"
NAMES: tuple[tuple[str, str], ...] = (
    (r"zvej\w+|mesker\w+|gaud\w+ (?:\w+ )?(?:lydek|karp|zuv|eser|kars|upetak|sam)\w*", "žvejyba"), (r"medzio\w+", "medžioklė"), (r"siuvinej\w+", "siuvinėjimas"), (r"begio\w+|begu|bega\b|begik\w+", "bėgimas"),
    (r"grybau\w+|grybavim\w*", "grybavimas"), (r"bitinink\w+|bit(?:es|emis|utes)", "bitininkystė"), (r"fotograf\w+", "fotografija"), (r"slidin\w+", "slidinėjimas"), (r"sodinink\w+", "sodininkystė"), (r"buriu\w+|buriav\w+", "buriavimas"),
    (r"piesi\w*", "piešimas"), (r"jodin\w+|zirg\w+", "jojimas"), (r"nard\w+", "nardymas"), (r"sportu\w+", "sportas"), (r"keliauj\w+|keliaut\w+", "kelionės"), (r"stumd\w+ sachmat\w+", "šachmatai"),
)  # fmt: skip
STOPS = "ir|o|bet|tai|tad|todel|nes|kuris|kuri|kurie|kad|kai|jei|nors|kol|dar|net|siaip|beje|nuo|jau|savaitgaliais|vakarais|kartu su"
HEADS = "tai|mano|savo|labai|visada|tik|dar|pats|pati"
PRONOUNS = "jis ji jie jos jo jam jai juos ju"
CUSTOMER = r"klient\w*|uzsakov\w+|pirkej\w+|sutart\w+|uzsakym\w+|pasiulym\w+|susitik\w+|skambuci\w+ uzras\w+|derybo\w+|pokalb\w+|kontakt\w+|uab\b|mb\b|ab\b|krautuv\w+|imone|biudzet\w*|perduodu|perimi|asmeniskai|projekt\w+|saskait\w+|uzras\w+"
COLLEAGUE = r"koleg(?:a|e|os|es|ai|ei|ui|ą)\b|musu (?:darbuotoj|kolektyv)\w+|renkam(?:e|es)? po|metam po|susimet\w+|dovanai renk\w+|ofiso virtuv\w+|virtuveje|nauj\w+ darbuotoj\w+|tortas virtuv\w+|i musu komanda"
FIRM = r"biur\w+|ofis\w+|sandel\w+|filial\w+|salon\w+|dirbtuv\w+|imon\w+|firm\w+|bendrov\w+|gamykl\w+|organizacij\w+|parduotuv\w+|mokykl\w+ (?:jubil|\d)|ansambl\w+"


def _forms(name: str, *forms: str) -> tuple[str, str]:
    return name, " ".join(forms)


CITIES: tuple[tuple[str, str], ...] = (
    _forms("Vilnius", "vilnius", "vilniaus", "vilniuje", "vilniu", "vilniui"), _forms("Kaunas", "kaunas", "kauno", "kaune", "kauna", "kaunan"), _forms("Klaipėda", "klaipeda", "klaipedos", "klaipedoje", "klaipedoj"),
    _forms("Šiauliai", "siauliai", "siauliu", "siauliuose", "siaulius"), _forms("Panevėžys", "panevezys", "panevezio", "panevezyje", "panevezi"), _forms("Alytus", "alytus", "alytaus", "alytuje", "alytu"),
    _forms("Marijampolė", "marijampole", "marijampoles", "marijampoleje", "marijampolej"), _forms("Mažeikiai", "mazeikiai", "mazeikiu", "mazeikiuose", "mazeikius"), _forms("Jonava", "jonava", "jonavos", "jonavoje"),
    _forms("Utena", "utena", "utenos", "utenoje"), _forms("Kėdainiai", "kedainiai", "kedainiu", "kedainiuose", "kedainius"), _forms("Telšiai", "telsiai", "telsiu", "telsiuose", "telsius"), _forms("Tauragė", "taurage", "taurages", "taurageje"),
    _forms("Ukmergė", "ukmerge", "ukmerges", "ukmergeje"), _forms("Visaginas", "visaginas", "visagino", "visagine", "visagina"), _forms("Plungė", "plunge", "plunges", "plungeje"), _forms("Kretinga", "kretinga", "kretingos", "kretingoje"),
    _forms("Palanga", "palanga", "palangos", "palangoje", "palangoj"), _forms("Nida", "nida", "nidos", "nidoje"), _forms("Neringa", "neringoje", "neringos"), _forms("Druskininkai", "druskininkai", "druskininku", "druskininkuose", "druskininkus"),
    _forms("Birštonas", "birstonas", "birstono", "birstone"), _forms("Trakai", "trakai", "traku", "trakuose", "trakus"), _forms("Elektrėnai", "elektrenai", "elektrenu", "elektrenuose"), _forms("Rokiškis", "rokiskis", "rokiskio", "rokiskyje", "rokiski"),
    _forms("Biržai", "birzai", "birzu", "birzuose", "birzus"), _forms("Anykščiai", "anyksciai", "anyksciu", "anyksciuose", "anykscius"), _forms("Molėtai", "moletai", "moletu", "moletuose"), _forms("Zarasai", "zarasai", "zarasu", "zarasuose"),
    _forms("Ignalina", "ignalina", "ignalinos", "ignalinoje"), _forms("Varėna", "varena", "varenos", "varenoje"), _forms("Prienai", "prienai", "prienu", "prienuose"), _forms("Raseiniai", "raseiniai", "raseiniu", "raseiniuose"),
    _forms("Šilutė", "silute", "silutes", "siluteje"), _forms("Šilalė", "silale", "silales", "silaleje"), _forms("Vilkaviškis", "vilkaviskis", "vilkaviskio", "vilkaviskyje", "vilkaviski"), _forms("Šakiai", "sakiai", "sakiu", "sakiuose"),
    _forms("Lazdijai", "lazdijai", "lazdiju", "lazdijuose"), _forms("Radviliškis", "radviliskis", "radviliskio", "radviliskyje"), _forms("Kupiškis", "kupiskis", "kupiskio", "kupiskyje"), _forms("Pasvalys", "pasvalys", "pasvalio", "pasvalyje"),
    _forms("Joniškis", "joniskis", "joniskio", "joniskyje"), _forms("Pakruojis", "pakruojis", "pakruojo", "pakruojyje"), _forms("Kelmė", "kelme", "kelmes", "kelmeje"), _forms("Skuodas", "skuodas", "skuodo", "skuode"), _forms("Naujoji Akmenė", "naujojoje_akmeneje"),
    _forms("Gargždai", "gargzdai", "gargzdu", "gargzduose"), _forms("Garliava", "garliavoje", "garliava", "garliavos"), _forms("Lentvaris", "lentvaryje", "lentvario", "lentvari"), _forms("Nemenčinė", "nemencineje"), _forms("Kaišiadorys", "kaisiadoryse", "kaisiadoriu", "kaisiadoris"),
    _forms("Ryga", "ryga", "rygos", "rygoje"), _forms("Talinas", "talinas", "talino", "taline", "talina"), _forms("Varšuva", "varsuva", "varsuvos", "varsuvoje"), _forms("Londonas", "londonas", "londono", "londone", "londona"), _forms("Dublinas", "dublinas", "dublino", "dubline", "dublina"),
    _forms("Oslas", "oslas", "oslo", "osle", "osla"), _forms("Berlynas", "berlynas", "berlyno", "berlyne", "berlyna"), _forms("Kopenhaga", "kopenhaga", "kopenhagos", "kopenhagoje"), _forms("Stokholmas", "stokholmas", "stokholmo", "stokholme", "stokholma"), _forms("Minskas", "minskas", "minsko", "minske"),
)  # fmt: skip
NO_CITY = "lietuva lietuvoje lietuvos latvija latvijoje lenkija lenkijoje vokietija vokietijoje anglija anglijoje norvegija norvegijoje airija airijoje ispanija ispanijoje italija italijoje europa europoje rusija amerika amerikoje ukraina ukrainoje savo mano jusu kaime mieste nauja kita"
CASE_ENDS: tuple[tuple[str, str], ...] = (
    ("iuose", "iai"), ("uose", "ai"), ("iuje", "ius"), ("uje", "us"), ("oje", "a"), ("eje", "ė"), ("yje", "ys"), ("yse", "ys"), ("aus", "us"), ("ios", "ia"), ("os", "a"), ("es", "ė"), ("io", "is"), ("ius", "iai"), ("iu", "ius"), ("us", "ai"), ("oj", "a"), ("ej", "ė"), ("e", "as"), ("o", "as"), ("a", "as"), ("i", "is"),
)  # fmt: skip
MONTHS = ("saus(?:is|io|i)", "vasar(?:is|io|i)", "kov(?:as|o|a)", "balan(?:dis|dzio|di)", "geguz(?:e|es)", "birzel(?:is|io|i)", "liep(?:a|os)", "rugpju(?:tis|cio|ti)", "rugsej(?:is|o|i)", "spal(?:is|io|i)", "lapkri(?:tis|cio|ti)", "gruod(?:is|zio|i)")
DATE = r"(?<!\w)(?:(?P<y>\d{4}) ?(?:m\.|metu|metais)? ?)?{M} (?P<d>\d{1,2})(?:[-–]?\w{0,4})?"
DAYS = {"uzvakar": -2, "vakar": -1, "siandien": 0, "siandiena": 0, "rytoj": 1, "ryt": 1, "poryt": 2}
ASKS = r"kada|kiek|ar |kur |kas |kaip|koki|gal |argi|ar tik"
BELATED = r"praejus\w*|pavelav\w+|veluo\w+|artejan\w+|is anksto|artej\w+|besiartin\w+"
AGES = (
    ("dvidesimt", 20), ("trisdesimt", 30), ("keturiasdesimt", 40), ("penkiasdesimt", 50), ("sesiasdesimt", 60), ("septyniasdesimt", 70), ("astuoniasdesimt", 80), ("devyniasdesimt", 90),
    ("vien", 1), ("dvej", 2), ("trej", 3), ("ketver", 4), ("penker", 5), ("seser", 6), ("septyner", 7), ("astuoner", 8), ("devyner", 9),
)  # fmt: skip
NO_NAME = (
    "labas laba sveiki sveikas rytoj siandien vakar beje dar taip gimtadienis kada kai jei po pries iki su be nuo jis ji jo jos jam jai jie klientas kliente klientui pirma reikia biudzetas asmeniskai kalbejom dievina mezga megsta turi gyvena zaidzia "
    "skambino sake prasome prasau svarbu zinokite zinok re fw ir bet o kad nes tad tai cia as mes jus pats pati du dvi trys"
)
FIXED_DAYS = {"joniniu": (6, 24), "jonines": (6, 24), "joniniu diena": (6, 24), "per kaledas": (12, 25), "kaledu diena": (12, 25), "kucias": (12, 24), "kuciu": (12, 24), "per naujuosius": (1, 1), "zoline": (8, 15), "zolines": (8, 15), "valentino": (2, 14), "rugsejo pirmaja": (9, 1)}
PRINTED = r"(?:tekst\w+|uzras\w+|graviruot\w*|sveikinim\w+ tekst\w*|kvietim\w+ tekst\w*|scenarij\w*|aprasym\w+)(?: \w+){0,3} ?(?:ant|i |ant|:|toks|zemiau|svetain)|spausdin\w+|atspausd\w+|graviruo\w+|isgraviruo\w+|ant (?:torto|atviruko|puodelio|lentel\w+|virselio|diplomo|kvietimo)|i (?:svetaine|lankstinuka|katalog\w+|programele)"
