-- The customers of the accounting program, and which company of the history each is: by the domain of an e-mail address, else by its name.
SELECT c.code, c.name, g.name AS organisation, c.vat, c.address, c.emails, c.phones, c.owner, c.since, coalesce('company/' || g.uuid, 'customer/' || n.uuid) AS page
FROM customer_row c
LEFT JOIN organisation g ON g.id = coalesce(
    (SELECT d.organisation_id FROM domain d WHERE c.domain <> '' AND d.name = c.domain),
    (SELECT d.organisation_id FROM domain d WHERE c.name_key <> '' AND d.name = 'name:' || c.name_key),
    (SELECT d.organisation_id FROM signed_name s JOIN domain d ON d.name = s.domain WHERE c.name_key <> '' AND s.key = c.name_key ORDER BY s.domain LIMIT 1))
LEFT JOIN identifier a ON g.id IS NULL AND a.kind = 'address' AND a.value = lower(c.emails)
LEFT JOIN person n ON n.id = a.person_id AND n.organisation_id IS NULL
