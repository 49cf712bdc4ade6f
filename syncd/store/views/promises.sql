-- Every promise, hand-off and promise made to us, with its term, its state and its reminder.
SELECT p.key AS id, p.quote, p.kind, p.firmness, p.act, p.state, p.promiser, p.assignee, p.beneficiary, o.name AS organisation,
       p.due_from, p.due_to, p.due_zone, p.due_at, p.due_kind, p.confidence, p.trusted, p.said_at, m.message_id, i.key AS interaction_id,
       (SELECT em.message_id FROM evidence e JOIN message em ON em.interaction_id = e.interaction_id
         WHERE e.promise_id = p.id AND e.closes = p.state ORDER BY e.at DESC LIMIT 1) AS evidence_message_id,
       r.uid AS reminder_uid, r.state AS reminder_state
FROM promise p
JOIN interaction i ON i.id = p.interaction_id
LEFT JOIN message m ON m.interaction_id = p.interaction_id
LEFT JOIN organisation o ON o.id = p.organisation_id
LEFT JOIN reminder r ON r.promise_key = p.key AND r.purpose = 'due'
