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
SELECT at, id, page, month, department, colleague, who, subject, waited, CASE WHEN waited IS NULL THEN 'waiting' ELSE 'answered' END AS fate
FROM (
    SELECT i.at, i.key AS id, 'message/' || i.key AS page, month_of(i.at) AS month, t.department, t.colleague, i.subject,
           (SELECT n.name FROM contact c JOIN person n ON n.id = c.person_id WHERE c.interaction_id = i.id LIMIT 1) AS who,
           working_hours(i.at, (SELECT min(o.at) FROM interaction o WHERE o.thread = i.thread AND o.at > i.at AND o.kind = 'message' AND o.direction = 'out')) AS waited
    FROM interaction i
    LEFT JOIN team t ON t.staff_id =
        (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.role IN ('to', 'cc') AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1)
    WHERE i.at >= :from AND i.at < :to AND i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal'
      AND (SELECT b.direction FROM interaction b WHERE b.thread = i.thread AND b.at < i.at AND b.kind = 'message' AND b.direction <> 'internal'
           ORDER BY b.at DESC LIMIT 1) IS NOT 'in')

-- counted
SELECT month, department, colleague, waited, CASE WHEN waited IS NULL THEN 'waiting' ELSE 'answered' END AS fate
FROM (
    SELECT i.month, t.department, t.colleague,
           working_hours(i.at, (SELECT o.at FROM interaction o WHERE o.thread = i.thread AND o.at > i.at AND o.kind = 'message' AND o.direction = 'out' ORDER BY o.at LIMIT 1)) AS waited
    FROM (SELECT m.month, i.id, i.at, i.thread FROM months m CROSS JOIN interaction i ON i.at >= m.begins AND i.at < m.ends
          WHERE i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal' ORDER BY i.thread LIMIT -1) i -- so each page of the index of conversations is read once
    LEFT JOIN team t ON t.staff_id =
        (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.role IN ('to', 'cc') AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1)
    WHERE (SELECT b.direction FROM interaction b WHERE b.thread = i.thread AND b.at < i.at AND b.kind = 'message' AND b.direction <> 'internal'
           ORDER BY b.at DESC LIMIT 1) IS NOT 'in')

-- figures
SELECT month, department, count(*) AS mails, count(*) - count(waited) AS unanswered, median(waited) AS hours
FROM counted GROUP BY month, department ORDER BY month, department
