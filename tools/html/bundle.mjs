// Bundles libraries.mjs into one script, with the licences of all that is in it at its head:  bundle.mjs OUTPUT
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const built = await build({
    entryPoints: ["libraries.mjs"], bundle: true, minify: true, format: "iife", target: "es2020", charset: "ascii",
    legalComments: "none", write: false, metafile: true, logLevel: "warning",
});

/// "node_modules/d3-geo/src/index.js" -> "node_modules/d3-geo"
const packageOf = (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

const bytes = new Map();    // of each package in the bundle
for (const [path, { bytesInOutput }] of Object.entries(Object.values(built.metafile.outputs)[0].inputs)) {
    const folder = packageOf(path);
    if (folder && bytesInOutput > 0) bytes.set(folder, (bytes.get(folder) ?? 0) + bytesInOutput);
}

// A licence that several packages share word for word stands once.
const packagesOf = new Map();
for (const folder of [...bytes.keys()].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
    const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (!file) throw new Error(`${name} has no licence file`);
    const text = readFileSync(join(folder, file), "utf8").replace(/\r/g, "").replaceAll("*/", "* /").trim();
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version} (${license})`]);
}
let head = "Libraries of the HTML report, made by tools/html-assets; do not edit. Outlines of countries: Natural Earth, public domain.\n";
for (const [text, packages] of packagesOf) head += `\n${packages.join(", ")}:\n\n${text}\n`;

const code = built.outputFiles[0].text;
if (/<\/script|<!--/i.test(head + code)) throw new Error("what ends a script element stands in the bundle");
writeFileSync(process.argv[2], `/*\n${head}*/\n${code}`);
console.error([...bytes].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([folder, size]) => `${folder.split("node_modules/").at(-1)} ${Math.round(size / 1000)} kB`).join(", "));
