"""What the pages say in Russian about who may see what: the short card, signing in, who looked. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "card.complaints": ("{n} нерешённая жалоба", "{n} нерешённые жалобы", "{n} нерешённых жалоб"),
    "card.since": "с {day}",
    "card.no_owner": "пока никто",
    "card.why": "Это краткая карточка. Всю историю видят те, кто работает с этим клиентом; если она нужна, обратитесь: {who}.",
    "card.why_nobody": "Это краткая карточка. Всю историю видят те, кто работает с этим клиентом.",
    "error.503": "Сейчас ничего нельзя показать",
    "error.503_text": "Прежде чем показать данные клиента, мы записываем, кто их смотрит, а сейчас это не удалось. Попробуйте ещё раз через минуту; если не поможет, сообщите администратору.",
    "login.title": "Вход",
    "login.address": "Адрес электронной почты",
    "login.password": "Пароль",
    "login.go": "Войти",
    "login.wrong": "Неверный адрес или пароль.",
    "login.wait": "Слишком много попыток. Подождите минуту.",
    "logout.title": "Выйти?",
    "logout.go": "Выйти",
    "nav.logout": "Выйти",
}
