-- title en: Offers and what became of them
-- title lt: Pasiūlymai ir kas iš jų išėjo
-- title ru: Предложения и что из них вышло
-- about en: What was offered to customers in these days, and how much of it was ordered since.
-- about lt: Kas šiomis dienomis pasiūlyta klientams ir kiek iš to jau užsakyta.
-- about ru: Что предложили клиентам в эти дни и сколько из этого уже заказано.
-- role: manager
-- period: 6 months
-- by: month, currency
-- counts: month, currency, outcome, value
-- picture: bars; x month; y won waiting lost
-- number (share): avg(outcome = 'won')
-- number en: Ordered of what was offered
-- number lt: Užsakyta iš to, kas pasiūlyta
-- number ru: Заказано из предложенного
-- column at (moment): Offered | Pasiūlyta | Предложено
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Month | Mėnuo | Месяц
-- column department (department): Department | Skyrius | Отдел
-- column colleague (colleague): Colleague | Kolega | Коллега
-- column who (text): Customer | Klientas | Клиент
-- column product (to page): Offer | Pasiūlymas | Предложение
-- column value (number): Value | Vertė | Сумма
-- column currency (text): Currency | Valiuta | Валюта
-- column state (word offer): State | Būsena | Состояние
-- column outcome (word outcome): Outcome | Rezultatas | Итог
-- column offers (number): Offers | Pasiūlymai | Предложения
-- column won (number where outcome=won): Ordered | Užsakyta | Заказано
-- column waiting (number where outcome=waiting): Waiting | Laukiama | Ждут ответа
-- column lost (number where outcome=lost): Declined or expired | Atsisakyta arba nebegalioja | Отклонено или истекло
-- column offered_value (number): Value offered | Pasiūlyta už | Предложено на сумму
-- column won_value (number where outcome=won): Value ordered | Užsakyta už | Заказано на сумму

-- rows
SELECT at, id, page, month, department, colleague, who, product, value, currency, state,
       CASE WHEN state IN ('ordered', 'invoiced', 'paid') THEN 'won' WHEN state IN ('rejected', 'expired') THEN 'lost' ELSE 'waiting' END AS outcome
FROM (
    SELECT i.at, f.key AS id, CASE i.kind WHEN 'call' THEN 'message' ELSE i.kind END || '/' || i.key AS page, month_of(i.at) AS month, t.department, t.colleague,
           (SELECT n.name FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind = 'address' AND d.value = f.address) AS who,
           f.product, json_extract(f.amounts, '$[0].amount') AS value, json_extract(f.amounts, '$[0].currency') AS currency,
           CASE WHEN f.state = 'offered' AND f.valid_until < :today THEN 'expired' ELSE f.state END AS state
    FROM offer f
    JOIN interaction i ON i.id = f.interaction_id
    LEFT JOIN team t ON t.staff_id = (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1)
    WHERE i.at >= :from AND i.at < :to AND f.said = 'offered')

-- figures
SELECT month, currency, count(*) AS offers, sum(outcome = 'won') AS won, sum(outcome = 'waiting') AS waiting, sum(outcome = 'lost') AS lost,
       sum(value) AS offered_value, sum(CASE outcome WHEN 'won' THEN value END) AS won_value
FROM counted GROUP BY month, currency ORDER BY month, currency
