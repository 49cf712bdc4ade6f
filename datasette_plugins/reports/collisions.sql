-- title en: Collisions
-- title lt: Susidūrimai
-- title ru: Столкновения
-- about en: How often two colleagues offered one customer like things within a few days without knowing of one another, by who came second.
-- about lt: Kiek kartų du kolegos, nežinodami vienas apie kitą, per kelias dienas pasiūlė tam pačiam klientui panašų dalyką; skaičiuojama pagal antrąjį.
-- about ru: Сколько раз двое коллег, не зная друг о друге, за несколько дней предложили одному клиенту похожее; считается по второму.
-- role: manager
-- period: 6 months
-- by: month, department
-- counts: month, department
-- picture: bars; x month; y collisions
-- number (number): count(*)
-- number en: Collisions in this time
-- number lt: Susidūrimai per šį laiką
-- number ru: Столкновения за это время
-- column at (moment): Second offer | Antras pasiūlymas | Второе предложение
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Month | Mėnuo | Месяц
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Second | Antras | Второй
-- column before (text): First | Pirmas | Первый
-- column quote (to page): Offered | Pasiūlyta | Предложено
-- column who (text): Customer | Klientas | Клиент
-- column collisions (number): Collisions | Susidūrimai | Столкновения

-- rows
SELECT b.since AS at, b.id AS id, 'message/' || i.key AS page, month_of(b.since) AS month, t.department, t.colleague,
       (SELECT u.colleague FROM offer e JOIN party p ON p.interaction_id = e.interaction_id AND p.role = 'from' JOIN team u ON u.staff_id = p.staff_id
        WHERE e.key = substr(b.case_id, instr(b.case_id, '|') + 1) LIMIT 1) AS before, b.quote,
       (SELECT n.name FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind = 'address' AND d.value = b.address LIMIT 1) AS who
FROM breach b
JOIN offer f ON f.key = substr(b.case_id, 1, instr(b.case_id, '|') - 1)
JOIN interaction i ON i.id = f.interaction_id
LEFT JOIN staff s ON s.address = b.staff
LEFT JOIN team t ON t.staff_id = s.id
WHERE b.rule = 'second-offer' AND b.since >= :from AND b.since < :to

-- figures
SELECT month, department, count(*) AS collisions
FROM counted GROUP BY month, department ORDER BY month, department
