-- Who must not be contacted, by which channel and why; without a person it is the whole company. until: the first day on which contact is welcome again.
SELECT coalesce(n.name, CASE WHEN m.name IS NULL THEN c.subject END) AS person, o.name AS organisation, c.channel, c.reason, c.since, c.until
FROM no_contact c
LEFT JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = c.subject
LEFT JOIN person n ON n.id = d.person_id
LEFT JOIN domain m ON m.name = c.subject
LEFT JOIN organisation o ON o.id = coalesce(m.organisation_id, n.organisation_id)
