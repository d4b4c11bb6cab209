// Drives the HTML report in a browser:  node html.mjs CHROMIUM FOLDER
//
// FOLDER holds alone.html, the page of an article, and report/, the report on several (see check_html_browser in check.py).
// Prints what is not as it should be, a line each, and ends with status 1 when there is any. NODE_MODULES names the folder
// with puppeteer-core and axe-core (tests/formats/package.json).
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const puppeteer = require("puppeteer-core");
const axe = require.resolve("axe-core/axe.min.js");
const [chromium, folder] = process.argv.slice(2);
const base = pathToFileURL(`${folder}/`).href;
let failures = 0;

function fail(what) {
    ++failures;
    console.log(what);
}
function equal(found, expected, what) {
    if (JSON.stringify(found) !== JSON.stringify(expected)) fail(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"], timeout: 120_000, protocolTimeout: 300_000 });    // a busy machine starts it slowly

/// Opens a page; what it logs and what it asks for besides the report's own files are failures.
async function open(name, { width = 1440, height = 900, colours = "light", script = true, axe: withAxe = false } = {}) {
    const page = await browser.newPage();
    page.on("console", (message) => fail(`${name}: the console says ${message.text()}`));
    page.on("pageerror", (error) => fail(`${name}: ${error.message}`));
    page.on("request", (request) => { if (!request.url().startsWith(base)) fail(`${name}: asks for ${request.url()}`); });
    await page.setOfflineMode(true);
    await page.setJavaScriptEnabled(script);
    if (withAxe) await page.setBypassCSP(true);
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: colours }, { name: "prefers-reduced-motion", value: "reduce" }]);
    await page.goto(base + name, { waitUntil: "load" });
    return page;
}
const texts = (page, selector) => page.$$eval(selector, (found) => found.map((element) => element.textContent));
const seen = (page, selector) => page.$$eval(selector, (found) => found.filter((element) => element.checkVisibility()).length);
const settle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 50)));    // the library sorts a moment later

async function checkAccess(name) {
    for (const colours of ["light", "dark"]) {
        for (const width of [1440, 390]) {
            const page = await open(name, { width, colours, axe: true });
            await page.addScriptTag({ path: axe });
            // What is chosen and told must be in order, too.
            await page.evaluate(() => document.querySelector("#entities tbody th a, #entities summary").click());
            const { violations } = await page.evaluate(() => globalThis.axe.run(document, { preload: false }));
            for (const { id, help, nodes } of violations) fail(`${name}, ${colours}, ${width} wide: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (wide > 0) fail(`${name}, ${width} wide: ${wide} pixels stand out to the right`);
            await page.close();
        }
    }
}

async function checkTables(page) {
    const places = '.kind[data-kind="place"]';
    const counts = async () => (await texts(page, `${places} td.number`)).map(Number);
    const names = () => texts(page, `${places} tbody th > :first-child`);
    const sorted = (values, order) => [...values].sort(order);
    await page.click(`${places} th.number button`);
    await settle(page);
    equal(await counts(), sorted(await counts(), (a, b) => b - a), "places by mentions");
    equal(await page.$eval(`${places} th.number`, (head) => head.getAttribute("aria-sort")), "descending", "what aria-sort says");
    await page.click(`${places} th.number button`);
    await settle(page);
    equal(await counts(), sorted(await counts(), (a, b) => a - b), "places by mentions, the other way");
    await page.focus(`${places} thead button`);
    await page.keyboard.press("Enter");
    await settle(page);
    equal(await names(), sorted(await names(), (a, b) => a.localeCompare(b)), "places by name, by the keyboard");

    const rows = await seen(page, "#entities tbody tr");
    await page.type("#entities input", "geneva");
    equal(await seen(page, "#entities tbody tr"), (await texts(page, "#entities tbody tr")).filter((text) => /geneva/i.test(text)).length, "rows that the filter leaves");
    equal(await seen(page, "#entities .kind"), (await texts(page, "#entities .kind tbody")).filter((text) => /geneva/i.test(text)).length, "kinds that the filter leaves");
    equal((await page.$eval("#entities output", (output) => output.textContent)).endsWith(` of ${rows}`), true, "what the filter says");
    for (let i = 0; i < 6; ++i) await page.keyboard.press("Backspace");
    equal(await seen(page, "#entities tbody tr"), rows, "rows without a filter");
}

async function checkCharts(page, where) {
    const data = await page.$$eval("#entities tbody tr", (rows) => rows.map(({ dataset, parentElement }) => ({ ...dataset, kind: parentElement.closest("[data-kind]").dataset.kind })));
    const bars = data.filter(({ kind }) => !["number", "date"].includes(kind)).map(({ count }) => +count).sort((a, b) => b - a).slice(0, 15);
    const drawn = await page.$$eval("#most svg a", (links) => links.map((link) => +/(\d+) \w+$/.exec(link.getAttribute("aria-label"))[1]));
    equal(drawn, bars, `${where}: bars`);
    const widths = await page.$$eval("#most rect", (rects) => rects.map((rect) => +rect.getAttribute("width")));
    equal(widths.map((width) => Math.round(width / widths[0] * bars[0])), bars, `${where}: lengths of bars`);
    equal(await page.$$eval("#map svg a", (links) => links.length), data.filter(({ lat, lon }) => lat && lon).length, `${where}: places on the map`);
    const cells = await page.$$eval("#together svg a", (links) => links.map((link) => link.getAttribute("aria-label")));
    equal(cells.length > 0 && cells.every((text) => / and .*: \d+ (sentence|article)s?$/.test(text)), true, `${where}: cells of the matrix`);
    equal(await page.$$eval("#timeline svg a", (links) => links.length) > 1, true, `${where}: dates of the timeline`);
    const named = await page.$$eval("figure svg a", (links) => links.every((link) => link.getAttribute("aria-label") && document.querySelector(link.getAttribute("href"))));
    equal(named, true, `${where}: each part of a chart has a name and leads somewhere`);
}

async function checkArticle() {
    const page = await open("alone.html");
    await checkCharts(page, "article");
    await checkTables(page);

    // A kind switched off leaves the text, the tables and the charts, and comes back.
    const places = await seen(page, "#map svg a");
    await page.click('.legend [data-kind="place"] button');
    equal(await page.$eval('.legend [data-kind="place"] button', (button) => button.getAttribute("aria-pressed")), "false", "the switch");
    equal(await seen(page, '.kind[data-kind="place"]') + await seen(page, "#map"), 0, "what is seen of places that are switched off");
    equal(await page.$$eval("mark.place a", (links) => links.every((link) => link.tabIndex === -1)), true, "marks that are switched off are no stops");
    await page.click('.legend [data-kind="place"] button');
    equal(await seen(page, "#map svg a"), places, "places that are switched on again");

    // An entity that is chosen shows all its mentions, and leads through them and back.
    const row = await page.$$eval("#entities tbody tr", (found) => found.find(({ dataset }) => +dataset.count > 2).id);
    const count = await page.$eval(`#${row}`, ({ dataset }) => +dataset.count);
    await page.focus(`#${row} a`);
    await page.keyboard.press("Enter");
    equal(await seen(page, "mark.chosen"), count, "mentions that are chosen");
    const marks = await page.$$eval(`mark a[href="#${row}"]`, (links) => links.map(({ id }) => id));
    const focused = () => page.evaluate(() => document.activeElement.id);
    equal(await focused(), marks[0], "the first mention");
    await page.click('.walker [aria-label="Next mention"]');
    equal(await focused(), marks[1], "the next mention");
    await page.keyboard.press("ArrowRight");
    equal(await focused(), marks[2], "the next mention, by the keyboard");
    equal((await page.$eval(".walker span", (text) => text.textContent)).endsWith(`: 3 of ${count}`), true, "what is told of it");
    equal(await page.$eval(`#${marks[2]}`, (link) => { const { top, bottom } = link.getBoundingClientRect(); return top > 0 && bottom < window.innerHeight; }), true, "it is in view");
    await page.keyboard.press("Escape");    // closes what is told
    await page.keyboard.press("Escape");
    equal(await seen(page, "mark.chosen"), 0, "mentions that are chosen when all is done");
    equal(await page.evaluate(() => document.activeElement.closest("tr")?.id), row, "back where it began");
    await page.click("#text mark a");
    equal(await seen(page, "#entities tr.chosen"), 1, "the row of a mention that is chosen");
    equal(new URL(page.url()).hash, "", "the address stays");

    // What is known is told under the pointer and the keyboard.
    await page.focus("#entities input");
    await page.mouse.move(5, 5);
    await page.hover("#text mark a");
    equal((await texts(page, ".told:not([hidden]) p")).some((line) => /^(sure|likely|possible): .*\(rule /.test(line)), true, "what is told under the pointer");
    await page.mouse.move(5, 5);
    await page.focus("#text mark a");
    equal(await page.$eval("#text mark a", (link) => document.getElementById(link.getAttribute("aria-describedby"))?.checkVisibility()), true, "what is told at the focus");
    await page.keyboard.press("Escape");
    equal(await seen(page, ".told"), 0, "what is told after Escape");

    // A bar leads to the text.
    await page.$eval("#most svg a", (link) => link.focus());
    await page.keyboard.press("ArrowDown");
    equal(await page.$$eval("#most svg a", (links) => links.indexOf(document.activeElement)), 1, "the next bar");
    await page.keyboard.press("End");
    equal(await page.$$eval("#most svg a", (links) => links.length - links.indexOf(document.activeElement)), 1, "the last bar");
    equal(await page.$$eval("figure svg", (charts) => charts.every((chart) => chart.querySelectorAll('a[tabindex="0"]').length === 1)), true, "one stop in a chart");
    await page.keyboard.press("Enter");
    equal(await seen(page, "mark.chosen") > 0, true, "what a bar leads to");
    await page.emulateMediaType("print");
    equal(await seen(page, ".walker, .filter, .skip"), 0, "what is not printed");
    equal(await seen(page, "#text mark, #most svg, #timeline li") > 3, true, "what is printed");
    await page.close();

    const bare = await open("alone.html", { script: false });
    equal(await seen(bare, "#text mark") > 5 && await seen(bare, "#entities tbody tr") > 5 && await seen(bare, "#timeline li") > 2 && await seen(bare, "#together tr") > 2, true, "a page without a script");
    equal(await seen(bare, "figure, .chart h2"), await seen(bare, "#timeline h2, #together h2"), "charts without a script");
    await bare.close();
}

async function checkReport() {
    const page = await open("report/index.html");
    await checkCharts(page, "overview");
    await checkTables(page);
    const articles = await seen(page, "#articles tbody tr");
    await page.type("#articles input", "zambia");
    equal(await seen(page, "#articles tbody tr"), 1, "articles that the filter leaves");
    for (let i = 0; i < 6; ++i) await page.keyboard.press("Backspace");
    equal(await seen(page, "#articles tbody tr"), articles, "articles without a filter");
    await page.$eval("#map svg a", (link) => link.focus());
    await page.keyboard.press("Enter");
    equal(await seen(page, "#entities tr.chosen details[open] li a"), await page.$eval("#entities tr.chosen summary", (summary) => +summary.textContent), "articles of what is chosen on the map");
    await Promise.all([page.waitForNavigation(), page.click("#entities tr.chosen details a")]);
    equal(await seen(page, "#text mark") > 0, true, "the page of an article");
    await Promise.all([page.waitForNavigation(), page.click("nav a")]);
    equal(await seen(page, "#articles tbody tr"), articles, "back at the overview");
    // Every article has its page, and what articles hold is text there.
    for (const link of await page.$$eval("#articles tbody a", (links) => links.map(({ href }) => href))) {
        const article = await open(decodeURI(link).slice(decodeURI(base).length).split("/").map(encodeURIComponent).join("/"));
        equal(await seen(article, "h1"), 1, `headings of ${link}`);
        equal(await article.evaluate(() => globalThis.broken), undefined, `a script of the article ran in ${link}`);
        await article.close();
    }
    await page.close();
}

for (const name of ["alone.html", "report/index.html", "report/articles/politics-zambia-vote.html"]) await checkAccess(name);
await checkArticle();
await checkReport();
await browser.close();
process.exit(failures ? 1 : 0);
