-- What was offered, ordered, invoiced or paid, each with the words it was read from, and how far it has come since.
SELECT f.quote, f.product, f.amounts, nullif(f.discount, '') AS discount, f.valid_until,
       CASE WHEN f.state = 'offered' AND f.valid_until < date('now') THEN 'expired' ELSE f.state END AS state,
       n.name AS person, i.key AS interaction_id, i.at, nullif(f.numbers, '[]') AS numbers,
       (SELECT x.key FROM offer e JOIN interaction x ON x.id = e.interaction_id WHERE e.key = f.closed_by) AS closed_by,
       (SELECT x.key FROM offer e JOIN interaction x ON x.id = e.interaction_id WHERE e.key = f.contradicts) AS contradicts,
       nullif(f.differs, '') AS differs
FROM offer f
JOIN interaction i ON i.id = f.interaction_id
LEFT JOIN identifier d ON d.kind = 'address' AND d.value = f.address
LEFT JOIN person n ON n.id = d.person_id
