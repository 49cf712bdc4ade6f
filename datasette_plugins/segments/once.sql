-- title en: Offered and never ordered
-- title lt: Siūlyta, bet neužsakyta
-- title ru: Предлагали, но не заказали
-- about en: Companies to whom something was offered within two years and who never ordered anything we offered.
-- about lt: Įmonės, kurioms per dvejus metus kas nors pasiūlyta ir kurios nieko iš mūsų pasiūlymų neužsakė.
-- about ru: Компании, которым за два года что-то предложили и которые ничего из предложенного не заказали.
SELECT 'company/' || o.uuid AS page
FROM (SELECT f.customer, max(i.at) AS at FROM offer f JOIN interaction i ON i.id = f.interaction_id
      WHERE f.said = 'offered' AND i.at BETWEEN date(:today, '-2 years') AND :now GROUP BY f.customer) q
JOIN domain d ON d.name = q.customer JOIN organisation o ON o.id = d.organisation_id
WHERE q.customer NOT IN (SELECT customer FROM offer WHERE state IN ('ordered', 'invoiced', 'paid'))
GROUP BY o.id ORDER BY max(q.at) DESC, o.uuid
