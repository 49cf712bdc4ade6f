-- What is known about a person, with the words it was read from.
SELECT f.quote, f.kind, f.value, n.name AS person, i.key AS interaction_id, i.at
FROM fact f
JOIN interaction i ON i.id = f.interaction_id
LEFT JOIN identifier d ON d.kind = 'address' AND d.value = f.address
LEFT JOIN person n ON n.id = d.person_id
