-- Per mailbox or calendar: its state and its completeness.
SELECT s.name, s.connector, s.owner, s.state, sum(c.on_server) AS on_server, coalesce(sum(c.stored), 0) AS stored,
       coalesce(sum(c.excluded), 0) AS excluded, coalesce(sum(c.pending), 0) AS pending, s.last_success,
       CASE WHEN s.last_success IS NULL THEN NULL
            ELSE max(0, CAST(strftime('%s', 'now') - strftime('%s', s.last_success) AS INTEGER)) END AS lag_seconds
FROM source s
LEFT JOIN collections c ON c.source = s.name
WHERE s.removed_at IS NULL
GROUP BY s.id
