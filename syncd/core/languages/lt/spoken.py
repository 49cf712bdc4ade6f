"""How Lithuanian notes to oneself begin. Words and patterns only, on text made by `promises.grammar.fold` (no diacritics)."""

LEADS = (
    r"(?:uzduotis|todo|veiksmas|priminimas|priminti(?: sau)?|nepamirsti?|nepamirsk|nepamirsiu|prisiminti|reikia|butinai|turiu|privalau|as|"
    r"(?:esu )?(?:pazadej|prizadej|zadej)(?:au|usi|es)|sutarem|sutariau|susitarem)"
)
VERBS = {
    "call": r"(?:pa|per|su|susi|at)?skambin(?:ti|siu|k)",
    "send": r"(?:is|nu|at|per|pa)?sius(?:ti|iu|k)|persiu(?:sti|siu)|pateik(?:ti|siu)|perduo(?:ti|siu)|pasidalin(?:ti|siu)",
    "answer": r"atsaky(?:ti|siu)|parasy(?:ti|siu)|atrasy(?:ti|siu)",
    "visit": r"aplanky(?:ti|siu)|(?:nu|uz|at|pri)vaziuo(?:ti|siu)|(?:nu|at)vyk(?:ti|siu)|uze(?:iti|isiu)|apziure(?:ti|siu)",
    "deliver": r"pristaty(?:ti|siu)|(?:nu|at|uz|par)ve(?:zti|siu)|(?:nu|at|uz)ne(?:sti|siu)",
    "invoice": r"israsy(?:ti|siu)",
    "fix": r"su(?:tvarky|remontuo|taisy|montuo)(?:ti|siu)|(?:pa|iš|is)?taisy(?:ti|siu)|pakei(?:sti|siu)",
    "check": r"patikrin(?:ti|siu)|issiaiskin(?:ti|siu)|suzino(?:ti|siu)|patikslin(?:ti|siu)",
    "do": r"pa(?:reng|ruos)(?:ti|siu)|paruosiu|suderin(?:ti|siu)|padary(?:ti|siu)|(?:ap|su)skaiciuo(?:ti|siu)|suorganizuo(?:ti|siu)",
    "meet": r"susitik(?:ti|siu)",
}
NOUNS = r"(?:per)?skambutis"
WITH = r"su"
CONDITION = r"(?:jei|jeigu|nebent)"
OVER = r"(?:atlikta|padaryta|ivyko|atsaukta|nebereikia)"
FAMILY = (
    "mama mamai mamyte tetis teciui tete tevai tevams zmona zmonai vyrui vaikams vaikai sunui dukrai mociutei seneliui broliui seseriai gydytojui gydytoja "
    "odontologui dantistui kirpejai mokykla mokyklai darzelis darzeliui bankui gimtadienis gimtadieni"
)
NO_NAMES = (
    "as mes pirmadienis pirmadieni antradienis antradieni treciadienis treciadieni ketvirtadienis ketvirtadieni penktadienis penktadieni penktadienio sestadienis sestadieni "
    "sekmadienis sekmadieni sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio siandien rytoj poryt ryte vakare iki del apie pas "
    "pasiulyma pasiulymas saskaita saskaitos sutarti sutartis kaina kainas ataskaita dokumentus samata samatos akta brezinius uzsakyma atsakyma laiska kp pvm pdf nda crm sf "
    "komanda savaitinis klientas klientui klientams kolegoms visiems nauja galutine skubiai svarbu zoom teams whatsapp viber"
)
