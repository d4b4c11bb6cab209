// What the HTML report asks of libraries, and no more: charts, the outlines of countries, tables that sort.
import { barX, cell, dot, geo, link, plot, ruleX, sphere, text } from "@observablehq/plot";
import { geoCircle, geoDistance } from "d3-geo";
import { sortableEventListener } from "sortable-tablesort/dist/esm/sortableEventListener.js";
import { feature, mesh } from "topojson-client";
import atlas from "world-atlas/countries-110m.json";

globalThis.libraries = {
    plot: { barX, cell, dot, geo, link, plot, ruleX, sphere, text },
    geoCircle, geoDistance,
    sortTable: sortableEventListener,
    land: feature(atlas, atlas.objects.land),
    borders: mesh(atlas, atlas.objects.countries, (a, b) => a !== b),
};
