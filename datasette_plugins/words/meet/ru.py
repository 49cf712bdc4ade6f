"""What the pages say in Russian about whom to meet next. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "meet.title": "С кем встретиться",
    "meet.lead": "По обычному ритму общения, обещаниям, дням рождения и обслуживанию. Сначала то, что мы должны.",
    "meet.of": "За клиентов отвечает {who}",
    "meet.colleague": "Коллега",
    "meet.customers": "Клиенты",
    "meet.quiet": "Замолчали",
    "meet.planned": "Встреча назначена",
    "meet.none": "Сейчас никому не нужна встреча.",
    "meet.nobody": "Пока никто не отвечает за клиентов.",
    "meet.when": "до {day}",
    "meet.today": "сейчас",
    "meet.working": "рабочий разговор",
    "meet.informal": "неформальная встреча",
    "meet.next": "Следующая встреча {day}",
    "meet.last": "Последний контакт {day}",
    "meet.days": ("{n} день", "{n} дня", "{n} дней"),
    "meet.complaint": "Нерешённая жалоба от {day}",
    "meet.promise": "Обещано, срок {day}",
    "meet.promise_open": "Обещано {day}, без срока",
    "meet.quiet_since": "Молчание с {day}; обычный перерыв – {gap}",
    "meet.service": "Обслуживание ({what}): {day}",
    "meet.service_late": "Обслуживание ({what}) было назначено на {day}",
    "meet.warranty": "Заканчивается гарантия ({what}): {day}",
    "meet.birthday": "День рождения: {what}, {day}",
    "meet.informal_since": "Последняя неформальная встреча {day}",
    "meet.informal_never": "Неформально ещё не встречались",
    "meet.anniversary": ("{n} год со дня первого контакта", "{n} года со дня первого контакта", "{n} лет со дня первого контакта"),
}
