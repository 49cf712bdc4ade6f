-- title en: Gone quiet
-- title lt: Nutilę klientai
-- title ru: Замолчавшие
-- about en: Customers who have been silent for longer than is usual for them, and not for more than a year.
-- about lt: Klientai, tylintys ilgiau, nei jiems įprasta, bet ne ilgiau kaip metus.
-- about ru: Клиенты, которые молчат дольше, чем для них обычно, но не больше года.
SELECT page FROM rhythms WHERE quiet_from BETWEEN date(:today, '-1 year') AND :today ORDER BY last_on DESC, page
