"""Russian in Latin letters as people type it: frequent words and word ends. Cyrillic needs table: the letters tell.

Tables only, words parted by spaces. `NOT_RUSSIAN` are Cyrillic letters Russian does not have.
"""

from __future__ import annotations

NOT_RUSSIAN = "іїєґўћђљњјџќѓѕ"

TRANSLIT_WORDS = (
    "ya vy ona oni mne vam vas nas nam ego ee ih eto etot eta chto kak kogda gde pochemu zachem esli ili tozhe takzhe uzhe "
    "esche eshe eshche seychas sejchas seichas zavtra segodnya segodnia vchera poslezavtra utrom vecherom dnem ponedelnik vtornik "
    "sredu chetverg pyatnicu pyatnitsu pjatnicu subbotu nedelyu nedele mesyac chas chasov budet budu budem dlya pri "
    "pod pered posle mezhdu bez no da ne vse vsyo vsem privet zdravstvuyte zdravstvuite zdravstvujte zdrastvuyte dobryy dobryj "
    "dobriy dobroe utro vecher spasibo pozhaluysta pozhalujsta pozhaluista otpravlyu otpravlu prishlyu prishlu prishlem pozvonyu "
    "pozvonim sdelayu sdelaem napishu skinu vyshlyu vyslal schet schyot schot dogovor dogovoru cena tsena zakaz akt dengi oplata "
    "klient uvazheniem mozhno nuzhno nado mogu mozhete mozhet izvinite kogo komu tolko ochen horosho khorosho ladno poka rabota "
    "raboty vremya zayavku predlozhenie privezu zaberu priedu podedu pod'edu zaedu perezvonyu otvechu podgotovlyu uznayu proveryu "
    "chtoby na po iz za ot den i s u soboj soboy voz'mu vozmu posmotryu otpishus "
)
TRANSLIT_ENDS = "lyu ryu nyu yayu ayu uyu iye ogo emu omu yye nyy nyj aya oye yut ayet aet eshch shch zhe tsya tsa ite yte zhu shu "
