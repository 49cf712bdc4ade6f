-- How often there is contact with each customer: a company, or a person without one.
SELECT CASE WHEN r.company <> 0 THEN 'company/' || o.uuid ELSE 'customer/' || n.uuid END AS page, coalesce(o.name, n.name) AS name,
       coalesce(o.owner, r.owner) AS owner, r.first_on, r.last_on, r.days, r.usual_gap, r.quiet_from, r.next_on, r.met_on, r.informal_on, r.company, r.person
FROM rhythm r
LEFT JOIN organisation o ON o.id = r.company
LEFT JOIN person n ON n.id = r.person AND r.company = 0
WHERE o.id IS NOT NULL OR n.organisation_id IS NULL
