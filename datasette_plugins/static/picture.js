/* Draws the picture of a report from the table beneath it. Without script the table says the same. */
(() => {
  "use strict";
  const figure = document.querySelector("figure.picture");
  const table = document.getElementById("figures");
  if (!figure || !table || !window.Plot) return;

  const head = [...table.tHead.rows[0].cells];
  const place = (name) => head.findIndex((cell) => cell.dataset.column === name);
  const { mark, x, colour } = figure.dataset;
  const measured = figure.dataset.y.split(" ");
  const language = document.documentElement.lang;
  const said_short = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  const said_day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
  const number = new Intl.NumberFormat(language, { useGrouping: "always" });
  /* Browsers shorten Lithuanian months to numbers. */
  const lithuanian = "saus. vas. kov. bal. geg. birž. liep. rugp. rugs. spal. lapkr. gruod.".split(" ");
  const month = (when) => (language === "lt" ? lithuanian[when.getUTCMonth()] : said_short.format(when));
  const day = (when) => (language === "lt" ? `${month(when)} ${when.getUTCDate()}` : said_day.format(when));

  /* The rows behind a bar: those of its figure, whatever else the table tells apart. */
  const behind = (cell) => {
    const link = cell.querySelector("a");
    if (!link) return null;
    const address = new URL(link.href);
    for (const name of figure.dataset.by.split(" ")) if (name !== x && name !== colour) address.searchParams.delete(name);
    return address.pathname + address.search;
  };

  const read = () => {
    const points = new Map();
    for (const row of table.tBodies[0].rows) {
      const along = row.cells[place(x)];
      for (const name of measured) {
        const cell = row.cells[place(name)];
        const series = colour ? row.cells[place(colour)].textContent.trim() : head[place(name)].textContent;
        const key = `${along.dataset.value}\n${series}`;
        const point = points.get(key) ?? { x: along.dataset.value, text: along.textContent.trim(), series, value: 0, href: behind(cell) };
        point.value += Number(cell.dataset.value);
        point.said = point.value === Number(cell.dataset.value) ? cell.textContent.trim() : number.format(point.value);
        points.set(key, point);
      }
    }
    return [...points.values()];
  };

  /* Every month or week from the first to the last: one without anything is a gap in the picture, not a place left out. */
  const every = (places) => {
    if (x !== "month" && x !== "week") return places;
    const all = [], last = places.toSorted().at(-1);
    for (let at = places.toSorted()[0]; at <= last && all.length < 600; ) {
      all.push(at);
      const next = new Date(`${at.slice(0, 7)}-${x === "month" ? "01" : at.slice(8)}T00:00:00Z`);
      if (x === "month") next.setUTCMonth(next.getUTCMonth() + 1);
      else next.setUTCDate(next.getUTCDate() + 7);
      at = next.toISOString().slice(0, at.length);
    }
    return all;
  };

  const points = read();
  const series = [...new Set(points.map((point) => point.series))];
  const places = every([...new Set(points.map((point) => point.x))]);
  if (mark === "lines") {
    for (const place of places) for (const name of series) {
      if (!points.some((point) => point.x === place && point.series === name)) points.push({ x: place, text: place, series: name, value: 0, said: "0", href: null });
    }
  }
  const said = Object.fromEntries(points.map((point) => [point.x, point.text]));
  const ofMonth = (value) => {
    const when = new Date(`${value}-01T00:00:00Z`);
    return month(when) + (value.endsWith("-01") || value === places[0] ? `\n${when.getUTCFullYear()}` : "");
  };
  const sparse = (most) => places.filter((_, n) => n % Math.ceil(places.length / most) === 0).map((value) => new Date(value));
  const short = (text) => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
  const told = (value) => (x === "month" ? ofMonth(value) : short(said[value]));
  const told_of = (point) => `${point.text}, ${point.series}: ${point.said}`;
  const color = { domain: series, range: series.map((_, n) => `var(--drawn-${n % 7})`) };
  const linked = { href: "href", title: told_of };
  const highest = Math.max(...places.map((place) => points.reduce((sum, point) => sum + (point.x === place ? point.value : 0), 0)));
  const ticks = points.every((point) => Number.isInteger(point.value)) ? Math.max(1, Math.min(5, highest)) : 5;
  const measure = { label: measured.length > 1 ? null : head[place(measured[0])].textContent, labelAnchor: "top", labelArrow: "none", tickFormat: (value) => number.format(value), grid: true, ticks, nice: true };
  /* The picture fills its frame; few bars stand far apart rather than being as broad as doors. */
  const spread = (room, broadest, least) => Math.max(least, 1 - (broadest * places.length) / (room - 50));

  const plots = {
    bars: (room) => colour
      ? { width: room, fx: { domain: places, label: null, tickFormat: told, padding: spread(room, 20 + 70 * series.length, 0.15) }, x: { axis: null, domain: series }, y: measure,
          marks: [Plot.barY(points, { fx: "x", x: "series", y: "value", fill: "series", ...linked }), Plot.ruleY([0])] }
      : { width: room, x: { domain: places, label: null, tickFormat: told, padding: spread(room, 90, 0.25) }, y: measure,
          marks: [Plot.barY(points, Plot.stackY({ x: "x", y: "value", fill: "series", order: series, z: "series", ...linked })), Plot.ruleY([0])] },
    lines: (room) => ({ width: room, x: { type: "utc", label: null, tickFormat: day, ticks: sparse(Math.max(2, Math.floor(room / 90))) }, y: measure,
      marks: [Plot.ruleY([0]), Plot.lineY(points, { x: (point) => new Date(point.x), y: "value", stroke: "series", strokeWidth: 2.5, sort: "x" }),
        Plot.dot(points, { x: (point) => new Date(point.x), y: "value", fill: "series", r: 4.5, ...linked })] }),
    ranks: (room) => ({ width: room, height: 60 + 34 * places.length, marginLeft: Math.min(170, room * 0.38), x: { ...measure, labelAnchor: "right" }, y: { domain: places, label: null, tickFormat: told, padding: 0.25 },
      marks: [Plot.barX(points, Plot.stackX({ y: "x", x: "value", fill: "series", order: series, z: "series", ...linked })), Plot.ruleX([0])] }),
  };

  /* The library brings a style element, which the pages refuse: its rules stand in our own file. */
  const draw = () => {
    const room = Math.max(240, figure.clientWidth);
    const drawing = Plot.plot({ height: room < 500 ? 220 : 280, marginTop: measure.label ? 36 : 20, marginLeft: 50, marginBottom: 42, ...plots[mark](room), color, className: "drawing" });
    drawing.querySelectorAll("style").forEach((style) => style.remove());
    drawing.setAttribute("aria-hidden", "true");
    drawing.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
    figure.classList.add("is-drawn");
    figure.replaceChildren(drawing, ...(series.length > 1 ? [legend()] : []));
  };

  const legend = () => {
    const list = document.createElement("ul");
    list.className = "legend";
    series.forEach((name, n) => {
      const entry = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = `swatch drawn-${n % 7}`;
      entry.append(swatch, name);
      list.append(entry);
    });
    return list;
  };

  draw();
  let width = figure.clientWidth;
  window.addEventListener("resize", () => {
    if (figure.clientWidth === width) return;
    width = figure.clientWidth;
    draw();
  });
})();
