-- Where each person works and worked: from the first contact there to the last one; reason: contact, or the signature of mail from a private address.
SELECT n.uuid AS person_id, n.name AS person, o.uuid AS organisation_id, o.name AS organisation, min(c.at) AS since,
       max(CASE WHEN c.at <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now') THEN c.at END) AS last, 'contact' AS reason
FROM contact c
JOIN person n ON n.id = c.person_id
JOIN organisation o ON o.id = c.organisation_id
GROUP BY c.person_id, c.organisation_id
UNION ALL
SELECT n.uuid, n.name, NULL, s.organisation, min(s.at), max(s.at), 'signature'
FROM signature s
JOIN identifier d ON d.kind = 'address' AND d.value = s.address
JOIN person n ON n.id = d.person_id
WHERE s.organisation <> '' AND NOT EXISTS
    (SELECT 1 FROM contact c WHERE c.interaction_id = s.interaction_id AND c.person_id = d.person_id AND c.organisation_id IS NOT NULL)
GROUP BY d.person_id, s.organisation
