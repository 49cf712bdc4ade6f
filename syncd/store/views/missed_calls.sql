-- Calls to us that nobody answered, and what came back: the first later call with the same number or person that was answered, whoever rang, or mail of ours to them.
SELECT m.interaction_id, m.at, m.number, m.name, m.person, m.staff, m.outcome, i.key AS returned_by, r.at AS returned_at
FROM calls m
LEFT JOIN (SELECT k.key, c.interaction_id AS id FROM call c JOIN interaction k ON k.id = c.interaction_id) own ON own.key = m.interaction_id
LEFT JOIN interaction i ON i.id = (
    SELECT id FROM (
        SELECT b.interaction_id AS id, b.at FROM call b
        WHERE b.number = m.number AND b.outcome = 'answered' AND b.at > m.at
        UNION ALL
        SELECT k.interaction_id, k.at FROM contact w JOIN contact k ON k.person_id = w.person_id AND k.at > m.at
        JOIN interaction x ON x.id = k.interaction_id LEFT JOIN call b ON b.interaction_id = x.id
        WHERE w.interaction_id = own.id
          AND (b.outcome = 'answered' OR (x.kind = 'message' AND x.direction = 'out' AND b.interaction_id IS NULL AND x.class = 'personal'))
    ) ORDER BY at, id LIMIT 1)
LEFT JOIN interaction r ON r.id = i.id
WHERE m.direction = 'in' AND m.outcome IN ('missed', 'voicemail')
