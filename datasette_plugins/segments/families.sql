-- title en: People with children
-- title lt: Turintys vaikų
-- title ru: Люди с детьми
-- about en: People who wrote of their children, or of whom a colleague did. Who said nothing is not here and may have some.
-- about lt: Žmonės, kurie rašė apie savo vaikus arba apie kuriuos tai parašė kolega. Kas nieko nesakė, čia nėra, bet vaikų gali turėti.
-- about ru: Люди, которые писали о своих детях, или о ком это написал коллега. Кто ничего не сказал, сюда не попал, но дети могут быть.
SELECT DISTINCT 'customer/' || n.uuid AS page
FROM fact f JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = f.address JOIN person n ON n.id = d.person_id
WHERE f.kind = 'family' AND NOT f.negated AND has_children(f.value) ORDER BY n.name, page
