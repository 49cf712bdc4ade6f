-- title en: Load of work
-- title lt: Darbo krūvis
-- title ru: Загрузка
-- about en: Mails, meetings, calls and promises of each department, or of each colleague where the company has allowed it.
-- about lt: Kiekvieno skyriaus, o jei įmonė tai leido – ir kiekvieno kolegos laiškai, susitikimai, skambučiai ir pažadai.
-- about ru: Письма, встречи, звонки и обещания каждого отдела, а если компания это разрешила, – и каждого коллеги.
-- role: staff
-- period: 1 month
-- by: department, colleague
-- counts: department, colleague, work
-- picture: ranks; x colleague; y received sent meetings calls promises
-- column at (moment): When | Kada | Когда
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column work (word work): What | Kas | Что
-- column subject (to page): Subject | Tema | Тема
-- column people (plain): People | Žmonės | Людей
-- column received (number where work=received): Mails received | Gauti laiškai | Получено писем
-- column sent (number where work=sent): Mails sent | Išsiųsti laiškai | Отправлено писем
-- column meetings (number where work=meeting): Meetings | Susitikimai | Встречи
-- column calls (number where work=call): Calls | Skambučiai | Звонки
-- column promises (number where work=promise): Promises given | Duoti pažadai | Дано обещаний

-- rows
SELECT i.at, i.key || '/' || p.ordinal AS id, CASE i.kind WHEN 'call' THEN 'message' ELSE i.kind END || '/' || i.key AS page, t.department, t.colleague,
       CASE WHEN i.kind <> 'message' THEN i.kind WHEN p.role = 'from' THEN 'sent' ELSE 'received' END AS work, i.subject
FROM interaction i
JOIN party p ON p.interaction_id = i.id AND p.staff_id IS NOT NULL
JOIN team t ON t.staff_id = p.staff_id
WHERE i.at >= :from AND i.at < :to AND i.class IN ('personal', 'voicemail') AND CASE WHEN i.kind = 'message' THEN p.role IN ('from', 'to') ELSE true END
UNION ALL
SELECT q.said_at, q.key, 'promise/' || q.key, t.department, t.colleague, 'promise', q.quote
FROM interaction i
JOIN promise q ON q.interaction_id = i.id
JOIN team t ON t.address = q.promiser
WHERE i.at >= :from AND i.at < :to AND q.kind <> 'theirs' AND q.state NOT IN ('dismissed', 'withdrawn')

-- figures
SELECT department, colleague, (SELECT count(*) FROM team t WHERE t.department IS r.department AND t.colleague IS r.colleague) AS people,
       sum(work = 'received') AS received, sum(work = 'sent') AS sent, sum(work = 'meeting') AS meetings, sum(work = 'call') AS calls, sum(work = 'promise') AS promises
FROM counted r GROUP BY department, colleague ORDER BY count(*) DESC
