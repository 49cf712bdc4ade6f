-- title en: Calls missed and returned
-- title lt: Praleisti skambučiai ir ar perskambinta
-- title ru: Пропущенные звонки и ответы на них
-- about en: Calls to us: answered, missed and returned later by a call or a mail, or missed and not returned yet.
-- about lt: Skambučiai mums: atsiliepta, praleista, bet vėliau perskambinta ar parašyta, arba praleista ir dar nieko nedaryta.
-- about ru: Звонки нам: приняты, пропущены, но потом перезвонили или написали, либо пропущены и пока без ответа.
-- role: manager
-- period: 3 months
-- by: month, department
-- counts: month, department, outcome, waited
-- picture: bars; x month; y answered returned missed
-- number (share): avg(CASE WHEN outcome <> 'answered' THEN waited IS NOT NULL END)
-- number en: Missed calls returned
-- number lt: Į praleistus skambučius atsiliepta
-- number ru: Ответили на пропущенные звонки
-- column at (moment): When | Kada | Когда
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Month | Mėnuo | Месяц
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column who (to page): Who | Kas | Кто
-- column number (text): Number | Numeris | Номер
-- column outcome (key): outcome | outcome | outcome
-- column fate (word fate): State | Būsena | Состояние
-- column waited (hours): Working hours until returned | Darbo valandos iki atsakymo | Рабочие часы до ответа
-- column calls (number): Calls | Skambučiai | Звонки
-- column answered (number where fate=answered): Answered | Atsiliepta | Приняты
-- column returned (number where fate=returned): Missed, returned | Praleista, atsakyta | Пропущены, ответили
-- column missed (number where fate=missed): Missed, not returned | Praleista, neatsakyta | Пропущены без ответа
-- column hours (hours where fate=returned): Working hours until returned, median | Darbo valandos iki atsakymo, mediana | Рабочие часы до ответа, медиана

-- rows
SELECT at, id, page, month, department, colleague, who, number, outcome,
       CASE WHEN outcome = 'answered' THEN 'answered' WHEN returned_at IS NULL THEN 'missed' ELSE 'returned' END AS fate, working_hours(at, returned_at) AS waited
FROM (
    SELECT c.at, i.key AS id, 'message/' || i.key AS page, month_of(c.at) AS month, t.department, t.colleague, c.outcome, nullif(c.number, '') AS number,
           coalesce((SELECT n.name FROM contact k JOIN person n ON n.id = k.person_id WHERE k.interaction_id = i.id ORDER BY n.name LIMIT 1), c.name, c.number) AS who,
           CASE WHEN c.outcome <> 'answered' THEN (
               SELECT min(b.at) FROM (
                   SELECT min(b.at) AS at FROM call b WHERE b.number = c.number AND b.number <> '' AND b.outcome = 'answered' AND b.at > c.at
                   UNION ALL
                   SELECT (SELECT k.at FROM contact k JOIN interaction x ON x.id = k.interaction_id LEFT JOIN call y ON y.interaction_id = x.id
                           WHERE k.person_id = w.person_id AND k.at > c.at
                             AND (y.outcome = 'answered' OR (x.kind = 'message' AND x.direction = 'out' AND y.interaction_id IS NULL AND x.class = 'personal'))
                           ORDER BY k.at LIMIT 1)
                   FROM contact w WHERE w.interaction_id = i.id) b) END AS returned_at
    FROM call c
    JOIN interaction i ON i.id = c.interaction_id
    LEFT JOIN team t ON t.staff_id = (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1)
    WHERE c.at >= :from AND c.at < :to AND c.direction = 'in' AND c.outcome IN ('answered', 'missed', 'voicemail') AND c.same_as IS NULL)

-- figures
SELECT month, department, count(*) AS calls, sum(outcome = 'answered') AS answered, sum(outcome <> 'answered' AND waited IS NOT NULL) AS returned,
       sum(outcome <> 'answered' AND waited IS NULL) AS missed, median(waited) AS hours
FROM counted GROUP BY month, department ORDER BY month, department
