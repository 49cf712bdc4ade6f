"""Lithuanian words of telephone calls: labels and phrases of notification mails, and how people tell of a call. Tables, no logic.

Labels are compared with what stands before a colon, lower-case; the rest are regular expressions over lower-case text.
All without diacritics: text is folded before it is compared.
"""

from __future__ import annotations

LABELS = {
    "caller": (
        "nuo", "is", "skambino", "skambina", "skambinantysis", "skambintojas", "skambinusiojo numeris", "skambintojo numeris", "skambinanciojo numeris", "numeris", "telefonas", "tel", "telefono numeris",
        "is numerio", "kas skambino", "klientas", "kliento numeris", "abonentas", "abonento numeris", "kontaktinis numeris", "skambutis nuo", "skambutis is", "is kur", "siuntejas", "skambino numeris", "skambinusysis", "isorinis numeris",
        "jums skambino", "praleistas skambutis nuo", "praleistas skambutis is", "pasnekovas", "dalyviai", "su", "skambinusio numeris", "balso zinute nuo", "mob", "kliento tel", "tel nr",
    ),
    "name": ("vardas", "skambintojo vardas", "kontaktas", "vardas pavarde", "vardas, pavarde", "skambinusiojo vardas", "kliento vardas", "kontakto vardas", "pavadinimas", "skambinanciojo vardas"),
    "called": (
        "kam", "i", "i numeri", "rinktas numeris", "gavejas", "skambinta numeriu", "skambinta i",
        "skambinta i numeri", "skirta", "numeris, kuriuo skambinta",
    ),
    "line": (
        "linija", "vidinis", "vidinis numeris", "dezute", "pasto dezute", "balso dezute", "eile", "grupe", "jusu numeris", "skyrius", "darbuotojas", "imones numeris", "atsiliepe", "balso pasto dezute", "skambinta linija", "tarnyba", "aptarnavo", "pagrindinis numeris", "vadybininkas", "operatorius", "konsultantas", "padalinys", "komanda",
    ),
    "time": (
        "data", "laikas", "data ir laikas", "gauta", "skambucio laikas", "skambucio data", "kada", "pradzia", "data, laikas", "data/laikas", "skambinta", "pokalbio pradzia", "skambino laikas",
        "paskutinis skambutis", "skambucio data ir laikas", "skambucio pradzia", "palikta", "irasyta", "pranesimo laikas",
    ),
    "length": (
        "trukme", "pokalbio trukme", "pranesimo trukme", "zinutes trukme", "ilgis", "skambucio trukme", "pranesimo ilgis", "iraso trukme", "kalbeta", "zinutes ilgis", "trukme (sek)", "balso zinutes trukme", "pokalbis",
    ),
    "ringing": ("skambejo", "laukimo trukme", "laukta", "lauke", "laukimo laikas", "lauke eileje", "skambejimo trukme", "skambejimas", "laukimas", "lauke linijoje", "laukta eileje", "laikas eileje", "eileje laukta", "skambejo (s)"),
    "direction": ("kryptis", "tipas", "skambucio tipas", "skambucio kryptis", "skambutis"),
    "outcome": ("busena", "rezultatas", "statusas", "skambucio busena"),
}  # fmt: skip
FROM = (r"nuo", r"is", r"su")
MISSED = r"praleist\w*|neatsiliep\w*|neatsakyt\w*|nepavyko (?:pri|su)siskambin\w*|bande (?:jums )?(?:pri|pa)?siskambin\w*|bande (?:jums )?skambinti|neatsaky\w*|jums skambino|nepriimt\w*|nepriem\w*|prarast\w*"
VOICEMAIL = r"bals[oa]\w* (?:zinut\w+|pranesim\w+|past\w+|laisk\w+|zut\w+|irasa\w*)|paliko (?:jums )?(?:balso )?(?:zinut\w+|pranesim\w+)|autoatsakikl\w+"
NO_MESSAGE = r"(?:zinut\w+|pranesim\w+) nepalik\w+|nepaliko (?:balso )?(?:zinut\w+|pranesim\w+)"
ANSWERED = r"(?:pokalbio|skambucio) (?:santrauka|suvestine|irasas|israsas|ataskaita|aprasas|apzvalga|stenograma|rezultatai)|(?<!ne)atsiliept\w*|ivyko|(?<!ne)atsakyt\w*|pokalbis su|baigt\w*|ivykes"
OUTGOING = r"iseinant\w+|siunciam\w+ skambut\w*|jus skambinote"
INCOMING = r"ieinant\w+|gaunam\w+ skambut\w*|jums skambino"
NOTICE = (
    r"praleist\w+ (?:\S+ )?skambu\w+|bals\w+ (?:zinut|pranesim|past|laisk)\w+|jums skambino|(?:pokalbio|skambucio) (?:santrauka|suvestine|irasas|israsas|ataskaita|apzvalga|stenograma)|(?:ieinant|iseinant|neatsakyt|neatsiliept|nepriimt|nauj|prarast)\w* (?:\S+ )?skambu\w+"
    r"|skambutis (?:nuo|is)\b|neatsiliepta|pokalbis su .{0,60}(?:santrauka|trukme)"
)
NOBODY = (
    "nezinomas", "nezinomas numeris", "anonimas", "anoniminis", "slaptas", "slaptas numeris", "pasleptas", "pasleptas numeris", "neidentifikuotas", "abonentas", "klientas", "naujas klientas", "mobilusis", "nezinoma", "numeris",
    "nenurodytas", "nera", "telefonas", "skambutis", "nezinomas skambintojas", "nezinomas abonentas", "neatpazintas", "isorinis", "jums", "mob", "jusu", "numeris nenustatytas", "nenustatytas", "lietuva",
)  # fmt: skip
MONTHS = "saus vas kov bal geg birz liep rugpj rugs spal lapk gruod"
AT = (r"val\.?", r"apie", r"kl\.")
TODAY, YESTERDAY = r"siandien", r"vakar"
SECONDS, MINUTES, HOURS = r"s(?:ek(?:und\w*)?)?\.?", r"m(?:in(?:u[tc]\w*)?)?\.?", r"valand\w*"
NUMBERS = {
    "viena": 1, "dvi": 2, "tris": 3, "keturias": 4, "penkias": 5, "sesias": 6, "septynias": 7, "astuonias": 8, "devynias": 9, "desimt": 10, "vienuolika": 11, "dvylika": 12, "trylika": 13,
    "keturiolika": 14, "penkiolika": 15, "dvidesimt": 20, "dvidesimt penkias": 25, "trisdesimt": 30, "keturiasdesimt": 40, "pora": 2, "pusantros": 1.5, "pustrecios": 2.5,
}  # fmt: skip

# how people tell of a call: verbs by who called, how it ended, and what is still to come
GATE = ("skamb", "kalbej", "snekej", "telefon")
THEY = r"(?:pa|at|per|pri|prisi)?skambin(?:o|ejo|davo)|skambtelejo|paskambina|skambutis (?:is|nuo)"
WE = (
    r"(?:pa|at|per|su|pri|susi|prisi)?skambin(?:au|om|ome|ejau)|skambtelejau|kalbejau(?:si)? su|(?:pa)?kalbejom(?:e|es)? (?:telefonu )?su|(?:susi|prisi)skambin(?:au|om|ome)|(?:turejau|turejom) (?:\S+ )?pokalbi|(?:bandziau|bandem\w*|meginau) (?:pri|susi|prisi)?skambin\w+"
)
TALKED = r"\w*kalbejo(?:m|me|mes|mies)|\w*kalbejau|truko|uztruko|uztrukom|plepejau|(?:pa)?snekejo\w*|plepejom|pokalbis (?:truko|uztruko)|aptarem\w*|susiskambinom\w*"
NOT_REACHED = (
    r"neatsiliep\w*|nekel\w+|nepakel\w+|nepavyko (?:\S+ )?(?:pri|su|susi|prisi)?skambin\w*|neprisiskambin\w*|nesusiskambin\w*|bandziau|bandem\w*|bande|numet\w+|buvo uzimta|uzimta|neatsak\w+|be atsako|isjung\w+|praleid\w*|niekas"
)
LEFT_MESSAGE = r"palik(?:au|o|om) (?:\S+ ){0,2}(?:zinut\w+|pranesim\w+)|balso (?:past|zinut)\w+"
PLAN = r"(?:pa|per|at|su|susi)?skambin(?:siu|sim|sime|simes|sies|kim|kime)|skambtelesiu|skambinu|skambiname|susiskamb\w+|(?:suplanuot|numatyt|sutart)\w* (?:\S+ )?skambut\w*|skambutis su|pokalbis su|(?:pa|per)?skambinti"
THEY_PLAN = r"(?:pa|per)?skambins|skambtels|lauk\w+ (?:\S+ )?skambucio|zadejo (?:pa|per)?skambinti"
CONDITION = r"jei|jeigu|kai|kada|ar galet\w+|gal galet\w+|prasom|prasau|nebent|galite"
SPANS = {"pusvalandi": 1800, "pusvalanduka": 1800, "ketvirti valandos": 900, "valanda": 3600, "minute": 60, "minutele": 60, "pusminute": 30, "pusantros minutes": 90}
# what a label nobody has listed is about, by its words; the first that fits
LIKELY = (
    ("ringing", r"lauk|eile|skambej"), ("length", r"trukm|ilg"), ("time", r"laik|\bdata|gaut|pradz|kada"), ("name", r"vard"),
    ("line", r"linij|dezut|vidin|darbuotoj|skyri|grup"), ("called", r"\bkam\b|\bi numer|rinkt|kuriuo"), ("caller", r"skambin|numer|telefon|abonent|klient"), ("outcome", r"busen|rezult|statu"),
    ("direction", r"krypt"),
)
