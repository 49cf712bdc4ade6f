-- title en: Answers to customers
-- title lt: Atsakymai klientams
-- title ru: Ответы клиентам
-- about en: How many working hours customers waited for our answer in the same conversation; of several mails in a row the first counts.
-- about lt: Kiek darbo valandų klientai laukė mūsų atsakymo tame pačiame susirašinėjime; iš kelių laiškų iš eilės skaičiuojamas pirmasis.
-- about ru: Сколько рабочих часов клиенты ждали нашего ответа в той же переписке; из нескольких писем подряд считается первое.
-- role: staff
-- period: 3 months
-- by: month, department
-- counts: month, department, waited
-- picture: bars; x month; y hours; colour department
-- number (hours): median(waited)
-- number en: Half of the answers came within
-- number lt: Pusė atsakymų išsiųsta ne vėliau kaip per
-- number ru: Половина ответов отправлена не позже чем через
-- column at (moment): Received | Gauta | Получено
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Month | Mėnuo | Месяц
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column who (text): Customer | Klientas | Клиент
-- column subject (to page): Subject | Tema | Тема
-- column mails (number): Mails | Laiškai | Письма
-- column unanswered (number where fate=waiting): Not answered | Neatsakyta | Без ответа
-- column hours (hours where fate=answered): Working hours, median | Darbo valandos, mediana | Рабочие часы, медиана
-- column waited (hours): Working hours | Darbo valandos | Рабочие часы
-- column fate (word fate): State | Būsena | Состояние

-- rows
SELECT r.at, i.key AS id, 'message/' || i.key AS page, month_of(r.at) AS month, t.department, t.colleague,
       (SELECT n.name FROM contact c JOIN person n ON n.id = c.person_id WHERE c.interaction_id = i.id LIMIT 1) AS who, i.subject,
       working_hours(r.at, r.replied_at) AS waited, CASE WHEN r.replied_at IS NULL THEN 'waiting' ELSE 'answered' END AS fate
FROM reply r
JOIN interaction i ON i.id = r.interaction_id
LEFT JOIN team t ON t.staff_id = r.staff_id
WHERE r.at >= :from AND r.at < :to

-- counted
SELECT m.month, t.department, t.colleague, working_hours(r.at, r.replied_at) AS waited, CASE WHEN r.replied_at IS NULL THEN 'waiting' ELSE 'answered' END AS fate
FROM months m
CROSS JOIN reply r ON r.at >= m.begins AND r.at < m.ends
LEFT JOIN team t ON t.staff_id = r.staff_id

-- figures
SELECT month, department, count(*) AS mails, count(*) - count(waited) AS unanswered, median(waited) AS hours
FROM counted GROUP BY month, department ORDER BY month, department
