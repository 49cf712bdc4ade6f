"""Russian in Latin letters as people type it: frequent words and word ends. Cyrillic needs no table: the letters tell.

Tables only, words parted by spaces. `NOT_RUSSIAN` are Cyrillic letters Russian does not have.
"""

from __future__ import annotations

NOT_RUSSIAN = "іїєґўћђљњјџќѓѕ"

TRANSLIT_WORDS = (
    "ya my vy on ona oni mne vam vas nas nam ego ee ih eto etot eta chto kak kogda gde pochemu zachem esli ili tozhe takzhe uzhe "
    "esche eshe eshche seychas sejchas seichas zavtra segodnya segodnia vchera poslezavtra utrom vecherom dnem ponedelnik vtornik "
    "sredu chetverg pyatnicu pyatnitsu pjatnicu subbotu nedelyu nedele mesyac chas chasov budet budu budem dlya na po iz ot za pri "
    "pod pered posle mezhdu bez i no da net ne vse vsyo vsem privet zdravstvuyte zdravstvuite zdravstvujte zdrastvuyte dobryy dobryj "
    "dobriy dobroe den utro vecher spasibo pozhaluysta pozhalujsta pozhaluista otpravlyu otpravlu prishlyu prishlu prishlem pozvonyu "
    "pozvonim sdelayu sdelaem napishu skinu vyshlyu vyslal schet schyot schot dogovor dogovoru cena tsena zakaz akt dengi oplata "
    "klient uvazheniem mozhno nuzhno nado mogu mozhete mozhet izvinite kogo komu tolko ochen horosho khorosho ladno poka rabota "
    "raboty vremya zayavku predlozhenie privezu zaberu priedu podedu pod'edu zaedu perezvonyu otvechu podgotovlyu uznayu proveryu "
    "chtoby s k v u o "
)
TRANSLIT_ENDS = "lyu yayu ayu uyu iye ogo emu omu yye nyy nyj aya oye yut ayet aet eshch shch zhe tsya tsa ite yte zhu shu "
