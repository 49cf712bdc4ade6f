-- Per folder or calendar: what the server has, what the store has, and why they differ.
SELECT s.name AS source, c.name, c.role, CASE WHEN s.state = 'ok' THEN c.state ELSE s.state END AS state, c.on_server,
       coalesce((SELECT t.n FROM tally t WHERE t.collection_id = c.id AND t.what = 'stored'), 0) AS stored,
       coalesce((SELECT sum(t.n) FROM tally t WHERE t.collection_id = c.id AND t.what = 'excluded'), 0) AS excluded,
       (SELECT count(*) FROM pending p WHERE p.collection_id = c.id AND p.state <> 'gone') AS pending, c.last_success
FROM collection c
JOIN source s ON s.id = c.source_id
WHERE c.removed_at IS NULL AND s.removed_at IS NULL
