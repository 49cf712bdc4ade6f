-- Complaints, with the words they were found in, and what became of each: when it was answered, who said sorry, who said that it is settled.
SELECT c.key AS id, c.quote, c.state,
       CASE WHEN (SELECT count(DISTINCT person_id) FROM identifier d WHERE d.value = c.address) = 1
            THEN (SELECT n.name FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.value = c.address) END AS person,
       c.address, i.key AS interaction_id, i.at,
       a.at AS answered_at, ai.key AS answered_by, s.at AS apologised_at, si.key AS apologised_by, s.quote AS apology,
       t.at AS settled_at, ti.key AS settled_by, t.quote AS settlement
FROM complaint c
JOIN interaction i ON i.id = c.interaction_id
LEFT JOIN complaint_sign a ON a.complaint_key = c.key AND a.step = 'answered'
LEFT JOIN interaction ai ON ai.id = a.interaction_id
LEFT JOIN complaint_sign s ON s.complaint_key = c.key AND s.step = 'apologised'
LEFT JOIN interaction si ON si.id = s.interaction_id
LEFT JOIN complaint_sign t ON t.complaint_key = c.key AND t.step = 'settled'
LEFT JOIN interaction ti ON ti.id = t.interaction_id
