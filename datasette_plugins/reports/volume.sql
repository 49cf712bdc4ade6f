-- title en: Mail volume
-- title lt: Laiškų kiekis
-- title ru: Количество писем
-- about en: Personal mails from and to customers, week by week; newsletters and automatic answers are not counted.
-- about lt: Asmeniniai laiškai iš klientų ir klientams kiekvieną savaitę; naujienlaiškiai ir automatiniai atsakymai neskaičiuojami.
-- about ru: Личные письма от клиентов и клиентам по неделям; рассылки и автоматические ответы не считаются.
-- role: manager
-- period: 3 months
-- by: week, department
-- counts: week, department, direction
-- picture: lines; x week; y received sent
-- number (number): count(*)
-- number en: Mails in all
-- number lt: Laiškų iš viso
-- number ru: Всего писем
-- column at (moment): When | Kada | Когда
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column week (week): Week from | Savaitė nuo | Неделя с
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column direction (word direction): Direction | Kryptis | Направление
-- column subject (to page): Subject | Tema | Тема
-- column who (text): Customer | Klientas | Клиент
-- column received (number where direction=in): Received | Gauta | Получено
-- column sent (number where direction=out): Sent | Išsiųsta | Отправлено

-- rows
SELECT i.at, i.key AS id, 'message/' || i.key AS page, week_of(i.at) AS week, t.department, t.colleague, i.direction, i.subject,
       (SELECT n.name FROM contact c JOIN person n ON n.id = c.person_id WHERE c.interaction_id = i.id LIMIT 1) AS who
FROM interaction i
LEFT JOIN team t ON t.staff_id = (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1)
WHERE i.at >= :from AND i.at < :to AND i.kind = 'message' AND i.class = 'personal' AND i.direction IN ('in', 'out')

-- counted
SELECT w.week, t.department, t.colleague, i.direction
FROM weeks w
CROSS JOIN interaction i ON i.at >= w.begins AND i.at < w.ends
LEFT JOIN team t ON t.staff_id = (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1)
WHERE i.kind = 'message' AND i.class = 'personal' AND i.direction IN ('in', 'out')

-- figures
SELECT week, department, sum(direction = 'in') AS received, sum(direction = 'out') AS sent FROM counted GROUP BY week, department ORDER BY week, department
