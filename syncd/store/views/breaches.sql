-- Rules of the relation that were not kept, once their moment has come. seen_by: the colleague and managers, or managers alone.
SELECT b.id, b.rule, b.case_id, n.name AS person, o.name AS organisation, nullif(b.staff, '') AS staff, b.quote, b.since,
       CASE WHEN b.state = 'closed' THEN b.mended_at END AS closed_at, b.why, b.address, b.seen_by
FROM breach b
LEFT JOIN identifier d ON d.kind = 'address' AND d.value = b.address
LEFT JOIN person n ON n.id = d.person_id
LEFT JOIN domain m ON m.name = b.address
LEFT JOIN organisation o ON o.id = coalesce(n.organisation_id, m.organisation_id)
WHERE b.state <> 'waiting'
