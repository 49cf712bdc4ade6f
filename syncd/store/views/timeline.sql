-- One row per message, call or occurrence of a meeting and outside person; one without person where nobody outside took part.
SELECT c.at, i.kind, i.direction, n.name AS person, o.name AS organisation, s.address AS staff, i.subject, i.snippet, i.key AS interaction_id
FROM contact c
JOIN interaction i ON i.id = c.interaction_id
JOIN person n ON n.id = c.person_id
LEFT JOIN organisation o ON o.id = c.organisation_id
LEFT JOIN staff s ON s.id = c.staff_id
UNION ALL
SELECT i.at, i.kind, i.direction, NULL, NULL,
       (SELECT s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id ORDER BY p.ordinal LIMIT 1),
       i.subject, i.snippet, i.key
FROM interaction i
WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.interaction_id = i.id)
