#!/usr/bin/env python3
"""Scores numbers against gold that names its units in its own way: "Kilogram", "kilometre per hour", "Cent", "Dinar".

    tests/units/score.py GOLD.jsonl...

A line of gold is an article: {"id", "text", "entities" or "mentions": [{"start", "end", "type" or "kind": "number",
"value": {"value", "unit"}}]}, places in code points. A found number belongs to the gold number that it overlaps most. Two
figures are printed a file: F1 of numbers found times the share with the same value and unit, where units are compared

    by code      as text, as `nutgraf score` does: our "kg" is not "Kilogram"
    by meaning   by `unit_name`, our English name of the unit, with these rules:
      - British and American spelling, plural and capitals are one ("litres", "Liter");
      - a name that leaves the kind open is met by any of it: "Dinar" by a Kuwaiti dinar, "Degree" by a degree Celsius;
      - a part of a currency (lexicons/numbers/currency-part.tsv) is its share: 50 cents are 0.5 dollars;
      - another unit of the same quantity is converted, where pint (python3-pint) is installed: 62 inches are 5.1667 feet;
      - a middle with its uncertainty (12 +- 4) and a list are ranges: 8 to 16; an end that is open is a bound;
      - fractions are compared to four decimals, which is how we round a third.
"""
import json
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
try:
    import pint
    UREG = pint.UnitRegistry()
except ImportError:
    UREG = None

# What other projects call a unit, where it is no spelling of the CLDR name.
SYNONYMS = {"c": "degree celsius", "f": "degree fahrenheit", "celsius": "degree celsius", "fahrenheit": "degree fahrenheit", "unnamed": "", "none": "",
            "pound mass": "pound", "percentage": "percent", "metric ton": "tonne", "pence": "penny"}


def currency_parts():
    parts = {}
    for line in (TOP / "lexicons/numbers/currency-part.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or line.startswith("name\t"):
            continue
        name, aliases, code, factor = line.split("\t")
        for form in [name, *aliases.split("|")]:
            parts[form.lower()] = float(factor)
    return parts


PARTS = currency_parts()


def plain(name):
    name = " ".join((name or "").lower().replace("-", " ").split())
    for british, american in (("metre", "meter"), ("litre", "liter"), ("gramme", "gram")):
        name = name.replace(british, american)
    words = [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "lux")) else word for word in name.split()]
    name = " ".join(words)
    return SYNONYMS.get(name, name)


def number(text):
    try:
        return float(str(text).replace(",", ""))
    except ValueError:
        return None


def ends(value):
    """(low, high) of a value of gold or ours; None for what it leaves open. A single number is both; nothing: no number."""
    what = value.get("value") if isinstance(value, dict) else value
    if isinstance(what, list):
        return tuple(number(end) if end is not None else None for end in what)
    spread = value.get("uncertainty") if isinstance(value, dict) else None
    if spread and number(what) is not None:
        return number(what) - spread, number(what) + spread
    if isinstance(what, str) and "/" in what:
        low, high = what.split("/", 1)
        return number(low), number(high)
    return None if number(what) is None else (number(what), number(what))


def close(a, b):
    return a is not None and b is not None and (abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b)) or (abs(a) < 100 and abs(a - b) <= 0.00005000001))


def same_ends(gold, ours, factor=1.0):
    low, high = gold
    if None in (low, high):  # "less than 7"
        return all(end is None or close(end * factor, ours[0]) for end in gold) and ours[0] == ours[1]
    return close(low * factor, ours[0]) and close(high * factor, ours[1])


def ratio(gold, ours):
    """How many of our unit one of gold's is; None when they measure different things."""
    if UREG is None:
        return None
    try:
        return (1 * UREG(gold.replace(" per ", "/").replace(" ", "_"))).to(ours.replace(" per ", "/").replace(" ", "_")).magnitude
    except Exception:  # pint knows no such unit, or they measure different things
        return None


def same(gold, ours):
    """Do value and unit mean the same?"""
    wanted, found = ends(gold), ends(ours)
    if found is None:
        return False
    unit = gold.get("unit") if isinstance(gold, dict) else None
    name, code, ours_name = plain(unit), ours.get("unit") or "", plain(ours.get("unit_name"))
    if unit == code or name in ("", "cardinal", "ordinal") or name == ours_name or (name == "%" and code == "%"):
        return same_ends(wanted, found)
    if name in ours_name.split() and not (name == "pound" and " per " in ours_name):  # "dinar", "degree", "pound"
        return same_ends(wanted, found)
    if (unit or "").lower() in PARTS and len(code) == 3 and code.isupper():
        return same_ends(wanted, found, PARTS[unit.lower()])
    factor = ratio(name, ours_name) if name and ours_name else None
    return factor is not None and same_ends(wanted, found, factor)


def same_code(gold, ours):
    unit = (gold.get("unit") if isinstance(gold, dict) else None) or ""
    wanted, found = number(gold.get("value") if isinstance(gold, dict) else gold), number(ours.get("value"))
    known = {"dollar": "usd", "euro": "eur", "pound": "gbp"}
    return close(wanted, found) and (not unit or known.get(unit.lower(), unit.lower()) == (ours.get("unit") or "").lower())


def pairs(gold, found):
    """One found number for one of gold's, those that share the most of their text first."""
    shares = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            shared = min(g["end"], f["end"]) - max(g["start"], f["start"])
            if shared > 0:
                shares.append((-shared / (max(g["end"], f["end"]) - min(g["start"], f["start"])), i, j))
    left, right, out = set(), set(), []
    for _, i, j in sorted(shares):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((gold[i], found[j]))
    return out


def main(files):
    if UREG is None:
        print("without pint no unit is converted", file=sys.stderr)
    print(f"{'':40}{'gold':>6}{'found':>7}{'F1':>7}{'by code':>9}{'by meaning':>12}")
    for file in files:
        articles = [json.loads(line) for line in open(file, encoding="utf-8") if line.strip()]
        feed = "".join(json.dumps({"id": a["id"], "text": a["text"], "date": a.get("date")}) + "\n" for a in articles)
        run = subprocess.run([TOP / "build/src/nutgraf", "--from", "jsonl", "--format", "jsonl"], input=feed.encode(), stdout=subprocess.PIPE, check=True)
        golds = founds = matched = valued = by_code = by_meaning = 0
        for article, line in zip(articles, run.stdout.decode().splitlines()):
            gold = [m for m in article.get("entities", article.get("mentions", [])) if m.get("type", m.get("kind")) == "number"]
            found = [m for m in json.loads(line)["mentions"] if m["kind"] == "number"]
            golds += len(gold)
            founds += len(found)
            for g, f in pairs(gold, found):
                matched += 1
                if g.get("value") in (None, "", {}) or ends(g["value"]) is None:
                    continue
                valued += 1
                by_code += same_code(g["value"], f["value"] or {})
                by_meaning += same(g["value"], f["value"] or {})
        f1 = 2 * matched / (golds + founds) if golds + founds else 0
        share = f1 / valued if valued else 0
        print(f"{pathlib.Path(file).stem:40}{golds:6}{founds:7}{100 * f1:7.1f}{100 * share * by_code:9.1f}{100 * share * by_meaning:12.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
