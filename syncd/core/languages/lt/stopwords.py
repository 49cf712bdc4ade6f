"""Frequent Lithuanian words, with and without their diacritics, and word ends: tables only, words parted by spaces."""

from __future__ import annotations

# letters its neighbours in Latin script lack, and those Polish, Czech or Latvian have too
LETTERS = "ėįų"
SHARED_LETTERS = "ąčęšžū"

STOP_WORDS = (
    "ir kad yra bus buvo į iš su dėl už ant apie prie nuo iki po per tai tas ta tie kas kaip kur kada kodėl ar arba bet o ne nėra aš "
    "tu jis ji mes jūs jie man tau jam jai mums jums jiems mano tavo jo jos mūsų jūsų jų savo visi visas visa viskas dar jau tik "
    "labai taip gal reikia galima prašau prašome ačiū labas laba diena dieną sveiki sveikas sveika rytas vakaras rytoj šiandien vakar "
    "poryt pirmadienį antradienį trečiadienį ketvirtadienį penktadienį šeštadienį sekmadienį savaitę savaitės mėnesį val valandą "
    "valandos atsiųsiu išsiųsiu paskambinsiu perskambinsiu padarysiu pagarbiai dėkoju dėkui nes jei jeigu kai kol tada dabar vėliau "
    "vėl čia ten šis ši šią tą kuris kuri kurie esu esi esame būti būsiu būsime turiu turime galiu galite galėsiu laiškas laišką "
    "pasiūlymą pasiūlymas sąskaitą sąskaita sutartį sutartis užsakymas užsakymą kaina darbo pas be is del uz nera as jus musu jusu ju "
    "prasau prasome aciu siandien pirmadieni antradieni treciadieni ketvirtadieni penktadieni sestadieni sekmadieni savaite menesi "
    "valanda atsiusiu issiusiu dekoju dekui veliau vel cia sis sia busiu busime galesiu laiska pasiulyma pasiulymas saskaita sutarti "
    "uzsakymas uzsakyma pries tarp ryte vakare pietu popiet zinote zinau zinoma kiek viena vienas bendra gerai puiku supratau "
)

# of the future and of requests: hardly any other language has them
VERB_ENDS = "siu sime site kite uoti"
ENDS = "siu sime site siant iau ėme ame ote kite uoti yti ėti ams oms ais omis ų ą ę į imas imo imą ima mus tas ius ys ės ių iu ui "
