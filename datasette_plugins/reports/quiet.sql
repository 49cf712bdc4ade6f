-- title en: Quiet customers
-- title lt: Nutilę klientai
-- title ru: Замолчавшие клиенты
-- about en: Companies that were in touch at least three times within a year and then, for 90 days or more, not at all; by the month they were last heard of.
-- about lt: Įmonės, su kuriomis per metus bendrauta bent tris kartus, o paskui 90 ar daugiau dienų – nė karto; pagal paskutinio bendravimo mėnesį.
-- about ru: Компании, с которыми за год общались не меньше трёх раз, а потом 90 и более дней – ни разу; по месяцу последнего контакта.
-- role: manager
-- period: 15 months
-- by: month
-- counts: month
-- picture: bars; x month; y customers
-- column at (day): Last contact | Paskutinis kontaktas | Последний контакт
-- column id (key): id | id | id
-- column page (key): page | page | page
-- column month (month): Last contact | Paskutinis kontaktas | Последний контакт
-- column name (to page): Company | Įmonė | Компания
-- column owner (text): Looked after by | Atsakingas | Ответственный
-- column contacts (plain): Contacts in the year before | Kontaktai per metus iki tol | Контактов за год до того
-- column promises (plain): Open promises | Atviri pažadai | Открытые обещания
-- column customers (number): Customers | Klientai | Клиенты

-- rows
SELECT last AS at, uuid AS id, 'company/' || uuid AS page, month_of(last) AS month, name,
       coalesce((SELECT nullif(s.name, '') FROM staff s WHERE s.address = q.owner), nullif(q.owner, '')) AS owner,
       (SELECT count(*) FROM contact c WHERE c.organisation_id = q.id AND c.at > strftime('%Y-%m-%dT%H:%M:%SZ', last, '-1 year') AND c.at <= last) AS contacts,
       (SELECT count(*) FROM promise p WHERE p.organisation_id = q.id AND p.state = 'open') AS promises
FROM (SELECT o.id, o.uuid, o.name, o.owner, (SELECT max(c.at) FROM contact c WHERE c.organisation_id = o.id AND c.at <= :now) AS last FROM organisation o LIMIT -1) q -- the limit: so the last contact is looked for once
WHERE last >= :from AND last < :to AND last < strftime('%Y-%m-%dT%H:%M:%SZ', :now, '-90 days')
  AND (SELECT count(*) FROM (SELECT 1 FROM contact c WHERE c.organisation_id = q.id AND c.at > strftime('%Y-%m-%dT%H:%M:%SZ', last, '-1 year') AND c.at <= last LIMIT 3)) = 3

-- figures
SELECT month, count(*) AS customers FROM counted GROUP BY month ORDER BY month
