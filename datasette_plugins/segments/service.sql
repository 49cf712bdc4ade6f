-- title en: Service is due
-- title lt: Laikas techninei priežiūrai
-- title ru: Пора обслуживать
-- about en: Customers with an installed unit whose service is due within 60 days or was missed within 60 days.
-- about lt: Klientai, kurių įrangos techninė priežiūra numatyta per 60 dienų arba praleista prieš ne daugiau kaip 60 dienų.
-- about ru: Клиенты с оборудованием, которое нужно обслужить в течение 60 дней или не обслужили за последние 60.
SELECT page FROM assets WHERE page IS NOT NULL AND service_on BETWEEN date(:today, '-60 days') AND date(:today, '+60 days') GROUP BY page ORDER BY min(service_on), page
