"""What stands in README.html beside an export: in English, Lithuanian and Russian, for the person and for who hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "interactions": ("messages, meetings and calls", "laiškai, susitikimai ir skambučiai", "письма, встречи и звонки"),
    "parties": ("who took part in them", "kas juose dalyvavo", "кто в них участвовал"),
    "attachments": ("files that came with messages", "su laiškais atėję failai", "файлы, пришедшие с письмами"),
    "calls": ("calls", "skambučiai", "звонки"),
    "promises": ("promises to and by the person", "pažadai asmeniui ir asmens pažadai", "обещания, данные человеку и им самим"),
    "evidence": ("what shows that promises were kept", "kas rodo, kad pažadai įvykdyti", "что говорит об исполнении обещаний"),
    "offers": ("offers", "pasiūlymai", "предложения"),
    "complaints": ("complaints", "skundai", "жалобы"),
    "questions": ("questions", "klausimai", "вопросы"),
    "no_contact_said": ("words that ask for no contact", "žodžiai, kuriais prašoma nesikreipti", "слова с просьбой не обращаться"),
    "signatures": ("signatures of mail", "laiškų parašai", "подписи писем"),
    "facts": ("facts that were noted", "užfiksuoti faktai", "отмеченные факты"),
    "cards": ("entries of address books", "adresų knygų įrašai", "записи адресных книг"),
    "breaches": ("what was found amiss in the relation", "santykių pažeidimai", "нарушения в отношениях"),
    "no_contact": ("wishes not to be contacted", "prašymai nesikreipti", "просьбы не обращаться"),
    "reminders": ("reminders in colleagues' calendars", "priminimai darbuotojų kalendoriuose", "напоминания в календарях сотрудников"),
    "decisions": ("what colleagues decided", "ką nusprendė darbuotojai", "что решили сотрудники"),
    "looks": ("who looked, and when", "kas ir kada žiūrėjo", "кто и когда смотрел"),
    "segments": ("lists of customers the person was in", "klientų sąrašai, kuriuose asmuo buvo", "списки клиентов, в которых был человек"),
    "identifiers": ("addresses and telephones, and why they are thought the person's", "adresai ir telefonai, ir kodėl jie laikomi asmens", "адреса и телефоны и почему они считаются его"),
}  # fmt: skip
_TITLE: Final = ("Everything stored about {name}", "Visa informacija, saugoma apie {name}", "Всё, что хранится о {name}")
_BY: Final = ("{company}, {day}", "{company}, {day}", "{company}, {day}")
_FILES: Final = (
    "Each file .jsonl holds one row a line, in JSON. The folder originals holds {originals} originals: mails (.eml), calendar entries (.ics), cards (.vcf), and what other services gave (.json, .xml).",
    "Kiekviename .jsonl faile viena eilutė yra vienas įrašas JSON formatu. Aplanke originals originalų: {originals} – laiškai (.eml), kalendoriaus įrašai (.ics), vizitinės kortelės (.vcf) ir kitų tarnybų duomenys (.json, .xml).",
    "В каждом файле .jsonl одна строка — одна запись в формате JSON. В папке originals оригиналов: {originals} — письма (.eml), записи календаря (.ics), визитные карточки (.vcf) и данные других служб (.json, .xml).",
)
_OTHERS: Final = (
    "Other people outside of {company} are not named: in rows and originals their addresses and the names under which they took part are numbers. {rewritten} originals were written anew for that, without the files that came with them. Whom a text only names still stands in it: read the texts before you hand this over.",
    "Kiti ne „{company}“ žmonės neįvardijami: įrašuose ir originaluose jų adresai ir vardai, kuriais jie dalyvavo, pakeisti numeriais. Dėl to perrašyta originalų: {rewritten}; su jais atėję failai praleisti. Tie, kuriuos mini tik pats tekstas, jame lieka: prieš perduodami perskaitykite tekstus.",
    "Другие люди не из «{company}» не названы: в записях и оригиналах их адреса и имена, под которыми они участвовали, заменены номерами. Для этого переписано оригиналов: {rewritten}; пришедшие с ними файлы опущены. Те, кого называет только сам текст, в нём остались: прочтите тексты, прежде чем передать их.",
)
_LOST: Final = (
    "{lost} originals are lost in the store and are missing here.",
    "Saugykloje prarasta originalų: {lost}; čia jų nėra.",
    "Оригиналов, утраченных в хранилище: {lost}; здесь их нет.",
)
_SAME: Final = ("The numbers were compared with the store.", "Skaičiai palyginti su saugykla.", "Числа сверены с хранилищем.")


def page(name: str, day: str, company: str, counts: Mapping[str, int], originals: int, rewritten: int, lost: int) -> str:
    """The page; all that comes from data is escaped."""
    values = {"name": escape(name), "day": day, "company": escape(company), "originals": originals, "rewritten": rewritten, "lost": lost}
    parts = []
    for n, language in enumerate(("en", "lt", "ru")):
        rows = "".join(f"<tr><td>{_KINDS[kind][n]}</td><td><code>{kind}.jsonl</code></td><td>{number}</td></tr>" for kind, number in counts.items())
        said = [_FILES[n], _OTHERS[n], *([_LOST[n]] if lost else []), _SAME[n]]
        words = "".join(f"<p>{text.format(**values)}</p>" for text in said)
        parts.append(f'<section lang="{language}"><h1>{_TITLE[n].format(**values)}</h1><p>{_BY[n].format(**values)}</p>{words}<table>{rows}</table></section>')
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{values["name"]}</title>{"<hr>".join(parts)}</html>\n'
