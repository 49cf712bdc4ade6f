-- title en: New this quarter
-- title lt: Nauji šį ketvirtį
-- title ru: Новые за квартал
-- about en: Customers whose first contact was within the last 90 days.
-- about lt: Klientai, su kuriais pirmą kartą susisiekta per pastarąsias 90 dienų.
-- about ru: Клиенты, с которыми впервые связались за последние 90 дней.
SELECT page FROM rhythms WHERE first_on BETWEEN date(:today, '-90 days') AND :today ORDER BY first_on DESC, page
