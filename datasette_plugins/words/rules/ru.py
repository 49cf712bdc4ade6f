"""What the pages say in Russian about the rules of the relation. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "breaches.title": "Не сделано",
    "breaches.lead": "Что по нашим собственным правилам общения с клиентами надо было сделать и что не сделано или сделано слишком поздно.",
    "breaches.none": "Всё сделано.",
    "breaches.open": "Ещё ждёт",
    "breaches.closed": "Уже исправлено",
    "breaches.since": "с какого времени: {when}",
    "breaches.closed_at": "исправлено: {when}",
    "breaches.rule": "Правило",
    "breaches.department": "Отдел",
    "breaches.recent": "За последние 90 дней",
    "breaches.older": "И более старые",
    "breaches.count": ("{n} случай", "{n} случая", "{n} случаев"),
    "rule.answer": "На вопрос не ответили вовремя",
    "rule.complaint": "На жалобу вовремя не ответили или не извинились",
    "rule.second-offer": "Коллега предложил ещё раз",
    "rule.quiet": "Есть незавершённые дела, а вестей давно нет",
    "rule.standard": "Обещано быстрее, чем обычно",
}
