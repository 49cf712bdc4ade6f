-- The queries and segments that managers saved, as they stand now.
SELECT substr(d.subject, 7) AS name, d.value ->> '$.sql' AS sql, d.value ->> '$.segment' AS is_segment, d.by AS saved_by, d.at AS saved_at
FROM decision d
WHERE d.kind = 'query' AND d.value <> 'null' AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.subject = d.subject AND x.kind = 'query' AND x.seq > d.seq)
