-- What customers bought: offers of ours that were ordered, and invoices; what an invoice bills may have been offered before.
SELECT coalesce('company/' || o.uuid, 'customer/' || n.uuid) AS page, 'offer' AS kind, substr(i.at, 1, 10) AS date,
       CAST(json_extract(f.amounts, '$[0].amount') AS REAL) AS amount, json_extract(f.amounts, '$[0].currency') AS currency, f.product
FROM offer f
JOIN interaction i ON i.id = f.interaction_id
LEFT JOIN domain d ON d.name = f.customer
LEFT JOIN organisation o ON o.id = d.organisation_id
LEFT JOIN identifier a ON o.id IS NULL AND a.kind = 'address' AND a.value = f.address
LEFT JOIN person n ON n.id = a.person_id
WHERE f.said = 'offered' AND f.state IN ('ordered', 'invoiced', 'paid')
UNION ALL
SELECT coalesce('company/' || o.uuid, 'customer/' || n.uuid), 'invoice', r.date, r.amount, r.currency, NULL
FROM invoice r
LEFT JOIN customer_row c ON c.origin = coalesce(
    (SELECT min(k.origin) FROM customer_row k WHERE k.code = r.customer),
    (SELECT min(k.origin) FROM customer_row k WHERE r.customer_key <> '' AND k.vat_key = r.customer_key),
    (SELECT min(k.origin) FROM customer_row k WHERE r.name_key <> '' AND k.name_key = r.name_key))
LEFT JOIN organisation o ON o.id = coalesce(
    (SELECT d.organisation_id FROM domain d WHERE c.domain <> '' AND d.name = c.domain),
    (SELECT d.organisation_id FROM domain d WHERE coalesce(c.name_key, r.name_key) <> '' AND d.name = 'name:' || coalesce(c.name_key, r.name_key)))
LEFT JOIN identifier a ON o.id IS NULL AND a.kind = 'address' AND a.value = lower(c.emails)
LEFT JOIN person n ON n.id = a.person_id AND n.organisation_id IS NULL
