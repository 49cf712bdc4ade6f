"""Lithuanian words by which automatic mail is known: tables only, no logic. See the English table for their meaning."""

from __future__ import annotations

VACATION_SUBJECTS = (
    r"auto(?:matinis |matinė |matiskas |[ -]?)?(?:atsakymas|atsakas|pranešimas|žinutė|atsakiklis)\b",
    r"(?:nebūsiu|nesu|nebusiu|nėra) (?:biure|ofise|darbe|vietoje)(?:$|[:!.,]| -| re:| iki| nuo)",
    r"(?:aš |as )?(?:šiuo metu |siuo metu )?(?:atostogauju|esu atostogose|atostogose|komandiruotėje)(?:$|[:!.,]| -| re:| iki| nuo)",
    r"ne (?:biure|darbe|ofise|darbo vietoje)(?:$|[:!.]| -| re:)",
    r"atostogos(?:$|[:!.]| re:)",
    r"(?:jūsų )?(?:užklausa|kreipinys|prašymas|paraiška).{0,20}\d.{0,20}(?:užregistruot|sukurt)",
)

BOUNCE_SUBJECTS = (
    r"(?:laišk|laisk|pranešim|žinut|pašt)\w{0,6}.{0,30}(?:nepristatyt|nepavyko|negalima|negrąžint|grąžint)",
    r"nepristatyt*",
    r"nepavyko pristatyti",
    r"pristatymo (?:klaida|ataskaita|nesėkmė|būsen)",
    r"neįmanoma pristatyti",
    r"pristatyti nepavyko",
)

READ_SUBJECTS = (r"perskaityta: ", r"skaityta: ", r"neperskaityta: ", r"perskaitymo patvirtinimas")

VOICEMAIL_SUBJECTS = (
    r"(?:naujas |gautas |jums )?balso (?:pašto )?(?:pranešimas|žinutė|paštas|laiškas)(?: (?:nuo|iš)\b|:|$| \d)",
    r"(?:naujas |turite )?praleist(?:as|ą) (?:skambut(?:is|į))(?: (?:nuo|iš)\b|:|$| \d|,)",
    r"nauja balso žinutė",
)

AUTO_TEXTS = (
    "sugeneruotas automatiškai", "sugeneruota automatiškai", "išsiųstas automatiškai", "išsiųsta automatiškai",
    "automatiškai sugeneruot", "automatinis pranešimas", "automatinis atsakymas",
    "automatinis laiškas", "į šį laišką neatsakykite", "į šį laišką atsakyti nereikia", "neatsakykite į šį", "prašome neatsakyti",
    "atsakyti nereikia", "siunčiamas automatiškai", "siunčiama automatiškai",
)  # fmt: skip
ABSENCE_TEXTS = (
    "atostogauju", "atostogose", "nebūsiu biure", "nebūsiu darbe", "nesu biure", "nesu darbe", "nebusiu biure", "komandiruotėje",
    "esu išvykęs", "esu išvykusi", "ne biure", "nedarbingum*", "vaiko priežiūros",
)  # fmt: skip
ABSENCE_CLUES = (
    "skubiais klausimais", "skubiu atveju", "skubiais atvejais", "neatidėliotinais", "esant skubiam", "jei skubu", "jeigu skubu",
    "grįšiu", "grįžęs", "grįžusi", "kreipkitės", "prašau kreiptis", "prašome kreiptis",
    "mane pavaduoja", "pavaduoja", "ribota prieiga", "el. pašto netikrinsiu", "paštą tikrinsiu", "atsakysiu grįž", "susisiekite",
)  # fmt: skip

BOUNCE_TEXTS = (
    "nepavyko pristatyti", "nepristatyt*", "negali būti pristatyt", "pašto dėžutė pilna", "pašto dėžutė perpildyta",
    "tokio vartotojo nėra", "toks vartotojas", "gavėjas nerastas", "adresas nerastas", "neįmanoma pristatyti",
)  # fmt: skip

LIST_TEXTS = ("prenumeruojate grupę", "atsisakyti šios grupės", "užsiprenumeravote grupę")

UNSUBSCRIBE_TEXTS = (
    "atsisakyti naujienlaišk", "atsisakyti prenumeratos", "nebenorite gauti", "norėdami atsisakyti", "gavote šį laišką, nes",
    "šį laišką gavote, nes", "atsisakyti pranešimų", "peržiūrėti naršyklėje", "atsisakyti prenumeruoti",
    "nepageidaujate gauti",
)  # fmt: skip
