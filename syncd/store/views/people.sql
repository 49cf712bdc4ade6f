-- Everybody outside the company we have met, with one address and telephone each.
SELECT n.uuid AS id, n.name, o.name AS organisation,
       (SELECT value FROM identifier d WHERE d.person_id = n.id AND d.kind = 'address' ORDER BY d.doubt, d.value LIMIT 1) AS address,
       (SELECT value FROM identifier d WHERE d.person_id = n.id AND d.kind = 'phone' ORDER BY d.doubt, d.reason DESC, d.value LIMIT 1) AS phone,
       n.language, (SELECT min(at) FROM contact c WHERE c.person_id = n.id) AS first_at,
       (SELECT max(at) FROM contact c WHERE c.person_id = n.id AND c.at <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) AS last_at
FROM person n
LEFT JOIN organisation o ON o.id = n.organisation_id
