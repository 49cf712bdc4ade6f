"""What Lithuanian promises are about: verbs, phrases and nouns by act. Tables only."""

from __future__ import annotations

# ── what is promised: roots by act, without prefixes and endings, folded ──
STEMS = {
    "call": "skambin susisiek susisiekt zvangtel brinktel skambtel susiskambin",
    "send": "siu sius perduo pateik imesi ikel perme mes mest atiduo duo parupin persiu isius teik dalin pasidalin spausdin skenuo nukreip",
    "answer": (
        "atsaky prane pranes paran informuo parasy patvirtin aiskin papasako pasaky duo_zinoti suteik pakomentuo atrasy zino_duo "
        "isdesty atsiliep duosi_zinia suderin"
    ),
    "visit": (
        "vyk vaziuo suk atei uzei nuei uzeis lanky uzbeg uzlek atlek isvyk apziure pamatuo ismatuo montuo irengs sumontuo pasiim "
        "atsiim isvaziuo diagnozuo instaliuo nuvaz atvaz apsilanky uzsuk apmatuo"
    ),
    "deliver": (
        "pasiek ide idet staty vez ve atve nuve nes ne atne atnes nune isgaben gaben prigaben iskrau pakrau krau isveziuo uzve uzvez "
        "pristaty"
    ),
    "pay": "moke grazin kompensuo perve perves skaity iskaity atlygin padeng pinig sumoke ismoke apmoke uzmoke",
    "invoice": "israsy",
    "fix": (
        "valy taisy sutaisy pataisy istaisy remontuo suremontuo tvarky atkur pakei pakeis salin pasalin ispre ispres atstaty atnaujin "
        "uzdary sureguliuo pakoreguo patais sprend gydy"
    ),
    "meet": "susitik aptar pristatys parody susiei",
    "check": (
        "tikrin patikrin ziure perziure paziure suzino issiaiskin paklau paklaus pasitikslin tikslin isnagrine nagrine ivertin istir "
        "tir pasidome dome surask sura suras ras paiesko iesko pasiteirau perskaity pakalbe isbandy testuo istestuo pasiskaiciuo"
    ),
    "do": (
        "spartin greitin dary padary paruo paruos ruos ruo pareng reng atlik lik sutvarky uzsaky saky perskaiciuo skaiciuo rezervuo "
        "organizuo suorganizuo surengs sureng pratesi pratest prates atidary uzbaig baig prade prades pradest idieg dieg ijung isjung "
        "prijung jung perkel kel taiky pritaiky nuim suteik skir paskir laiky palaiky islaiky atideda atide atides isleid isleis "
        "paleid paleis registruo uzregistruo iregistruo pervers isvers vers isverst parink padidin sumazin mazin surink rink sudary "
        "dary pasirasy derin pasirupin rupin padet pade uztikrin pasamdy iforminti ifor iformin inicijuo perrasy sukur kur ikel isim "
        "idar ideg sukompl komplektuo supakuo pakuo nupirk pirk gauk palik lik testi imsi pasistum pastum uzfiksuo fiksuo itrauk "
        "apdoro koreguo islais pratys iteik sutar pagamin gamin"
    ),
}  # fmt: skip
IRREGULAR = {
    "numesiu": "send", "numesime": "send", "imesiu": "send", "bus": "do", "turesite": "send", "gausite": "send", "matysite": "do",
    "sulauksite": "do", "suzinosite": "answer", "isgirsite": "answer", "atsiimsite": "do", "pravesiu": "do", "pravesime": "do",
    "praves": "do", "pravesti": "do", "lauksiu": "meet", "lauksime": "meet", "pervesiu": "pay", "pervesime": "pay", "perves": "pay",
    "pervesti": "pay", "pervesta": "pay", "pervesti.": "pay",
    "atvesiu": "deliver", "atvesime": "deliver", "duosiu": "do", "duosime": "do", "duos": "do", "iskeliaus": "deliver",
    "iskeliauja": "deliver", "isvyksta": "deliver", "isvaziuoja": "deliver", "atvyksta": "visit", "atvaziuoja": "visit",
    "siunciame": "send", "siunciu": "send", "issiunciame": "send", "issiunciu": "send", "atsiunciu": "send",
    "atvezame": "deliver", "vezame": "deliver", "pristatome": "deliver", "moku": "pay", "mokame": "pay", "grazinu": "pay",
    "graziname": "pay", "vaziuoju": "visit", "vaziuojame": "visit", "paruosta": "do", "paruostas": "do", "paruosti": "do",
    "paruostos": "do", "pervedu": "pay", "pervedame": "pay", "atvykstu": "visit", "atvykstame": "visit", "atvezu": "deliver",
    "uzsuku": "visit", "uzvaziuoju": "visit", "paskambinu": "call", "israsau": "invoice", "israsome": "invoice", "perduodu": "send",
    "perduodame": "send", "montuojame": "visit", "montuoja": "visit", "atsakysiu": "answer", "parasysiu": "answer",
    "pazvelgsiu": "check", "pasiziuresiu": "check", "atnesu": "deliver", "perkelsiu": "do", "uzrasysiu": "do", "irasysiu": "do",
    "irasysime": "do", "uzrasysime": "do", "prirasysime": "do",
    "issiaiskinsiu": "check", "issiaiskinsime": "check", "issiaiskins": "check", "issiaiskinti": "check", "paaiskinsiu": "answer",
    "paaiskinsime": "answer", "pasakysiu": "answer", "pasakysime": "answer", "uzsakysiu": "do", "uzsakysime": "do", "uzsakys": "do",
    "uzsakyti": "do", "uzsakyk": "do", "nurasysime": "do", "nurasysiu": "do", "surasysiu": "do", "pasirasysime": "do",
    "pasirasysiu": "do", "atiduosiu": "send", "suteiksime": "do", "suteiksiu": "do",
    "paziuresiu": "check", "apziures": "visit", "apziuresime": "visit", "apziuresiu": "visit", "susisiekti": "call", "susisiek": "call",
    "susisieks": "call", "pasidalinsiu": "send", "pasidalinsime": "send",
}  # fmt: skip

PHRASES = (
    (
        "send", "",
        r"(?:tekst|vertim|korektur|dokument|rankrast|maket)\S* (?:\S+ ){0,2}?grazins|^grazins\S* (?:\S+ ){0,3}?(?:tekst|vertim|korektur|dokument|rankrast|maket)",
    ),
    ("visit", "", r"^busi(?:u|me|m) (?:\S+ ){0,2}?(?:uz|po|apie|ryt|\d)"),
    (
        "answer", "",
        r"^(?:duosi(?:u|me)|duos|suteiksi(?:u|me)|pateiksi(?:u|me)) (?:\S+ ){0,3}?(?:zinia|zinoti|atsakym|informacij)|atsakym\S* (?:\S+ "
        r"){0,4}?(?:duosi|pateiksi|atsiusi|issiusi|turesi|gausi|parengsi|suteiksi|bus)|^(?:turesi|gausi)\S* (?:\S+ ){0,3}?atsakym|apie "
        r"(?:\S+ ){1,4}?prane|^(?:grisi(?:u|me)) (?:\S+ ){0,3}?(?:su atsakym|su informacij|pas jus)",
    ),
    ("call", "", r"^susiskambin|^susisiek|(?:meistr|technik|inzinieri|vadybinink)\S* (?:\S+ ){0,3}?susisieks"),
    (
        "invoice", "",
        r"^(?:israsy|parengs|paruos|suformuo|pateik)\S*(?=.*?(?:saskait|s/f|pvm|kreditin))|(?:saskait\S*|s/f) (?:\S+ ){0,6}?(?:israsy|"
        r"suformuo)",
    ),
    (
        "do", "",
        r"^israsy\S*(?!.*(?:saskait|s/f|kreditin|faktur))(?=.*(?:igaliojim|paz|kuit|leidim|akt|recept|garant))|(?:igaliojim|pazym|"
        r"leidim|garantij|recept)\S* (?:\S+ ){0,5}?israsy",
    ),
    (
        "pay", "",
        r"(?:pinig\S*|avans\S*|likut\S*|sum\S*|nuolaid\S*|permok\S*|uzstat\S*|skirtum\S*|islaid\S*|kompensacij\S*) (?:\S+ "
        r"){0,5}?(?:grazin|perves|pervest|iskait|ismok|sumok|atskait|bus grazin)|^(?:atliksi\S*|padarysi\S*) (?:\S+ ){0,2}?(?:mokejim|"
        r"pavedim)|(?:mokejim\S*|pavedim\S*) (?:\S+ ){0,3}?(?:atliksi|padarysi|bus)",
    ),
    ("deliver", "", r"^(?:su)?grazinsi(?:u|me|m) (?=.*\w)(?!.*(?:mokest|eur|€|kortel))|(?<!mokesti )(?<=[a-z] )(?:su)?grazinsi(?:u|me|m)(?!\w)(?!.*(?:eur|€|kortel))"),
    (
        "visit", "",
        r"^(?:nusius|atsius|issius|pasius|atsiu|nusiu|issiu|pasiu)\S*(?: \S+){0,4}? (?:inzinier|meistr|technik|specialist|elektrik|"
        r"santechnik|brigad|kurjer|montuotoj|ekspert|zmog|darbuotoj|zmon)\S*|(?:meistr\S*|technik\S*|inzinieri\S*|specialist\S*|"
        r"montuotoj\S*|brigad\S*|ekspert\S*|santechnik\S*|elektrik\S*) (?:\S+ ){0,6}?(?:bus|patikrin|apziur|pakeis|sutvark|sutais)|"
        r"^bus\S* (?:\S+ ){0,3}?(?:pas (?:jus|tave)|objekte)|pas (?:jus|tave) (?:\S+ ){0,4}?bus|(?:montuotoj|meistr|brigad|surinkej|"
        r"darbinink)\S* (?:\S+ ){0,4}?(?:prades|pradeda|baigs)|^(?:atvyk|atvaziuo|uzsuk|uzei|atei)",
    ),
    (
        "send", "",
        r"(?:sutart\S*|pasiulym\S*|samat\S*|ataskait\S*|dokument\S*|fail\S*|vertim\S*|kainorast\S*|breziniai|brezini\S*|projekt\S*|"
        r"maket\S*|nuorod\S*|akt\S*|sarasas|polis\S*|original\S*|pazym\S*|korektur\S*|nuotrauk\S*) (?:\S+ ){0,5}?bus(?! (?:\S+ "
        r"){0,3}?(?:pasiras|pareng|paruos|uzbaig|baig))",
    ),
    (
        "deliver", "",
        r"(?:prek\S*|siunt\S*|krovin\S*|uzsakym\S*|daiktai|bald\S*|medziag\S*|irang\S*|masina|vilkik\S*|dal(?:is|ys)|detal\S*|dez\S*) "
        r"(?:\S+ ){0,6}?(?:bus (?:pas jus|pristat|atvez|vietoje)|atvyks|atkeliaus|pasieks)",
    ),
    (
        "fix", "",
        r"(?:pataisym|atnaujinim|pataisa|pataisos)\S* (?:\S+ ){0,6}?(?:idieg|paleis|iras)|^(?:idieg|paleis|iras)\S* (?:\S+ "
        r"){0,2}?(?:pataisym|atnaujinim)",
    ),
    (
        "fix", "",
        r"(?:rysys|rysi|internet\S*|svetain\S*|server\S*|prieig\S*|gedim\S*|sistema|klaid\S*) (?:\S+ ){0,4}?(?:atkur|veik|sutvark|"
        r"pasalin|istais|bus)|^(?:sutvark|pasalin)\S*",
    ),
)  # fmt: skip

NOUNS = (
    ("deliver", r"(?:pristatymas|atvezimas|tiekimas)"),
    (
        "send",
        r"(?:issiuntimas|pasiulymas|sutartis|samata|dokumentai|ataskaita|vertimas|failas|failai|originalai|likusi dalis|likusios|visas|"
        r"visa|kita dalis|brezniai|maketas|aktas)",
    ),
    (
        "visit",
        r"(?:montavimas|irengimas|apziura|meistras|meistro vizitas|inzinierius|technikas|vizitas|matavimas|brigada|aptarnavimas|"
        r"surinkimas)",
    ),
    ("pay", r"(?:mokejimas|apmokejimas|grazinimas|ismoka|pavedimas|kompensacija)"),
    ("invoice", r"(?:saskaita|saskaita faktura)"),
    ("fix", r"(?:remontas|pakeitimas|gedimo salinimas|atnaujinimas)"),
    ("do", r"(?:paleidimas|pradzia|darbu pradzia|prijungimas|mokymai)"),
)  # fmt: skip
