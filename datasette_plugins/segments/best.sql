-- title en: The best hundred
-- title lt: Geriausias šimtas
-- title ru: Лучшая сотня
-- about en: The customers who bought most in the last two years, by invoices or else by offers they ordered; euros only.
-- about lt: Klientai, per dvejus metus pirkę daugiausia – pagal sąskaitas, o jei jų nėra, pagal užsakytus pasiūlymus; tik eurais.
-- about ru: Клиенты, купившие больше всех за два года – по счетам, а если их нет, по заказанным предложениям; только в евро.
SELECT page, max(coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'offer'), 0)) AS worth
FROM sales WHERE page IS NOT NULL AND currency = 'EUR' AND date BETWEEN date(:today, '-2 years') AND :today GROUP BY page HAVING worth > 0 ORDER BY worth DESC, page LIMIT 100
