#!/usr/bin/env python3
"""Has the reports read by the programs that they are made for, and compares what those find with --format jsonl.

  check.py NUTGRAF CHECK      one of the checks below ("check.py NUTGRAF" lists them)

Ends with status 77 when the program that reads is not installed. Python packages that Debian does not have are looked for
in the Python that READERS_PYTHON names, too (.ci/run makes one with requirements.txt), npm's packages in NODE_MODULES.
"""
import csv
import html
import importlib.util
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import warnings
from html.parser import HTMLParser
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
KINDS = ["person", "place", "organization", "group", "number", "date"]
ODD = [
    "\U0001f600 Angela Merkel\u2019s \"caf\u00e9\", |a| <b>&amp;</b>\t*x* `y` _z_ in Geneva,\r\nSwitzerland on 3 May 2021.",
    "  \n\n  two  spaces \u00a0 no-break, \u200bzero width, \u2028line, a\x0bb\x1cc and Geneva.  \n",
    "",
    "   ",
    "It rained.",
    "control \x01\x02\x00\x1f\x7f \ufffe \uffff in Paris, France ",
    "=1+1, -2 degrees, +5 percent, @home; 'Geneva', \\n and a\\tb, $1.5 million\u2026",
    "The fair, from March 3 to March 7, 2021, costs\n$1.5\nmillion. Two hours later, daily, by 9:30 a.m., in the 1990s.",
    "</script></style><script>globalThis.broken = 1</script><img src=x onerror=\"globalThis.broken = 1\"> in Geneva\n\n<!-- Paris ]]> &lt;\u202e&#x3c;",
]
KINDS_OF_LABEL = {"PERSON": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organization", "NORP": "group", "CARDINAL": "number",
                  "ORDINAL": "number", "PERCENT": "number", "MONEY": "number", "QUANTITY": "number", "DATE": "date", "TIME": "date"}
KINDS_OF_TAG = {"PER": "person", "LOC": "place", "ORG": "organization", "MISC": "group", "NUM": "number", "DATE": "date"}


def skip(what):
    print(f"skipped: {what} is not installed")
    sys.exit(77)


def need_program(*names):
    for name in names:
        if shutil.which(name):
            return name
    skip(" or ".join(names))


def need_module(name):
    """Goes on in another Python when this one lacks the module."""
    if importlib.util.find_spec(name) is None:
        for other in (os.environ.get("READERS_PYTHON"), "/usr/bin/python3"):
            if other and os.path.exists(other) and subprocess.run([other, "-c", f"import {name}"], stderr=subprocess.DEVNULL).returncode == 0:
                os.execv(other, [other, *sys.argv])
        skip(f"Python's {name}")
    return importlib.import_module(name)


def equal(found, expected, what):
    if found != expected:
        sys.exit(f"{what}:\n  found    {found!r}\n  expected {expected!r}")


class Articles:
    """The articles that are reported: those of corpus/dev and some odd ones, as lines of JSON, and what is in them."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.texts = [(p.name, p.read_text(encoding="utf-8")) for p in sorted((TOP / "corpus" / "dev").glob("*.txt"))]
        self.texts += [(f"odd {number}: \"a\", <b>|\tc", text) for number, text in enumerate(ODD)]
        self.texts.append(("news/a.txt", "A second article with Geneva and Angela Merkel, and with this name."))
        self.texts.append(("../news/a.txt", "A third article with Geneva and Angela Merkel, and with this name."))
        self.lines = "".join(json.dumps({"id": name, "text": text, "date": "2021-12-28"}) + "\n" for name, text in self.texts)
        self.expected = [json.loads(line) for line in self.run("jsonl").removesuffix("\n").split("\n")]
        equal(len(self.expected), len(self.texts), "articles")

    def run(self, format, *flags, lines=None):
        return subprocess.run([self.binary, "--from", "jsonl", "--format", format, *flags], input=(self.lines if lines is None else lines).encode(),
                              stdout=subprocess.PIPE, check=True).stdout.decode()

    def file(self, format, name, *flags):
        path = self.folder / name
        path.write_bytes(self.run(format, *flags).encode())
        return path

    def pairs(self):
        return zip(self.texts, self.expected)

    def spans(self):
        return [[(m["start"], m["end"], m["kind"]) for m in article["mentions"]] for article in self.expected]

    def mentions(self):
        return [(article, m) for article in self.expected for m in article["mentions"]]


def check_schema(articles):
    jsonschema = need_module("jsonschema")
    one, many = (json.loads((TOP / "schema" / name).read_text()) for name in ("article.schema.json", "articles.schema.json"))
    store = {"article.schema.json": one}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer versions prefer another way, which Debian's does not know
        resolver = jsonschema.RefResolver("articles.schema.json", many, store)
    for schema in (one, many):
        jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(many, resolver=resolver).validate(json.loads(articles.run("json")))
    validator = jsonschema.Draft202012Validator(one)
    for flags in ([], ["--explain"], ["--kinds", "date"], ["--offsets", "bytes"]):
        for line in articles.run("jsonl", *flags).removesuffix("\n").split("\n"):
            validator.validate(json.loads(line))
    wrong = json.loads(json.dumps(articles.expected[0]))
    wrong["mentions"][0]["kind"] = "animal"
    equal(validator.is_valid(wrong), False, "the schema takes what it should not")


def check_jq(articles):
    need_program("jq")
    for format, program in (("jsonl", "."), ("json", ".[]")):
        path = articles.file(format, "out." + format)
        counts = subprocess.run(["jq", "-c", program + " | [.mentions[].text]", path], stdout=subprocess.PIPE, check=True).stdout.decode()
        equal([json.loads(line) for line in counts.removesuffix("\n").split("\n")], [[m["text"] for m in a["mentions"]] for a in articles.expected], f"jq on {format}")


def check_duckdb(articles):
    duckdb = need_module("duckdb")
    path = articles.file("jsonl", "out.jsonl")
    rows = duckdb.sql(f"select m.kind, count(*) from (select unnest(mentions) as m from read_json('{path}', union_by_name=true)) group by 1").fetchall()
    counts = {kind: sum(m["kind"] == kind for _, m in articles.mentions()) for kind in KINDS}
    equal(dict(rows), {kind: count for kind, count in counts.items() if count}, "DuckDB read_json")
    path = articles.file("csv", "out.csv")
    rows = duckdb.sql(f"select kind, count(*) from read_csv('{path}') group by 1").fetchall()
    equal(dict(rows), {kind: count for kind, count in counts.items() if count}, "DuckDB read_csv")
    typed = dict((row[0], row[1]) for row in duckdb.sql(f"describe select * from read_csv('{path}')").fetchall())
    equal([typed[name] for name in ("start", "lat", "lon", "published")], ["BIGINT", "DOUBLE", "DOUBLE", "DATE"], "types in DuckDB")


def check_table_rows(rows, articles, squeeze):
    head, rows = rows[0], rows[1:]
    equal(head, ("document published start end text kind subkind entity name salience value low high unit unit_name bound counted role timex date_start date_end mod "
                 "acronym country geonames lat lon population title gender rule sure link").split(), "columns")
    equal(len(rows), len(articles.mentions()), "rows")
    for row, (article, mention) in zip(rows, articles.mentions()):
        row = dict(zip(head, row))
        entity = article["entities"][mention["entity"]]
        wanted = {"document": article["id"], "published": article["date"], "start": str(mention["start"]), "end": str(mention["end"]), "text": mention["text"],
                  "kind": mention["kind"], "subkind": mention["subkind"] or "", "entity": str(mention["entity"]), "name": entity["name"], "salience": f"{entity['salience']:.2f}",
                  "rule": mention["rule"], "sure": mention["sure"]}
        # of people the entity's
        value = dict((entity if mention["kind"] == "person" else mention)["value"] or {})
        if mention["kind"] == "date":
            value = {{"start": "date_start", "end": "date_end"}.get(key, key): part for key, part in value.items()}
        if "low" in value:
            del value["value"]
        for name in head[head.index("value"):head.index("rule")]:
            part = value.pop(name, "")
            if isinstance(part, str):
                wanted[name] = part
            else:
                equal(float(row[name]), float(part), f"{name} in {row}")
        equal(value, {}, f"parts of a value without a column in {row}")
        for name, text in wanted.items():
            equal(row[name], squeeze(text), f"{name} in {row}")


def check_csv(articles):
    check_table_rows(list(csv.reader(io.StringIO(articles.run("csv"), newline=""), strict=True)), articles, lambda text: text)
    equal(articles.run("csv", lines="").count("\n"), 1, "lines without an article")


def check_overview(articles):
    """A row a thing: its articles and mentions add up to those of the articles' own entities."""
    rows = list(csv.DictReader(io.StringIO(articles.run("overview"), newline=""), strict=True))
    for kind in KINDS:
        of_kind = [row for row in rows if row["kind"] == kind]
        equal(sum(int(row["mentions"]) for row in of_kind), sum(m["kind"] == kind for _, m in articles.mentions()), f"mentions of {kind}")
        equal([int(row["articles"]) for row in of_kind], sorted((int(row["articles"]) for row in of_kind), reverse=True), f"order of {kind}")
    published = {article["id"]: article["date"] for article in articles.expected}
    for row in rows:
        equal((row["first_published"] or None, row["last_published"] or None), (published[row["first_article"]], published[row["last_article"]]), f"dates of {row}")
        equal(int(row["articles"]) <= int(row["mentions"]), True, f"articles of {row}")
    equal(articles.run("overview", lines="").count("\n"), 1, "lines without an article")


def check_tsv(articles):
    rows = [line.split("\t") for line in articles.run("tsv").removesuffix("\n").split("\n")]
    check_table_rows(rows, articles, lambda text: re.sub("[\t\r\n]", " ", text))


def check_libreoffice(articles):
    program = need_program("soffice", "libreoffice")
    path = articles.file("csv", "out.csv")
    subprocess.run([program, f"-env:UserInstallation=file://{articles.folder}/profile", "--headless", "--convert-to", "fods", "--outdir", articles.folder, path],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    office, table = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows = ElementTree.parse(articles.folder / "out.fods").getroot().iter(table + "table-row")
    types = []
    for row in rows:
        cells = []
        for cell in row.iter(table + "table-cell"):
            cells += [cell.get(office + "value-type")] * int(cell.get(table + "number-columns-repeated", "1"))
        types.append(cells)
    equal(len([cells for cells in types if cells[0]]), len(articles.mentions()) + 1, "rows")
    equal([types[1][i] for i in (0, 1, 2, 3, 4)], ["string", "date", "float", "float", "string"], "types of the first row")


def check_markdown(articles):
    program = need_program("cmark-gfm")
    for (name, text), article in articles.pairs():
        line = json.dumps({"id": name, "text": text, "date": "2021-12-28"})
        page = subprocess.run([program, "--extension", "table"], input=articles.run("markdown", lines=line).encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
        rows = re.findall(r"<tr>\n<td>(.*?)</td>\n<td align=\"right\">(\d+)</td>\n<td>(.*?)</td>\n<td>(.*?)</td>\n</tr>", page)
        found = sorted((html.unescape(row[0]), int(row[1])) for row in rows)
        equal(found, sorted((" ".join(e["name"].split()), e["count"]) for e in article["entities"]), f"markdown of {name}")
        heading = re.search("<h1>(.*?)</h1>", page)[1]
        equal(html.unescape(heading), " ".join(name.split()), "heading")
        equal(page.count("<h2>"), len({e["kind"] for e in article["entities"]}), f"sections of {name}")


def check_spacy_lines(articles):
    lines = [json.loads(line) for line in articles.run("spacy").removesuffix("\n").split("\n")]
    equal([line["text"] for line in lines], [text for _, text in articles.texts], "texts")
    equal([[(e["start"], e["end"], KINDS_OF_LABEL[e["label"]]) for e in line["ents"]] for line in lines], articles.spans(), "entities")
    return lines


def check_spacy(articles):
    check_spacy_lines(articles)
    spacy = need_module("spacy")
    nlp = spacy.blank("en")
    documents = spacy.tokens.DocBin()
    for line in check_spacy_lines(articles):
        document = spacy.tokens.Doc(nlp.vocab).from_json(line, validate=True)
        equal(document.text, line["text"], "spaCy's text")
        equal([(e.start_char, e.end_char, e.label_) for e in document.ents], [(e["start"], e["end"], e["label"]) for e in line["ents"]], "spaCy's entities")
        if len(document):
            equal([(s.start_char, s.end_char) for s in document.sents], [(s["start"], s["end"]) for s in line["sents"]], "spaCy's sentences")
        again = document.to_json()
        equal([(t["start"], t["end"]) for t in again["tokens"]], [(t["start"], t["end"]) for t in line["tokens"]], "spaCy's tokens")
        documents.add(document)
    equal(len(spacy.tokens.DocBin().from_bytes(documents.to_bytes())), len(articles.texts), "articles in a DocBin")


def units(text):
    return [i for i, c in enumerate(text) for _ in range(1 + (ord(c) > 0xFFFF))] + [len(text)]


def check_doccano(articles):
    lines = [json.loads(line) for line in articles.run("doccano").removesuffix("\n").split("\n")]
    equal([line["text"] for line in lines], [text for _, text in articles.texts], "texts")
    equal([line["document"] for line in lines], [a["id"] for a in articles.expected], "names")
    found = []
    for line in lines:
        points = units(line["text"])  # doccano's page counts UTF-16 units
        found.append([(points[start], points[end], label) for start, end, label in line["label"]])
    equal(found, articles.spans(), "labels")


LABEL_STUDIO = """<View><Labels name="label" toName="text">{}</Labels><Text name="text" value="$text"/></View>""".format(
    "".join(f'<Label value="{kind}"/>' for kind in KINDS))


def check_label_studio_tasks(articles):
    tasks = json.loads(articles.run("label-studio"))
    equal([task["data"]["text"] for task in tasks], [text for _, text in articles.texts], "texts")
    equal([[(r["value"]["start"], r["value"]["end"], r["value"]["labels"][0]) for r in task["predictions"][0]["result"]] for task in tasks], articles.spans(), "regions")
    for task in tasks:
        for region in task["predictions"][0]["result"]:
            value = region["value"]
            equal(task["data"]["text"][value["start"]:value["end"]], value["text"], "a region's text")
    equal(json.loads(articles.run("label-studio", lines="")), [], "no article")
    return tasks


def check_label_studio(articles):
    check_label_studio_tasks(articles)
    need_module("label_studio_sdk")
    from label_studio_sdk.label_interface import LabelInterface
    interface = LabelInterface(LABEL_STUDIO)
    interface.validate()
    for task in check_label_studio_tasks(articles):
        equal(interface.validate_task({"data": task["data"]}), True, "Label Studio's task")
        equal(interface.validate_prediction(task["predictions"][0]), True, "Label Studio's prediction")


def check_webanno(articles):
    page = json.loads(articles.run("webanno"))
    items = page["items"]
    equal(len(items), len(articles.mentions()), "annotations")
    equal(len({item["id"] for item in items}), len(items), "their ids")
    texts = {article["id"]: text for (_, text), article in articles.pairs()}
    for item, (article, mention) in zip(items, articles.mentions()):
        position, quote = item["target"]["selector"]
        equal((position["start"], position["end"], quote["exact"]), (mention["start"], mention["end"], mention["text"]), "place")
        equal(item["body"][0]["value"], mention["kind"], "kind")
        text = texts[article["id"]]
        equal(quote["prefix"] + quote["exact"] + quote["suffix"],
              text[max(0, mention["start"] - 32):mention["end"] + 32], "words around")
        equal(re.fullmatch(r"[A-Za-z0-9._~/%@!$&'()*+,;=-]+", item["target"]["source"]) is not None, True, "IRI " + item["target"]["source"])
    equal(json.loads(articles.run("webanno", lines=""))["items"], [], "no article")
    equal(json.loads(articles.run("webanno", lines='{"text": "It rained."}\n{"text": "Geneva, Switzerland"}\n{"text": ""}\n'))["items"] != [], True, "articles without mentions")


def check_jsonld(articles):
    pyld = need_module("pyld")
    context = json.loads((HERE / "context.jsonld").read_text())

    def load(address, _):
        equal(address, "http://www.w3.org/ns/anno.jsonld", "context")
        return {"contextUrl": None, "documentUrl": address, "contentType": "application/ld+json", "document": context}

    options = {"documentLoader": load, "base": "https://example.org/reports/"}
    graph = pyld.jsonld.to_rdf(json.loads(articles.run("webanno")), options)["@default"]
    oa = "http://www.w3.org/ns/oa#"
    exact = sorted(t["object"]["value"] for t in graph if t["predicate"]["value"] == oa + "exact")
    equal(exact, sorted(m["text"] for _, m in articles.mentions()), "quotations in RDF")
    annotations = [t for t in graph if t["predicate"]["value"].endswith("#type") and t["object"]["value"] == oa + "Annotation"]
    equal(len(annotations), len(articles.mentions()), "annotations in RDF")
    sources = {t["object"]["value"] for t in graph if t["predicate"]["value"] == oa + "hasSource"}
    equal(all(source.startswith("https://") for source in sources), True, "sources in RDF")


def places(articles):
    return [(a["id"], e["name"], e["value"]["lon"], e["value"]["lat"]) for a in articles.expected for e in a["entities"]
            if e["kind"] == "place" and "lat" in (e["value"] or {}) and "lon" in e["value"]]


def check_geojson(articles):
    found = json.loads(articles.run("geojson"))
    equal(found["type"], "FeatureCollection", "type")
    equal([(f["properties"]["document"], f["properties"]["name"], *f["geometry"]["coordinates"]) for f in found["features"]], places(articles), "places")
    equal(all(not isinstance(value, (dict, list)) for f in found["features"] for value in f["properties"].values()), True, "flat properties")
    equal(json.loads(articles.run("geojson", lines=""))["features"], [], "no article")
    equal(json.loads(articles.run("geojson", lines='{"text": "It rained."}\n'))["features"], [], "no place")


def check_geojson_module(articles):
    geojson = need_module("geojson")
    found = geojson.loads(articles.run("geojson"))
    equal(found.is_valid, True, f"valid GeoJSON: {found.errors()}")
    equal(len(list(geojson.utils.coords(found))), len(places(articles)), "points")


def check_ogr(articles):
    need_program("ogrinfo")
    path = articles.file("geojson", "out.geojson")
    text = subprocess.run(["ogrinfo", "-ro", "-so", "-al", path], stdout=subprocess.PIPE, check=True).stdout.decode()
    equal(re.search(r"Feature Count: (\d+)", text)[1], str(len(places(articles))), "features in OGR, which QGIS reads with")
    equal("Geometry: Point" in text, True, "points in OGR")


def read_conll(text):
    """Articles as lists of (words, tags), by the rules of IOB2."""
    articles = []
    for line in text.split("\n"):
        if line == "-DOCSTART- -X- O O":
            articles.append([])
        elif not line:
            if articles and (not articles[-1] or articles[-1][-1]):
                articles[-1].append([])
        else:
            word, part, chunk, tag = line.split(" ")
            equal((part, chunk, len(word.split())), ("_", "_", 1), f"columns of {line!r}")
            before = articles[-1][-1][-1][1] if articles[-1][-1] else "O"
            if tag.startswith("I-"):
                equal(before[1:], tag[1:], f"what stands before {line!r}")
            articles[-1][-1].append((word, tag))
    return articles


def check_conll(articles):
    found = read_conll(articles.run("conll"))
    equal(len(found), len(articles.texts), "articles")
    for sentences, article in zip(found, articles.expected):
        mentions = []
        for word, tag in (pair for sentence in sentences for pair in sentence):
            if tag.startswith("B-"):
                mentions.append([KINDS_OF_TAG[tag[2:]], word])
            elif tag.startswith("I-"):
                mentions[-1][1] += word
        wanted = [[m["kind"], "".join(m["text"].split())] for m in article["mentions"]]
        equal([[kind, "".join(c for c in text if not c.isspace())] for kind, text in mentions], wanted, f"mentions of {article['id']}")


def check_conll_spacy(articles):
    need_module("spacy")
    from spacy.training.converters import conll_ner_to_docs
    found = list(conll_ner_to_docs(articles.run("conll"), no_print=True))
    with_words = [a for a, (_, text) in zip(articles.expected, articles.texts) if read_conll_words(articles, text)]
    equal([len(document.ents) for document in found], [len(a["mentions"]) for a in with_words], "entities of spaCy's converter")


def read_conll_words(articles, text):
    return any(read_conll(articles.run("conll", lines=json.dumps({"text": text})))[0])


def check_brat(articles):
    folder = articles.folder / "brat"
    articles.run("brat", "--output", folder)
    settings = (folder / "annotation.conf").read_text()
    equal(re.findall(r"^\[(\w+)\]$", settings, re.M), ["entities", "relations", "events", "attributes"], "sections of annotation.conf")
    files = sorted(str(p.relative_to(folder)) for p in folder.rglob("*.ann"))
    equal(len(files), len(articles.texts), f"files of brat {files}")
    equal({"news/a.ann", "news/a-2.ann"} <= set(files), True, "articles of one name")
    found = {}
    for path in folder.rglob("*.ann"):
        text = path.with_suffix(".txt").read_bytes().decode()
        spans, names = [], set()
        for line in path.read_bytes().decode().removesuffix("\n").split("\n") if path.stat().st_size else []:
            text_bound = re.fullmatch(r"(T\d+)\t(\S+) ([0-9; ]+)\t(.*)", line)
            note = re.fullmatch(r"#\d+\tAnnotatorNotes (T\d+)\t\S.*", line)
            equal(bool(text_bound or note), True, f"line of brat {line!r}")
            if note:
                equal(note[1] in names, True, f"what the note is of: {line!r}")
                continue
            names.add(text_bound[1])
            fragments = [tuple(map(int, part.split())) for part in text_bound[3].split(";")]
            equal(" ".join(text[a:b] for a, b in fragments), text_bound[4], f"text of {line!r}")
            equal(text_bound[2] in KINDS, True, "type")
            spans.append((fragments[0][0], fragments[-1][1], text_bound[2]))
        found[text] = spans
    equal(found, {text: spans for (_, text), spans in zip(articles.texts, articles.spans())}, "mentions of brat")
    refused = subprocess.run([articles.binary, "--from", "jsonl", "--format", "brat"], input=b"", stderr=subprocess.PIPE)
    equal((refused.returncode, b"--output FOLDER" in refused.stderr), (2, True), "brat without a folder")


def timeml_files(articles):
    folder = articles.folder / "timeml"
    articles.run("timeml", "--output", folder)
    files = list(folder.rglob("*.tml"))
    equal(len(files), len(articles.texts), "files of TimeML")
    return files


def check_timeml(articles):
    held = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    found = {}
    for path in timeml_files(articles):
        root = ElementTree.parse(path).getroot()
        equal([child.tag for child in root], ["DOCID", "DCT", "TEXT"], "elements")
        text = root.find("TEXT")
        ids = [timex.get("tid") for timex in root.iter("TIMEX3")]
        equal(len(ids), len(set(ids)), "ids")
        found[root.find("DOCID").text] = ("".join(text.itertext()), [timex.text for timex in text if timex.text], [timex.get("value") for timex in text if timex.text])
    for (_, text), article in articles.pairs():
        dates = [m for m in article["mentions"] if m["kind"] == "date"]
        name = held.sub("\ufffd", article["id"])
        equal(found[name][0], held.sub("\ufffd", text), f"text of {name}")
        equal(found[name][1], [held.sub("\ufffd", m["text"]) for m in dates], f"dates of {name}")
        for value, mention in zip(found[name][2], dates):
            wanted = (mention["value"] or {}).get("timex") or "XXXX-XX-XX"
            if "/" not in wanted:
                equal(value, wanted, f"value of {mention}")


def check_timeml_xmllint(articles):
    program = need_program("xmllint")
    subprocess.run([program, "--noout", "--dtdvalid", HERE / "timeml.dtd", *timeml_files(articles)], check=True)


def check_sqlite(articles):
    path = articles.folder / "out.db"
    path.write_text("something old")
    articles.run("sqlite", "--output", path)
    database = sqlite3.connect(path)
    equal(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "integrity")
    equal(database.execute("PRAGMA foreign_key_check").fetchall(), [], "foreign keys")
    equal(database.execute("SELECT name, published, text FROM documents ORDER BY id").fetchall(), [(name, "2021-12-28", text) for name, text in articles.texts], "documents")
    rows = database.execute("SELECT d.name, start_at, end_at, m.text, m.kind, m.subkind, rule, sure, e.kind FROM mentions m JOIN documents d ON d.id = document_id "
                            "JOIN entities e ON e.id = entity_id ORDER BY m.id").fetchall()
    equal(rows, [(a["id"], m["start"], m["end"], m["text"], m["kind"], m["subkind"], m["rule"], m["sure"], m["kind"]) for a, m in articles.mentions()], "mentions")
    equal(database.execute("SELECT count(*) FROM (SELECT DISTINCT kind, key FROM entities)").fetchone(), database.execute("SELECT count(*) FROM entities").fetchone(), "keys")
    equal(database.execute("SELECT sum(mentions) FROM links").fetchone()[0], len(articles.mentions()), "mentions of links")
    equal(database.execute("SELECT count(*) FROM (SELECT DISTINCT document_id, entity_id FROM mentions)").fetchone(), database.execute("SELECT count(*) FROM links").fetchone(), "links")
    geneva = [a["id"] for a in articles.expected if any(e["kind"] == "place" and e["value"] and e["value"].get("geonames") == 2660646 for e in a["entities"])]
    equal(database.execute("SELECT articles, first_published FROM overview WHERE name = 'Geneva' AND kind = 'place'").fetchall(), [(len(geneva), "2021-12-28")], "Geneva")
    money = database.execute("SELECT typeof(value), value, unit FROM mentions WHERE text = '$1.5 million'").fetchone()
    equal(money, ("integer", 1500000, "USD"), "a value")
    found = database.execute("SELECT d.name FROM documents_search s JOIN documents d ON d.id = s.rowid WHERE documents_search MATCH 'raining' ORDER BY rank").fetchall()
    equal(sorted(name for name, in found), sorted(name for name, text in articles.texts if re.search(r"\brain(ed|s|ing)?\b", text, re.I)), "full-text search")
    before = path.read_bytes()
    articles.run("sqlite", "--output", path)
    equal(path.read_bytes() == before, True, "the same bytes again")
    articles.run("sqlite", "--output", path, lines="")
    equal(sqlite3.connect(path).execute("SELECT count(*) FROM documents").fetchone(), (0,), "no article")
    refused = subprocess.run([articles.binary, "--format", "sqlite"], input=b"", stderr=subprocess.PIPE)
    equal((refused.returncode, b"--output FILE" in refused.stderr), (2, True), "sqlite without a file")


def check_sqlite_shell(articles):
    program = need_program("sqlite3")
    path = articles.folder / "out.db"
    articles.run("sqlite", "--output", path)
    rows = json.loads(subprocess.run([program, "-json", path, "SELECT kind, count(*) AS mentions FROM mentions GROUP BY kind"], stdout=subprocess.PIPE, check=True).stdout)
    counts = {kind: sum(m["kind"] == kind for _, m in articles.mentions()) for kind in KINDS}
    equal({row["kind"]: row["mentions"] for row in rows}, {kind: count for kind, count in counts.items() if count}, "kinds")


def check_datasette(articles):
    need_module("datasette")
    import asyncio
    from datasette.app import Datasette
    path = articles.folder / "out.db"
    articles.run("sqlite", "--output", path)

    async def pages():
        server = Datasette([str(path)])
        table = (await server.client.get("/out/documents.json?_search=rained&_shape=array")).json()
        equal(sorted(row["name"] for row in table), sorted(name for name, text in articles.texts if re.search(r"\brain(ed|s|ing)?\b", text, re.I)), "Datasette's search")
        facets = (await server.client.get("/out/entities.json?_facet=kind&_size=1&_extra=facet_results,count")).json()
        equal(facets["count"] if "count" in facets else facets["filtered_table_rows_count"],
              sqlite3.connect(path).execute("SELECT count(*) FROM entities").fetchone()[0], "Datasette's entities")
        for page in ("/out", "/out/overview", "/out/mentions?_labels=on", "/out/documents/1"):
            equal((await server.client.get(page)).status_code, 200, "Datasette's page " + page)

    asyncio.run(pages())


class Page(HTMLParser):
    """What a page of the HTML report holds, as a browser without a script reads it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.text, self.marks, self.rows = [], [], "", [], []
        self.feed(text)
        self.close()

    VOID = ("meta", "link", "img", "br")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag not in self.VOID:
            self.open.append((tag, attributes))
        if tag == "mark":
            self.marks.append([len(self.text), None, attributes["class"]])
        if tag == "tr" and "id" in attributes:
            self.rows.append((attributes["id"], attributes["data-count"]))

    def handle_endtag(self, tag):
        while self.open[-1][0] != tag:
            equal(self.open[-1][0], "p", f"what </{tag}> closes")
            self.open.pop()
        self.open.pop()
        if tag == "mark":
            self.marks[-1][1] = len(self.text)

    def handle_data(self, data):
        if any(attributes.get("id") == "text" for _, attributes in self.open):
            # Only line ends between paragraphs are not the article's.
            if self.open[-1][1].get("id") != "text" or data.strip("\n"):
                self.text += data

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def check_page(page, article, text, what):
    held = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
    equal(page.open, [], f"{what}: what is not closed")
    equal(page.text, held.sub("\ufffd", text), f"{what}: text")
    equal([tuple(mark) for mark in page.marks], [(m["start"], m["end"], m["kind"]) for m in article["mentions"]], f"{what}: marks")
    equal(sorted(page.rows), sorted((f"e{number}", str(e["count"])) for number, e in enumerate(article["entities"])), f"{what}: rows")
    check_links(page, what)
    # A page alone has its scripts in it; of a report they are files.
    scripts = [attributes.get("src") for tag, attributes in page.tags if tag == "script"]
    equal(len(scripts), 2, f"{what}: scripts")
    equal({attributes.get("id") for tag, attributes in page.tags if tag == "h1"}, {None}, f"{what}: heading")


def check_links(page, what):
    ids = page.values("id")
    equal(len(ids), len(set(ids)), f"{what}: ids")
    inside = [link.removeprefix("#") for link in page.values("href") if link.startswith("#")]
    equal(set(inside) - set(ids), set(), f"{what}: links that lead nowhere")
    for link in page.values("href") + page.values("src"):
        equal(re.match("[a-z]+:|//", link), None, f"{what}: leads out of the report: {link}")


def html_report(articles):
    folder = articles.folder / "report"
    articles.run("html", "--output", folder)
    return folder


def check_html(articles):
    folder = html_report(articles)
    for (name, text), article in articles.pairs():
        source = articles.folder / "article.txt"
        source.write_text(text, encoding="utf-8", newline="")
        run = subprocess.run([articles.binary, "--format", "html", "--date", "2021-12-28", source], stdout=subprocess.PIPE, check=True)
        check_page(Page(run.stdout.decode()), article, text, name)
        equal(len(run.stdout) < 1000000, True, f"{name}: bytes of its page")
    explained = subprocess.run([articles.binary, "--format", "html", "--explain"], input=b"Angela Merkel met her.", stdout=subprocess.PIPE, check=True).stdout.decode()
    equal(re.search(r'title="Person: Angela Merkel\n(sure|likely|possible): .*\n.* \+\d+', explained) is not None, True, "what --explain adds")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    equal(len(files), len(articles.texts) + 1, f"pages {files}")
    equal({"index.html", "articles/news/a.html", "articles/news/a-2.html"} <= files, True, "articles of one name")
    overview = Page((folder / "index.html").read_text(encoding="utf-8"))
    check_links(overview, "overview")
    linked = {os.path.normpath(urllib.parse.unquote(link)) for link in overview.values("href") if link.startswith("articles/")}
    equal(linked, files - {"index.html"}, "pages that the overview leads to")
    for file in files:
        page = Page((folder / file).read_text(encoding="utf-8"))
        for link in page.values("src") + [link for link in page.values("href") if not link.startswith("#")]:
            equal((folder / file).parent.joinpath(urllib.parse.unquote(link)).exists(), True, f"{file}: {link}")
        if file != "index.html":
            pairs = [(article, text) for (_, text), article in articles.pairs() if page.text == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)]
            equal(len(pairs) > 0, True, f"whose page is {file}")
            check_page(page, *pairs[0], file)
    named = {}
    for article in articles.expected:
        for entity in article["entities"]:
            if entity["kind"] == "place" and (entity["value"] or {}).get("geonames") == 2660646:
                named[article["id"]] = entity["count"]
    row = re.search(r'<tr id="e\d+" data-count="(\d+)"[^>]*><th scope="row"><span>Geneva</span>.*?</tr>', (folder / "index.html").read_text(), re.S)
    equal(row[1], str(len(named)), "articles that name Geneva")
    equal(row[0].count("<li>"), len(named), "links to articles that name Geneva")
    again = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    html_report(articles)
    equal({path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == again, True, "the same bytes again")
    refused = subprocess.run([articles.binary, "--from", "jsonl", "--format", "html"], input=b"", stderr=subprocess.PIPE)
    equal((refused.returncode, b"--output FOLDER" in refused.stderr), (2, True), "html of several articles without a folder")
    one = articles.folder / "one"
    one.mkdir()
    subprocess.run([articles.binary, "--format", "html", "--output", one], input=b"Geneva", check=True)
    equal(sorted(path.name for path in one.iterdir()), ["articles", "assets", "index.html"], "one article into a folder that there is")
    none = articles.folder / "none"
    articles.run("html", "--output", none, lines="")
    check_links(Page((none / "index.html").read_text()), "no article")


def check_html_browser(articles):
    program = need_program("chromium")
    node = need_program("node")
    modules = os.environ.get("NODE_MODULES") or skip("NODE_MODULES (puppeteer-core and axe-core)")
    html_report(articles)
    page = subprocess.run([articles.binary, "--format", "html", TOP / "corpus" / "dev" / "diplomacy-geneva-brief.txt"], stdout=subprocess.PIPE, check=True).stdout
    (articles.folder / "alone.html").write_bytes(page)
    if subprocess.run([node, HERE / "html.mjs", shutil.which(program), articles.folder], env={**os.environ, "NODE_MODULES": os.path.abspath(modules)}).returncode:
        sys.exit("the HTML report in a browser: see above")


def check_memory(articles):
    """What a run holds does not grow with the number of articles."""
    # A child of its own measures each run, because the largest child counts.
    script = ("import resource, subprocess, sys\nsubprocess.run(sys.argv[1:], stdin=open(0), stdout=subprocess.DEVNULL, check=True)\n"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    texts = [text[:600].rsplit(" ", 1)[0] for name, text in articles.texts if name.endswith(".txt") and len(text) > 500]
    counts = (100, 2000, 20000)
    for count in (*counts, 4000, 16000):
        with (articles.folder / f"{count}.jsonl").open("w") as lines:
            for number in range(count):
                text = f"{texts[number % len(texts)]} Mr. Smith{number} paid ${number} million."
                lines.write(json.dumps({"id": f"{number}", "date": "2021-12-28", "text": text}) + "\n")

    def peak(count, format):
        output = {"sqlite": ["--output", str(articles.folder / "memory.db")], "html": ["--output", str(articles.folder / "pages")]}.get(format, [])
        command = [articles.binary, "--from", "jsonl", "--jobs", "2", "--format", format, *output]
        with (articles.folder / f"{count}.jsonl").open() as lines:
            return int(subprocess.run([sys.executable, "-c", script, *command], stdin=lines, stdout=subprocess.PIPE, check=True).stdout) / 1024

    # The window of batches and the caches of the database fill up first, and then stay. Pages are ten times their texts and
    # more: 16000 of them have 240 MB.
    for format, numbers, from_few, from_more in (("jsonl", counts, 64, 40), ("csv", counts, 64, 40), ("sqlite", counts, 64, 40), ("html", (100, 4000, 16000), 160, 120)):
        peaks = [peak(count, format) for count in numbers]
        # How full the window of batches is depends on how busy the machine is: what grows with the articles grows every time.
        for _ in range(2):
            if peaks[2] >= min(peaks[0] + from_few, peaks[1] + from_more):
                peaks[2] = min(peaks[2], peak(numbers[2], format))
        print(f"{format}: " + ", ".join(f"{size:.0f} MB for {count} articles" for size, count in zip(peaks, numbers)))
        equal(peaks[2] < peaks[0] + from_few, True, f"{format}: MB")
        equal(peaks[2] < peaks[1] + from_more, True, f"{format}: MB")


CHECKS = {name.removeprefix("check_").replace("_", "-"): check for name, check in globals().items()
          if name.startswith("check_") and name not in ("check_table_rows", "check_spacy_lines", "check_label_studio_tasks")}


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in CHECKS:
        sys.exit(f"{__doc__}\n{' '.join(CHECKS)}")
    with tempfile.TemporaryDirectory() as folder:
        CHECKS[sys.argv[2]](Articles(os.path.abspath(sys.argv[1]), Path(folder)))


main()
