-- The orders of the accounting program; interaction_id is the last message that speaks of the order by its number.
SELECT r.number, r.date, coalesce(c.name, r.customer) AS customer, g.name AS organisation, r.product, r.amount, r.currency, r.state,
       substr(l.last, 21) AS interaction_id, coalesce('company/' || g.uuid, 'customer/' || n.uuid) AS page
FROM order_ r
LEFT JOIN customer_row c ON c.origin = coalesce(
    (SELECT min(k.origin) FROM customer_row k WHERE k.code = r.customer),
    (SELECT min(k.origin) FROM customer_row k WHERE r.customer_key <> '' AND k.vat_key = r.customer_key),
    (SELECT min(k.origin) FROM customer_row k WHERE r.name_key <> '' AND k.name_key = r.name_key))
LEFT JOIN organisation g ON g.id = coalesce(
    (SELECT d.organisation_id FROM domain d WHERE c.domain <> '' AND d.name = c.domain),
    (SELECT d.organisation_id FROM domain d WHERE coalesce(c.name_key, r.name_key) <> '' AND d.name = 'name:' || coalesce(c.name_key, r.name_key)),
    (SELECT d.organisation_id FROM signed_name s JOIN domain d ON d.name = s.domain WHERE coalesce(c.name_key, r.name_key) <> '' AND s.key = coalesce(c.name_key, r.name_key) ORDER BY s.domain LIMIT 1))
LEFT JOIN (
    SELECT upper(replace(replace(replace(replace(n.value, ' ', ''), '-', ''), '/', ''), '.', '')) AS number, max(i.at || i.key) AS last
    FROM offer f JOIN interaction i ON i.id = f.interaction_id JOIN json_each(f.numbers) n
    WHERE f.numbers <> '[]' AND f.said IN ('ordered', 'invoiced', 'paid') GROUP BY 1) l ON l.number = r.number_key
LEFT JOIN identifier a ON g.id IS NULL AND a.kind = 'address' AND a.value = lower(c.emails)
LEFT JOIN person n ON n.id = a.person_id AND n.organisation_id IS NULL
