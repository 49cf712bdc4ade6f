-- Who may be one person (or one company), where several people may write from one address, and who seems to ask not to be contacted:
-- proposals nobody has decided about yet. `a` and `b` are addresses, or domains of companies; of one address both are the same; of a
-- wish `a` is the address or telephone, and `b` the key it is decided by.
WITH pair (p, q, rank, reason, quote) AS (
  SELECT n.id, m.id, 1,
         CASE WHEN lower(n.name) = lower(m.name) THEN 'the same full name'
              WHEN (n.name GLOB '*[А-я]*') <> (m.name GLOB '*[А-я]*') THEN 'the same full name in two scripts'
              ELSE 'forms of one name' END, n.name || ' / ' || m.name
  FROM person n JOIN person m ON m.name_key = n.name_key AND m.name_key <> '' AND m.id > n.id
  WHERE n.name_key <> '' AND (SELECT count(*) FROM person x WHERE x.name_key = n.name_key AND x.name_key <> '') <= 5
  UNION ALL
  SELECT min(d.person_id, e.person_id), max(d.person_id, e.person_id), 2, 'an address in the signature of the other', s.value
  FROM signature_mark s JOIN identifier d ON d.kind = 'address' AND d.value = s.address JOIN identifier e ON e.kind = 'address' AND e.value = s.value
  WHERE d.person_id <> e.person_id
  UNION ALL
  SELECT min(f.person_id, r.person_id), max(f.person_id, r.person_id), 3, 'answers to mail of one go to the other', i.subject
  FROM party r JOIN interaction i ON i.id = r.interaction_id AND i.class = 'personal'
  JOIN party f ON f.interaction_id = r.interaction_id AND f.role = 'from'
  WHERE r.role = 'reply_to' AND f.person_id <> r.person_id
  UNION ALL
  SELECT d.person_id, e.person_id, 4, 'one telephone number', d.value
  FROM identifier d JOIN identifier e ON e.kind = 'phone' AND e.value = d.value AND e.person_id > d.person_id
  WHERE d.kind = 'phone' AND (SELECT count(*) FROM identifier x WHERE x.kind = 'phone' AND x.value = d.value) <= 3
), best AS (
  SELECT p, q, min(rank) AS rank, reason, quote FROM pair GROUP BY p, q
)
SELECT 'person' AS kind,
       (SELECT min(value) FROM identifier WHERE person_id = p AND kind = 'address') AS a,
       (SELECT min(value) FROM identifier WHERE person_id = q AND kind = 'address') AS b, reason, quote, 'open' AS state
FROM best
WHERE a IS NOT NULL AND b IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM identifier d WHERE d.person_id IN (p, q) AND d.reason IN ('the address of a desk', 'several people write from it'))
AND NOT EXISTS (SELECT 1 FROM identifier d JOIN decision x ON x.subject = d.value AND x.kind IN ('merge', 'unmerge', 'distinct')
                JOIN identifier e ON json_quote(e.value) = x.value WHERE d.person_id IN (p, q) AND e.person_id IN (p, q) AND d.person_id <> e.person_id
                AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.subject = x.subject AND u.kind = 'undo' AND u.value = x.value AND u.seq > x.seq))
UNION ALL
SELECT 'address', d.value, d.value, 'several people write from it',
       (SELECT group_concat(name, ' / ') FROM (SELECT name FROM called WHERE address = d.value AND speaks ORDER BY name LIMIT 6)), 'open'
FROM identifier d
WHERE d.kind = 'address' AND d.reason = 'several people write from it'
AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.subject = d.value AND x.kind = 'distinct' AND x.value = json_quote(d.value)
                AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.subject = x.subject AND u.kind = 'undo' AND u.value = x.value AND u.seq > x.seq))
UNION ALL
SELECT kind, a, b, reason, quote, 'open' FROM review
UNION ALL
SELECT 'no_contact', s.address, s.key, CASE s.channel WHEN 'mail' THEN 'asks for no mail' WHEN 'call' THEN 'asks for no calls' ELSE 'asks for no contact' END, s.quote, 'open'
FROM no_contact_said s JOIN interaction i ON i.id = s.interaction_id
WHERE (SELECT x.kind FROM decision x WHERE x.subject = s.key AND x.kind IN ('dismiss', 'undo') ORDER BY x.seq DESC LIMIT 1) IS NOT 'dismiss'
AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.subject = s.address AND x.kind IN ('no_contact', 'contact_again') AND x.at >= i.at)
AND NOT EXISTS (SELECT 1 FROM no_contact c WHERE c.subject = s.address AND c.channel IN ('any', s.channel))
