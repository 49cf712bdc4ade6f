-- What is known about a person, with the words it was read from. Of what only one can be true of (city, job, birthday) the latest is current.
SELECT quote, kind, value, person, interaction_id, at, key AS id, negated, source, address,
       CASE WHEN kind NOT IN ('birthday', 'city', 'job') OR value = first_value(value) OVER latest THEN 'current'
            WHEN kind <> 'birthday' THEN 'former'
            WHEN substr(value, -5) = substr(first_value(value) OVER latest, -5) THEN 'current' ELSE 'contradicted' END AS state
FROM (SELECT f.quote, f.kind, f.value, f.key, f.negated, f.address, coalesce(n.name, nullif(f.named, '')) AS person, i.key AS interaction_id,
             coalesce(i.at, (SELECT min(g.first_seen) FROM original o JOIN sighting g ON g.key = o.key WHERE o.origin = f.origin)) AS at,
             CASE WHEN f.origin IS NULL THEN 'message' ELSE 'card' END AS source, coalesce(n.uuid, f.address || f.named) AS whose
      FROM fact f
      LEFT JOIN interaction i ON i.id = f.interaction_id
      LEFT JOIN person n ON n.id = (SELECT person_id FROM identifier d WHERE d.value = f.address AND f.address <> '' ORDER BY d.doubt, d.person_id LIMIT 1))
WINDOW latest AS (PARTITION BY whose, kind ORDER BY at DESC, key)
