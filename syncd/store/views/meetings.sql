-- One row per meeting or series of meetings.
SELECT i.key AS interaction_id, m.start_at, m.end_at, m.title, m.status, m.uid
FROM meeting m
JOIN interaction i ON i.id = m.interaction_id
