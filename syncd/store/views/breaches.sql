-- Rules of the relation that were not kept.
SELECT b.id, b.rule, b.case_id, n.name AS person, o.name AS organisation, b.staff, b.quote, b.since, b.closed_at
FROM breach b
LEFT JOIN person n ON n.id = b.person_id
LEFT JOIN organisation o ON o.id = b.organisation_id
