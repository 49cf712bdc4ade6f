-- title en: Promises kept
-- title lt: Ištesėti pažadai
-- title ru: Выполненные обещания
-- about en: What became of our promises whose term fell in these days: kept in time, kept late, overdue without a sign, or broken.
-- about lt: Kas nutiko mūsų pažadams, kurių terminas buvo šiomis dienomis: ištesėti laiku, ištesėti vėluojant, uždelsti be jokios žinios arba neištesėti.
-- about ru: Что стало с нашими обещаниями, срок которых пришёлся на эти дни: выполнены вовремя, выполнены с опозданием, просрочены без вестей или не выполнены.
-- role: staff
-- period: 3 months
-- by: month, department
-- counts: month, department, outcome
-- picture: bars; x month; y kept late overdue broken
-- number (share): avg(outcome = 'kept')
-- number en: Kept in time
-- number lt: Ištesėta laiku
-- number ru: Выполнено вовремя
-- column at (moment): Term | Terminas | Срок
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Month | Mėnuo | Месяц
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column quote (to page): Promise | Pažadas | Обещание
-- column organisation (text): Company | Įmonė | Компания
-- column outcome (word outcome): Outcome | Rezultatas | Итог
-- column promises (number): Promises | Pažadai | Обещания
-- column kept (number where outcome=kept): Kept in time | Ištesėta laiku | Выполнено вовремя
-- column late (number where outcome=late): Kept late | Ištesėta vėluojant | Выполнено с опозданием
-- column overdue (number where outcome=overdue): Overdue | Uždelsta | Просрочено
-- column broken (number where outcome=broken): Broken | Neištesėta | Не выполнено
-- column in_time (share where outcome=kept): In time | Laiku | Вовремя

-- rows
SELECT p.due_at AS at, p.key AS id, 'promise/' || p.key AS page, month_of(p.due_at) AS month, t.department, t.colleague, p.quote, o.name AS organisation,
       CASE WHEN p.state = 'broken' THEN 'broken'
            WHEN p.state IN ('open', 'unknown') THEN 'overdue'
            WHEN coalesce((SELECT min(e.at) FROM evidence e WHERE e.promise_id = p.id AND e.closes = p.state),
                          (SELECT min(d.at) FROM decision d WHERE d.subject = p.key AND d.kind = 'done')) > p.due_at THEN 'late'
            ELSE 'kept' END AS outcome
FROM promise p
LEFT JOIN handoff h ON h.promise_id = p.id AND h.state IN ('accepted', 'started', 'finished')
LEFT JOIN team t ON t.address = coalesce(h.to_staff, (SELECT s.address FROM staff s WHERE s.address = p.assignee), p.promiser)
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE p.state IN ('kept', 'probably_kept', 'broken', 'open', 'unknown') AND p.due_at >= :from AND p.due_at < :to AND p.kind <> 'theirs'

-- figures
SELECT month, department, count(*) AS promises, sum(outcome = 'kept') AS kept, sum(outcome = 'late') AS late, sum(outcome = 'overdue') AS overdue,
       sum(outcome = 'broken') AS broken, avg(outcome = 'kept') AS in_time
FROM counted GROUP BY month, department ORDER BY month, department
