-- Complaints, with the words they were found in.
SELECT c.quote, c.state, n.name AS person, i.key AS interaction_id, i.at
FROM complaint c
JOIN interaction i ON i.id = c.interaction_id
LEFT JOIN identifier d ON d.kind = 'address' AND d.value = c.address
LEFT JOIN person n ON n.id = d.person_id
