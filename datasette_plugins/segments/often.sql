-- title en: In touch every week
-- title lt: Bendraujama kas savaitę
-- title ru: На связи каждую неделю
-- about en: Customers with whom there was contact on 50 days or more within a year.
-- about lt: Klientai, su kuriais per metus bendrauta 50 ar daugiau dienų.
-- about ru: Клиенты, с которыми за год общались 50 и более дней.
SELECT r.page FROM rhythms r
WHERE r.days >= 50 AND (SELECT count(*) FROM contact_day d WHERE d.company = r.company AND d.person = r.person AND d.day BETWEEN date(:today, '-1 year') AND :today) >= 50
ORDER BY r.last_on DESC, r.page
