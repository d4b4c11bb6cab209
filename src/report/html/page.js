// The script of the HTML report. Everything it shows is read from the page: tables, lists and marks say it without a script,
// too. It adds switches for the kinds, a filter, sorting, what is known under the pointer, and draws the charts.
(() => {
    "use strict";
    const { plot, sortTable, land, borders, geoCircle, geoDistance } = globalThis.libraries;
    const KINDS = { person: "People", place: "Places", organization: "Organizations", group: "Groups", number: "Numbers", date: "Dates" };
    const XLINK = "http://www.w3.org/1999/xlink";
    const DAY = 86400000;    // milliseconds
    const MOST_POINTS = 200;    // of the map: more hide each other
    const MOST_LANES = 10;    // of the timeline
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const one = (selector, within = document) => within.querySelector(selector);
    const make = (tag, properties = {}, ...children) => {
        const made = Object.assign(document.createElement(tag), properties);
        made.append(...children);
        return made;
    };
    const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

    // ---- what the page says

    /// The rows of the tables of entities, by id ("e12").
    const entities = new Map(all("#entities tr[id]").map((row) => [row.id, {
        id: row.id,
        row,
        kind: row.closest("[data-kind]").dataset.kind,
        name: row.cells[0].firstChild.textContent,
        about: row.cells.length > 2 && !row.cells[1].classList.contains("number") ? row.cells[1].textContent : "",
        count: +row.dataset.count,
        data: row.dataset,
        marks: [],
    }]));
    const marks = all("#text mark");
    for (const mark of marks) {
        const entity = entities.get(mark.firstChild.hash.slice(1));
        entity?.marks.push(mark);
    }
    const overview = one("main").classList.contains("overview");
    const off = new Set();    // kinds that are switched off
    const shown = () => [...entities.values()].filter((entity) => !off.has(entity.kind));

    // ---- kinds

    for (const item of all(".legend li")) {
        const button = make("button", { type: "button" }, ...item.firstChild.childNodes);
        button.setAttribute("aria-pressed", "true");
        item.firstChild.replaceWith(button);
        button.addEventListener("click", () => switchKind(item.dataset.kind, off.has(item.dataset.kind)));
    }
    function switchKind(kind, on) {
        off[on ? "delete" : "add"](kind);
        one(`.legend [data-kind="${kind}"] button`).setAttribute("aria-pressed", on);
        for (const section of all(`.kind[data-kind="${kind}"]`)) section.hidden = !on;
        for (const mark of all(`#text mark.${kind}`)) {
            mark.classList.toggle("off", !on);
            if (on) mark.firstChild.removeAttribute("tabindex");
            else mark.firstChild.tabIndex = -1;
        }
        if (!on && chosen?.kind === kind) choose(null);
        draw();
    }

    // ---- tables that sort and filter

    for (const table of all("table")) {
        table.classList.add("sortable");
        for (const head of table.tHead.rows[0].cells) {
            const button = make("button", { type: "button" }, head.textContent);
            head.replaceChildren(button);
            // Words begin at A, numbers with the highest; the library asks the table which.
            button.addEventListener("click", () => table.classList.toggle("asc", !head.classList.contains("number")), true);
        }
    }
    document.addEventListener("click", sortTable);

    /// A field above what has rows; sections without a row that fits disappear.
    function addFilter(section, rows, what) {
        if (rows.length < 2) return;
        const input = make("input", { type: "search", placeholder: `Filter ${what}` });
        input.setAttribute("aria-label", `Filter ${what}`);
        const output = make("output");
        one("h2", section).after(make("div", { className: "filter" }, input, output));
        const texts = rows.map((row) => row.textContent.toLowerCase());
        input.addEventListener("input", () => {
            const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
            let count = 0;
            rows.forEach((row, number) => {
                row.hidden = !words.every((word) => texts[number].includes(word));
                if (!row.hidden) ++count;
            });
            for (const table of all(".kind .table", section)) table.parentNode.classList.toggle("none", !one("tbody tr:not([hidden])", table));
            output.textContent = words.length ? `${count} of ${rows.length}` : "";
        });
    }
    addFilter(one("#entities"), [...entities.values()].map((entity) => entity.row), "entities");
    if (overview) addFilter(one("#articles"), all("#articles tbody tr"), "articles");

    // ---- an entity that is chosen, and the way through its mentions

    let chosen = null;
    let at = 0;          // which of its mentions
    let origin = null;   // what had the focus before
    const place = make("span");
    place.setAttribute("aria-live", "polite");
    const step = (text, label, by) => {
        const button = make("button", { type: "button", onclick: () => go(at + by) }, text);
        button.setAttribute("aria-label", label);
        return button;
    };
    const close = make("button", { type: "button", onclick: leave }, "\u2715");
    close.setAttribute("aria-label", "Done");
    const walker = make("section", { className: "walker", hidden: true }, place, step("\u2190", "Previous mention", -1), step("\u2192", "Next mention", 1), close);
    walker.setAttribute("aria-label", "Mentions of what is chosen");
    if (!overview) document.body.append(walker);

    function choose(entity, number = 0) {
        for (const element of all(".chosen")) element.classList.remove("chosen");
        chosen = entity;
        at = number;
        walker.hidden = !entity || !entity.marks.length;
        if (!entity) return;
        if (off.has(entity.kind)) switchKind(entity.kind, true);
        entity.row.classList.add("chosen");
        for (const mark of entity.marks) mark.classList.add("chosen");
        tell();
    }
    function tell() {
        place.textContent = `${chosen.name}: ${at + 1} of ${chosen.marks.length}`;
    }
    function go(number) {
        at = (number + chosen.marks.length) % chosen.marks.length;
        const link = chosen.marks[at].firstChild;
        link.scrollIntoView({ block: "center" });
        link.focus({ preventScroll: true });
        tell();
    }
    function leave() {
        choose(null);
        origin?.focus();
        origin = null;
    }
    /// Brings the row into view inside its panel, without moving the article beside it.
    function showRow(entity) {
        const panel = entity.row.closest("#entities");
        if (panel.scrollHeight > panel.clientHeight + 1) {
            const top = entity.row.getBoundingClientRect().top - panel.getBoundingClientRect().top;
            if (top < 0 || top > panel.clientHeight - 60) panel.scrollTop += top - panel.clientHeight / 3;
        }
    }
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a");
        const target = link?.getAttribute("href");
        if (!target?.startsWith("#") || event.ctrlKey || event.metaKey || event.shiftKey) return;
        const mark = document.getElementById(target.slice(1))?.closest("mark");
        const entity = entities.get(link.closest("mark") ? target.slice(1) : mark ? mark.firstChild.hash.slice(1) : target.slice(1));
        if (!entity) return;
        event.preventDefault();
        if (overview) {
            choose(entity);
            const details = one("details", entity.row);
            details.open = true;
            entity.row.scrollIntoView({ block: "center" });
            one("summary", details).focus({ preventScroll: true });
        } else if (link.closest("mark")) {
            choose(entity, entity.marks.indexOf(link.closest("mark")));
            showRow(entity);
        } else {
            origin = link;
            choose(entity);
            showRow(entity);
            go(mark ? Math.max(0, entity.marks.indexOf(mark)) : 0);
        }
    });

    // ---- what is known under the pointer and the keyboard

    for (const link of all("#text mark a")) {
        link.dataset.told = link.title;
        link.removeAttribute("title");
    }
    const told = make("div", { className: "told", id: "told", role: "tooltip", hidden: true });
    one("main").append(told);
    let teller = null;
    let leaving = 0;
    function show(element) {
        clearTimeout(leaving);
        if (element === teller) return;
        hide();
        teller = element;
        const lines = (element.dataset.told ?? element.getAttribute("aria-label")).split("\n");
        told.replaceChildren(...lines.map((line) => make("p", { className: /^(sure|likely|possible)\b/.test(line) ? "why" : "" }, line)));
        told.hidden = false;
        if (element.dataset.told) element.setAttribute("aria-describedby", "told");
        const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
        const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - told.offsetWidth - 8);
        const below = box.bottom + 6 + told.offsetHeight < window.innerHeight;
        Object.assign(told.style, { left: `${left}px`, top: `${below ? box.bottom + 6 : Math.max(8, box.top - 6 - told.offsetHeight)}px` });
    }
    function hide() {
        clearTimeout(leaving);
        told.hidden = true;
        teller?.removeAttribute("aria-describedby");
        teller = null;
    }
    const tellers = "[data-told], figure svg a[aria-label]";
    for (const event of ["pointerover", "focusin"]) {
        document.addEventListener(event, ({ target }) => {
            if (target.closest?.(".told")) return clearTimeout(leaving);    // it can be read and copied
            const element = target.closest?.(tellers);
            if (element) show(element);
            else if (event === "focusin") hide();
        });
    }
    document.addEventListener("pointerout", ({ target }) => {
        if (!target.closest?.(`${tellers}, .told`)) return;
        clearTimeout(leaving);
        leaving = setTimeout(hide, 200);
    });
    document.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        if (event.key === "Escape") {
            if (!told.hidden) hide();
            else if (chosen) leave();
        } else if (by && chosen && document.activeElement.closest("mark.chosen") && !event.altKey && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            go(at + by);
        }
    });
    window.addEventListener("scroll", () => { if (document.activeElement !== teller) hide(); }, { passive: true });

    // ---- charts

    const style = { fontFamily: "inherit", fontSize: "13px", background: "none", overflow: "visible" };
    const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}\u2026` : text);
    const colour = (kind) => `var(--${kind})`;
    const unit = overview ? "article" : "mention";
    /// How often an entity is named: of the overview in how many articles.
    const weight = ({ count }) => count;
    const label = (entity) => `${entity.name}: ${[entity.about, plural(weight(entity), unit)].filter(Boolean).join(", ")}`;

    /// Puts a drawing into the section's figure. Its links get their names; for the keyboard it is one stop, and the arrow keys
    /// go from part to part.
    function put(section, drawing, about, note) {
        const figure = one("figure", section);
        drawing.setAttribute("role", "group");
        drawing.setAttribute("aria-label", `${about}. Arrow keys go from part to part.`);
        const links = all("a", drawing);
        for (const link of links) {
            link.setAttribute("tabindex", link === links[0] ? 0 : -1);
            const href = link.getAttributeNS(XLINK, "href");
            link.removeAttributeNS(XLINK, "href");
            link.setAttribute("href", href);
            const named = one("[aria-label]", link);
            if (!named) continue;
            link.setAttribute("aria-label", named.getAttribute("aria-label"));
            named.removeAttribute("aria-label");
        }
        drawing.addEventListener("keydown", (event) => {
            const number = links.indexOf(document.activeElement);
            const next = { ArrowLeft: number - 1, ArrowUp: number - 1, ArrowRight: number + 1, ArrowDown: number + 1, Home: 0, End: links.length - 1 }[event.key];
            if (number < 0 || next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            const link = links[Math.max(0, Math.min(next, links.length - 1))];
            links[number].setAttribute("tabindex", -1);
            link.setAttribute("tabindex", 0);
            link.focus();
        });
        // The names of Plot's parts ("bar", "y-axis tick") tell a reader nothing, and stand where no name may stand.
        for (const part of all("g[aria-label]", drawing)) part.removeAttribute("aria-label");
        for (const text of all("text", drawing)) text.setAttribute("aria-hidden", "true");
        figure.replaceChildren(...(note ? [note] : []), drawing);
        figure.hidden = section.hidden = false;
    }
    function noteWith(text, action, onclick) {
        if (!text && !action) return null;
        return make("p", { className: "note" }, text, ...(action ? [make("button", { type: "button", onclick }, action)] : []));
    }
    const empty = (section) => {
        one("figure", section).hidden = true;
        section.hidden = !one("ol, table", section);
    };

    function drawMost(section, width) {
        const rows = shown().filter((entity) => !["number", "date"].includes(entity.kind)).sort((a, b) => weight(b) - weight(a)).slice(0, 15);
        if (!rows.length) return empty(section);
        const names = new Map(rows.map((entity) => [entity.id, cut(entity.name, width < 480 ? 22 : 34)]));
        const margin = Math.min(width / 2, 14 + 7.2 * Math.max(...[...names.values()].map((name) => name.length)));
        put(section, plot.plot({
            width, height: 26 * rows.length + 40, marginLeft: margin, marginRight: 36, marginBottom: 10, marginTop: 10, style,
            x: { axis: null }, y: { label: null, domain: rows.map(({ id }) => id), tickFormat: (id) => names.get(id), tickSize: 0 },
            marks: [
                plot.barX(rows, { x: weight, y: "id", fill: ({ kind }) => colour(kind), rx: 2, href: ({ id }) => `#${id}`, ariaLabel: label }),
                plot.text(rows, { x: weight, y: "id", text: weight, textAnchor: "start", dx: 6 }),
            ],
        }), `Bar chart: what is named in the most ${unit}s`);
    }

    let wholeWorld = false;
    function drawMap(section, width) {
        const places = shown().filter(({ data }) => data.lat && data.lon).map((entity) => ({ ...entity, point: [+entity.data.lon, +entity.data.lat] }));
        if (!places.length) return empty(section);
        places.sort((a, b) => weight(b) - weight(a));
        places.splice(MOST_POINTS);
        // The middle of all on the globe, and how far from it the farthest is.
        const radians = Math.PI / 180;
        const sum = [0, 0, 0];
        for (const { point: [lon, lat] } of places) {
            sum[0] += Math.cos(lat * radians) * Math.cos(lon * radians);
            sum[1] += Math.cos(lat * radians) * Math.sin(lon * radians);
            sum[2] += Math.sin(lat * radians);
        }
        const middle = [Math.atan2(sum[1], sum[0]) / radians, Math.atan2(sum[2], Math.hypot(sum[0], sum[1])) / radians];
        const radius = Math.max(9, 1.25 * Math.max(...places.map(({ point }) => geoDistance(point, middle))) / radians);
        const near = radius < 65;
        const close = near && !wholeWorld;
        const most = weight(places[0]);
        const drawing = plot.plot({
            width, height: Math.round(width * (close ? 0.62 : 0.5)), margin: 0, style,
            projection: close ? { type: "azimuthal-equal-area", rotate: [-middle[0], -middle[1]], domain: geoCircle().center(middle).radius(radius)(), inset: 12 } : { type: "equal-earth", rotate: [-11, 0], inset: 2 },
            r: { type: "sqrt", domain: [0, Math.max(most, 6)], range: [0, 15] },
            marks: [
                plot.sphere({ fill: "var(--water)" }),
                plot.geo(land, { fill: "var(--land)" }),
                plot.geo(borders, { stroke: "var(--paper)", strokeWidth: 0.75 }),
                plot.dot(places, { x: ({ point }) => point[0], y: ({ point }) => point[1], r: weight, fill: "var(--place)", fillOpacity: 0.55, stroke: "var(--place)", strokeWidth: 1.25, href: ({ id }) => `#${id}`, ariaLabel: label }),
                plot.text(places.slice(0, 24), { x: ({ point }) => point[0], y: ({ point }) => point[1], text: "name", textAnchor: "start", dx: 10, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4, fontWeight: 600, pointerEvents: "none" }),
            ],
        });
        const note = near ? noteWith("", wholeWorld ? "Closer" : "Whole world", () => {
            wholeWorld = !wholeWorld;
            draw();
            one("button", section).focus();
        }) : null;
        put(section, drawing, "Map of the places, larger where they are named more", note);
        // Names that run into one another give way to those before them, which are named more.
        const kept = [];
        for (const text of all("g > text", drawing)) {
            const box = text.getBoundingClientRect();
            if (kept.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) || box.right > drawing.getBoundingClientRect().right) text.remove();
            else kept.push(box);
        }
    }

    let allTimes = null;    // not chosen yet
    const time = (text) => Date.parse(`${text}T00:00Z`);
    function drawTimeline(section, width) {
        const read = ({ dataset }, name, id, count) => ({ name, id, count, start: time(dataset.start), end: time(dataset.end ?? dataset.start) + DAY });
        let moments = overview
            ? shown().filter(({ data }) => data.start).map((entity) => read(entity.row, entity.about || entity.name, entity.id, weight(entity)))
            : all("ol > li", section).map((item) => read(item, item.firstElementChild.textContent, `e${item.dataset.entity}`, +item.dataset.count));
        const written = overview ? all("#articles tr[data-published]").map((row) => time(row.dataset.published)) : all("#published").map((element) => time(element.dateTime));
        moments = off.has("date") ? [] : moments.filter(({ start, end }) => Number.isFinite(start) && Number.isFinite(end));
        if (!moments.length && !(overview && written.length)) return empty(section);
        const middleOf = ({ start, end }) => (start + end) / 2;
        // Years far from the day of writing would press the days around it together.
        let kept = moments;
        const around = written.length ? [Math.min(...written) - 400 * DAY, Math.max(...written) + 400 * DAY] : [-Infinity, Infinity];
        const near = moments.filter(({ start, end }) => start >= around[0] && end <= around[1]);
        const far = moments.length - near.length;
        const split = far > 0 && near.length > 1;
        allTimes ??= far > near.length;
        if (split && !allTimes) kept = near;
        kept = [...kept].sort((a, b) => b.count - a.count || a.start - b.start);
        const times = [...kept.flatMap(({ start, end }) => [start, end]), ...(overview || kept.length ? written : [])];
        let [first, last] = [Math.min(...times), Math.max(...times)];
        const pad = Math.max(2 * DAY, 0.04 * (last - first));
        [first, last] = [first - pad, last + pad];
        const scale = (width - 40) / (last - first);
        const size = (count) => 5 + Math.min(9, 2 * Math.sqrt(count - 1));
        // Each in the first lane where it touches nothing, what is named most first; what finds none is left out.
        const lanes = [];
        const drawn = kept.filter((moment) => {
            const { start, end, count } = moment;
            moment.long = end - start > 1.5 * DAY && (end - start) * scale > 12;
            const from = moment.long ? start * scale - 5 : middleOf(moment) * scale - size(count);
            const to = moment.long ? end * scale + 5 : middleOf(moment) * scale + size(count);
            moment.lane = lanes.findIndex((lane) => lane.every((other) => other.to + 3 < from || to + 3 < other.from));
            if (moment.lane < 0 && lanes.length < MOST_LANES) moment.lane = lanes.push([]) - 1;
            if (moment.lane >= 0) lanes[moment.lane].push({ from, to });
            return moment.lane >= 0;
        });
        const crowded = kept.length - drawn.length;
        const named = (moment) => `${moment.name}: ${plural(moment.count, unit)}`;
        const links = { href: ({ id }) => `#${id}`, ariaLabel: named };
        const days = [...new Set(written)];
        put(section, plot.plot({
            width, height: 22 * Math.max(1, lanes.length) + 76, marginLeft: 20, marginRight: 20, marginTop: 26, marginBottom: 42, style,
            x: { type: "utc", domain: [first, last], label: null, grid: true }, y: { domain: [Math.max(1, lanes.length) - 0.4, -0.6], axis: null },
            marks: [
                plot.ruleX(days, { stroke: "var(--faint)", strokeWidth: days.length > 1 ? 1 : 1.5, strokeDasharray: "4 3" }),
                ...(days.length ? [plot.text([overview && days.length > 1 ? (Math.min(...days) + Math.max(...days)) / 2 : days[0]], { x: (day) => day, frameAnchor: "top", dy: -16, text: () => "published" })] : []),
                plot.link(drawn.filter(({ long }) => long), { x1: "start", x2: "end", y: "lane", stroke: "var(--date)", strokeOpacity: 0.6, strokeWidth: 9, strokeLinecap: "round", ...links }),
                plot.dot(drawn.filter(({ long }) => !long), { x: middleOf, y: "lane", r: ({ count }) => size(count), fill: "var(--date)", stroke: "var(--paper)", ...links }),
            ],
            r: { type: "identity" },
        }), "Timeline of the dates", noteWith([
            ...(split && !allTimes ? [`${plural(far, "date")} far from these ${far === 1 ? "is" : "are"} left out.`] : []),
            ...(crowded ? [`${plural(crowded, "date")} ${crowded === 1 ? "finds" : "find"} no room.`] : []),
        ].join(" "), split && (allTimes ? "Closer" : "Show all"), () => {
            allTimes = !allTimes;
            draw();
            one("button", section).focus();
        }));
    }

    function drawTogether(section, width) {
        const pairs = all("tr[data-a]", section).map((row) => ({ a: entities.get(`e${row.dataset.a}`), b: entities.get(`e${row.dataset.b}`), count: +row.dataset.count, href: one("td.number a", row)?.getAttribute("href") }))
            .filter(({ a, b }) => a && b && !off.has(a.kind) && !off.has(b.kind));
        const degree = new Map();
        for (const { a, b, count } of pairs) for (const entity of [a, b]) degree.set(entity, (degree.get(entity) ?? 0) + count);
        const most = [...degree.keys()].sort((a, b) => degree.get(b) - degree.get(a)).slice(0, width < 480 ? 10 : 16);
        const cells = pairs.filter(({ a, b }) => most.includes(a) && most.includes(b)).flatMap(({ a, b, count, href }) => [{ a, b, count, href }, { a: b, b: a, count, href }]);
        if (!cells.length) return empty(section);
        const names = new Map(most.map((entity) => [entity.id, cut(entity.name, 24)]));
        const margin = Math.min(width * 0.36, 14 + 7 * Math.max(...[...names.values()].map((name) => name.length)));
        const step = Math.min(34, (width - margin - 60) / most.length);
        const highest = Math.max(...cells.map(({ count }) => count));
        const scale = { domain: most.map(({ id }) => id), label: null, tickFormat: (id) => names.get(id), tickSize: 0, padding: 0.08 };
        const where = overview ? "article" : "sentence";
        put(section, plot.plot({
            width: margin + step * most.length + 60, height: margin * 0.8 + step * most.length + 10, marginLeft: margin, marginTop: margin * 0.8, marginRight: 60, marginBottom: 10, style,
            x: { ...scale, axis: "top", tickRotate: -45 }, y: scale, opacity: { type: "identity" },
            marks: [
                plot.cell(most.flatMap((a) => most.map((b) => [a.id, b.id])), { x: "0", y: "1", fill: "var(--panel)" }),
                plot.cell(most, { x: "id", y: "id", fill: ({ kind }) => colour(kind), fillOpacity: 0.25, rx: 2 }),
                plot.cell(cells, { x: ({ b }) => b.id, y: ({ a }) => a.id, fill: "var(--accent)", fillOpacity: ({ count }) => 0.35 + 0.65 * (count / highest), rx: 2,
                    href: ({ a, href }) => href ?? `#${a.id}`, ariaLabel: ({ a, b, count }) => `${a.name} and ${b.name}: ${plural(count, where)}` }),
            ],
        }), `Matrix of who stands in one sentence with whom`);
    }

    const charts = { most: drawMost, map: drawMap, timeline: drawTimeline, together: drawTogether };
    function draw() {
        hide();
        for (const [id, chart] of Object.entries(charts)) {
            const section = document.getElementById(id);
            if (!section) continue;
            section.hidden = false;
            chart(section, Math.max(280, section.clientWidth));
        }
    }
    draw();
    let width = document.documentElement.clientWidth;
    let waiting = 0;
    window.addEventListener("resize", () => {
        if (document.documentElement.clientWidth === width) return;
        width = document.documentElement.clientWidth;
        cancelAnimationFrame(waiting);
        waiting = requestAnimationFrame(draw);
    });
})();
