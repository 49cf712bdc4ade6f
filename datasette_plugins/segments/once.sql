-- title en: Offered and never ordered
-- title lt: Siūlyta, bet neužsakyta
-- title ru: Предлагали, но не заказали
-- about en: Customers to whom something was offered within two years and who have ordered nothing in that time.
-- about lt: Klientai, kuriems per dvejus metus kas nors pasiūlyta, bet per tą laiką jie nieko neužsakė.
-- about ru: Клиенты, которым за два года что-то предложили и которые за это время ничего не заказали.
SELECT DISTINCT 'company/' || o.uuid AS page
FROM offer f JOIN interaction i ON i.id = f.interaction_id JOIN domain d ON d.name = f.customer JOIN organisation o ON o.id = d.organisation_id
WHERE f.said = 'offered' AND i.at >= date(:today, '-2 years') AND i.at <= :now
  AND 'company/' || o.uuid NOT IN (SELECT page FROM sales WHERE page IS NOT NULL AND date >= date(:today, '-2 years'))
ORDER BY page
