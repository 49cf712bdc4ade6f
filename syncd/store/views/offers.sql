-- What was offered, ordered, invoiced or paid, each with the words it was read from.
SELECT f.quote, f.product, f.amounts, nullif(f.discount, '') AS discount, f.valid_until, f.state, n.name AS person, i.key AS interaction_id, i.at
FROM offer f
JOIN interaction i ON i.id = f.interaction_id
LEFT JOIN identifier d ON d.kind = 'address' AND d.value = f.address
LEFT JOIN person n ON n.id = d.person_id
