-- Telephone calls, voicemail and planned calls; one that was told twice is one row.
SELECT i.key AS interaction_id, c.at, c.direction,
       coalesce((SELECT n.name FROM identifier d JOIN contact k ON k.person_id = d.person_id AND k.interaction_id = i.id JOIN person n ON n.id = d.person_id
                 WHERE d.kind = 'phone' AND d.value = c.number LIMIT 1),
                (SELECT n.name FROM contact k JOIN person n ON n.id = k.person_id WHERE k.interaction_id = i.id ORDER BY n.name LIMIT 1)) AS person,
       nullif(c.number, '') AS number, c.name, c.seconds, c.outcome,
       (SELECT s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id ORDER BY p.ordinal LIMIT 1) AS staff
FROM call c
JOIN interaction i ON i.id = c.interaction_id
WHERE c.same_as IS NULL
