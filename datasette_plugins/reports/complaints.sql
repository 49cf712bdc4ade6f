-- title en: Complaints
-- title lt: Skundai
-- title ru: Жалобы
-- about en: Complaints of these days, where each stands, and how long it took until it was answered and until it was settled.
-- about lt: Šių dienų skundai, kiek toli jie pasistūmėję ir per kiek laiko į juos atsakyta bei jie išspręsti.
-- about ru: Жалобы этих дней, что с ними стало и сколько времени прошло до ответа и до решения.
-- role: manager
-- period: 6 months
-- by: month, department
-- counts: month, department, state, waited, days
-- picture: bars; x month; y open answered apologised settled
-- number (number): median(days)
-- number en: Days until half of the settled ones were settled
-- number lt: Per kiek dienų išspręsta pusė išspręstų skundų
-- number ru: За сколько дней решена половина решённых жалоб
-- column at (moment): Received | Gauta | Получено
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Month | Mėnuo | Месяц
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column quote (to page): Complaint | Skundas | Жалоба
-- column who (text): Customer | Klientas | Клиент
-- column state (word complaint): State | Būsena | Состояние
-- column waited (hours): Working hours until answered | Darbo valandos iki atsakymo | Рабочие часы до ответа
-- column days (number): Days until settled | Dienos iki išsprendimo | Дней до решения
-- column complaints (number): Complaints | Skundai | Жалобы
-- column open (number where state=open): Not answered | Neatsakyta | Без ответа
-- column answered (number where state=answered): Answered | Atsakyta | Отвечено
-- column apologised (number where state=apologised): Apologised | Atsiprašyta | Извинились
-- column settled (number where state=settled): Settled | Išspręsta | Решено
-- column hours (hours): Working hours until answered, median | Darbo valandos iki atsakymo, mediana | Рабочие часы до ответа, медиана
-- column median_days (number where state=settled): Days until settled, median | Dienos iki išsprendimo, mediana | Дней до решения, медиана

-- rows
SELECT i.at, c.key AS id, CASE i.kind WHEN 'call' THEN 'message' ELSE i.kind END || '/' || i.key AS page, month_of(i.at) AS month, t.department, t.colleague, c.quote,
       (SELECT n.name FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind IN ('address', 'phone') AND d.value = c.address ORDER BY d.doubt, n.id LIMIT 1) AS who, c.state,
       working_hours(i.at, a.at) AS waited, round(julianday(s.at) - julianday(i.at), 1) AS days
FROM complaint c
JOIN interaction i ON i.id = c.interaction_id
LEFT JOIN complaint_sign a ON a.complaint_key = c.key AND a.step = 'answered'
LEFT JOIN complaint_sign s ON s.complaint_key = c.key AND s.step = 'settled'
LEFT JOIN team t ON t.staff_id =
    (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.staff_id IS NOT NULL AND p.role <> 'from' ORDER BY p.ordinal LIMIT 1)
WHERE i.at >= :from AND i.at < :to AND c.state <> 'dismissed'

-- figures
SELECT month, department, count(*) AS complaints, sum(state = 'open') AS open, sum(state = 'answered') AS answered, sum(state = 'apologised') AS apologised,
       sum(state = 'settled') AS settled, median(waited) AS hours, median(days) AS median_days
FROM counted GROUP BY month, department ORDER BY month, department
