-- Who must not be contacted, by which channel and why.
SELECT n.name AS person, o.name AS organisation, c.channel, c.reason, c.since, c.until
FROM no_contact c
LEFT JOIN person n ON n.id = c.person_id
LEFT JOIN organisation o ON o.id = c.organisation_id
