-- Who was asked by whom, and how far it has come.
SELECT p.key AS promise_id, h.from_staff, h.to_staff, h.state, h.since
FROM handoff h
JOIN promise p ON p.id = h.promise_id
