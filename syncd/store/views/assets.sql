-- What is installed at customers, when it is to be serviced and until when it is under warranty.
SELECT r.serial, r.product, coalesce(c.name, r.customer) AS customer, g.name AS organisation, r.installed_on, r.service_on, r.warranty_until, coalesce('company/' || g.uuid, 'customer/' || n.uuid) AS page
FROM asset r
LEFT JOIN customer_row c ON c.origin = coalesce(
    (SELECT min(k.origin) FROM customer_row k WHERE k.code = r.customer),
    (SELECT min(k.origin) FROM customer_row k WHERE r.customer_key <> '' AND k.vat_key = r.customer_key),
    (SELECT min(k.origin) FROM customer_row k WHERE r.name_key <> '' AND k.name_key = r.name_key))
LEFT JOIN organisation g ON g.id = coalesce(
    (SELECT d.organisation_id FROM domain d WHERE c.domain <> '' AND d.name = c.domain),
    (SELECT d.organisation_id FROM domain d WHERE coalesce(c.name_key, r.name_key) <> '' AND d.name = 'name:' || coalesce(c.name_key, r.name_key)),
    (SELECT d.organisation_id FROM signed_name s JOIN domain d ON d.name = s.domain WHERE coalesce(c.name_key, r.name_key) <> '' AND s.key = coalesce(c.name_key, r.name_key) ORDER BY s.domain LIMIT 1))
LEFT JOIN identifier a ON g.id IS NULL AND a.kind = 'address' AND a.value = lower(c.emails)
LEFT JOIN person n ON n.id = a.person_id AND n.organisation_id IS NULL
