"""What stands in Lithuanian signatures: posts, labels of telephones, cities. Tables only."""

from __future__ import annotations

POSTS = (
    r"vadyb[a-ząčęėįšųūž]+|direktor[a-ząčęėįšųūž]+|vadov[a-ząčęėįšųūž]+|inžinier[a-ząčęėįšųūž]+|inzinier[a-z]+|buhalter[a-ząčęėįšųūž]+|"
    r"administrator[a-ząčęėįšųūž]+|sekretor[a-ząčęėįšųūž]+|asistent[a-ząčęėįšųūž]+|specialist[a-ząčęėįšųūž]+|konsultant[a-ząčęėįšųūž]+|"
    r"teisinink[a-ząčęėįšųūž]+|advokat[a-ząčęėįšųūž]+|projektuotoj[a-ząčęėįšųūž]+|architekt[a-ząčęėįšųūž]+|dizainer[a-ząčęėįšųūž]+|"
    r"pirkim[a-ząčęėįšųūž]+|pardavim[a-ząčęėįšųūž]+|meistr[a-ząčęėįšųūž]+|technik[a-ząčęėįšųūž]+|koordinator[a-ząčęėįšųūž]+|atstov[a-ząčęėįšųūž]+|"
    r"pavaduotoj[a-ząčęėįšųūž]+|savinink[a-ząčęėįšųūž]+|programuotoj[a-ząčęėįšųūž]+|analitik[a-ząčęėįšųūž]+|ekspert[a-ząčęėįšųūž]+"
)
MOBILE = r"mob(?:ilus|\.? ?tel)?|gsm"
NOT_TELEPHONE = r"faks(?:as)?|į\.? ?k|įm\. ?k(?:odas)?|pvm(?: kodas)?|kodas|a\.? ?s|a/s|lt|kab|pašto kodas"
CITIES = (
    "vilnius kaunas klaipėda šiauliai panevėžys alytus marijampolė mažeikiai jonava utena kėdainiai telšiai visaginas tauragė ukmergė plungė kretinga "
    "šilutė palanga druskininkai radviliškis rokiškis elektrėnai trakai biržai kuršėnai garliava gargždai vilkaviškis raseiniai anykščiai ryga riga talinas tallinn"
)
