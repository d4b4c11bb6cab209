#!/usr/bin/env python3
"""Check the articles of this folder and their gold marks (README.md describes the format).

  corpus/check.py                check everything, print counts by kind
  corpus/check.py --write-text   write each NAME.txt anew from NAME.gold, then check
  corpus/check.py DIR            the same for another folder that holds dev/, test/, names/ and names-test/

Problems go to stderr as file:line: message, all of them at once. Status: 0 clean, 1 problems, 2 usage.
"""
import argparse
import datetime
import os
import re
import sys
from collections import Counter, namedtuple
from decimal import Decimal

NAMES_SETS = ("names", "names-test")   # short articles of which only names are marked, without entities and without NAME.txt
SETS = ("dev", "test", *NAMES_SETS)
MIN_ARTICLES = 20                      # over both sets
MIN_WORDS, MAX_WORDS = 300, 800
MIN_WORDS_SHORT = 150                  # NAME ends in -brief or -scores: wire briefs, lists of results
MIN_WORDS_NAMES, MAX_WORDS_NAMES = 80, 500

NAMES = ("person", "place", "organization", "group")          # carry an entity, no value
VALUES = ("number", "date")                                   # carry a value, no entity
SUBKINDS = {
    "person": (),
    "place": ("country", "region", "city", "natural", "facility", "other"),
    "organization": ("company", "government", "media", "military", "party", "sport", "education", "other"),
    "group": ("nationality", "religion", "politics", "ethnic", "other"),
    "number": ("cardinal", "ordinal", "percent", "money", "quantity", "range"),
    "date": ("date", "time", "duration", "set", "range"),
}

# begin and end count code points of the text without marks, end exclusive; line is the .gold file's, from 1.
Mention = namedtuple("Mention", "begin end kind subkind entity value text line")

HEADER = re.compile(r"(?P<kind>[a-z]+)(?:/(?P<subkind>[a-z]+))?(?:#(?P<entity>[^\s=]+))?(?:=(?P<value>\S+))?")
DECIMAL = r"-?\d+(?:\.\d+)?"
NUMBER = {
    "cardinal": re.compile(DECIMAL),
    "ordinal": re.compile(r"\d+"),
    "percent": re.compile(DECIMAL + ":%"),
    "money": re.compile(DECIMAL + ":[A-Z]{3}"),
    "quantity": re.compile(DECIMAL + r":[^\s:]+"),
    "range": re.compile(rf"(?P<low>{DECIMAL})/(?P<high>{DECIMAL})(?::(?:%|[^\s:]+))?"),
}
SCALES = {None: 1, "percent": 1, "million": 10**6, "billion": 10**9, "lakh": 10**5, "crore": 10**7}
MONTHS = ("January February March April May June July August September October November December").split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DAY_PART = r"(?:MO|MI|AF|EV|NI)"
CLOCK = r"\d\d:\d\d(?::\d\d)?"
YEAR = r"(?:\d{4}|XXXX)"
POINT = (rf"(?:\d{{2,3}}|{YEAR}"                                           # 19 century, 199 decade, 2021
         rf"|{YEAR}-(?:Q[1-4X]|H[12]|SP|SU|FA|WI)"                         # 2021-Q3, 2021-H1, 2021-SU
         rf"|{YEAR}-W(?:\d\d|XX)(?:-(?:[1-7]|WE))?"                        # 2022-W03, 2022-W03-WE, XXXX-WXX-2
         rf"|{YEAR}-(?:\d\d|XX)(?:-(?:\d\d|XX))?)")                        # 2021-12, 2021-12-27
AMOUNT = r"(?:\d+(?:\.\d+)?|X)"
LENGTH = (rf"P(?=.)(?:{AMOUNT}[YEQMWD])*"                                  # E decade, Q quarter
          rf"(?:T(?=.)(?:{AMOUNT}H)?(?:{AMOUNT}M)?(?:{AMOUNT}S)?)?")
DATE = {
    "date": re.compile(rf"{POINT}|PAST_REF|PRESENT_REF|FUTURE_REF"),
    "time": re.compile(rf"(?:{POINT})?T(?:{CLOCK}|{DAY_PART})"),
    "duration": re.compile(LENGTH),
    "set": re.compile(rf"{LENGTH}|{POINT}(?:T(?:{CLOCK}|{DAY_PART}))?"),
    "range": re.compile(rf"{POINT}(?:T{CLOCK})?/{POINT}(?:T{CLOCK})?"),
}
# What is no title but the begin of a name.
STAGE_NAMES = ("Lady Gaga", "Queen Latifah", "Lord Huron", "Prince Royce", "Sir Mix-a-Lot", "Judge Dredd")
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lady|Lord|President|Prime Minister|Minister|Senator|Sen|"
                   r"Rep|Gov|Governor|Gen|General|Judge|Inspector|Lt|Col|Capt|King|Queen|Pope)\.?\s")


def parse_gold(source, entities=True):
    """Text without marks, its mentions, and problems as (line, message). With `entities` every name must have one."""
    text, length, mentions, problems = [], 0, [], []
    position, line = 0, 1

    def emit(piece):
        nonlocal length
        text.append(piece)
        length += len(piece)

    while position < len(source):
        char = source[position]
        if char == "\\" and source[position + 1:position + 2] in ("[", "]"):
            emit(source[position + 1])
            position += 2
        elif char == "]":
            problems.append((line, "']' closes no mark (write \\] for a literal one)"))
            position += 1
        elif char == "[":
            space = source.find(" ", position)
            header = source[position + 1:space] if space >= 0 else ""
            if not header or "\n" in header:
                problems.append((line, "'[' opens no mark: no header up to a space (write \\[ for a literal one)"))
                position += 1
                continue
            end, closed, inner = space + 1, False, []
            while end < len(source):
                if source[end] == "\\" and source[end + 1:end + 2] in ("[", "]"):
                    inner.append(source[end + 1])
                    end += 2
                    continue
                if source[end] in "[]" or source.startswith("\n\n", end):
                    closed = source[end] == "]"
                    break
                inner.append(source[end])
                end += 1
            surface = "".join(inner)
            if not closed:
                problems.append((line, f"mark [{header} ... is not closed before the next mark or paragraph"))
            else:
                end += 1
                mention, wrong = parse_mark(header, surface, length, line, entities)
                problems += [(line, f"[{header} {surface}]: {message}") for message in wrong]
                if mention:
                    mentions.append(mention)
            emit(surface)
            line += surface.count("\n")
            position = end
        else:
            line += char == "\n"
            emit(char)
            position += 1
    return "".join(text), mentions, problems


def parse_mark(header, surface, begin, line, entities):
    """A Mention (None if the header makes no sense) and a list of messages."""
    match = HEADER.fullmatch(header)
    if not match:
        return None, ["header is not KIND[/SUBKIND][#ENTITY][=VALUE]"]
    kind, subkind, entity, value = match.group("kind", "subkind", "entity", "value")
    if kind not in SUBKINDS:
        return None, [f"unknown kind {kind}; known: {' '.join(SUBKINDS)}"]
    wrong = []
    if subkind is None and SUBKINDS[kind]:
        wrong.append(f"{kind} needs a subkind: {' '.join(SUBKINDS[kind])}")
    elif subkind is not None and subkind not in SUBKINDS[kind]:
        wrong.append(f"unknown subkind {subkind}; {kind} has: {' '.join(SUBKINDS[kind]) or 'none'}")
    if kind in NAMES:
        if entities and entity is None:
            wrong.append("an entity is missing: #Canonical_Name")
        if value is not None:
            wrong.append(f"{kind} takes no value")
    else:
        if entity is not None:
            wrong.append(f"{kind} takes no entity")
        if value is None:
            wrong.append("a value is missing")
        elif not wrong:
            wrong += value_problems(kind, subkind, value, " ".join(surface.split()))
    wrong += surface_problems(kind, surface)
    return Mention(begin, begin + len(surface), kind, subkind, entity, value, surface, line), wrong


def surface_problems(kind, surface):
    if surface != surface.strip() or not surface:
        return ["text is empty or has a space at an end"]
    wrong = []
    if re.match(r"the\s", surface, re.I):
        wrong.append("a leading 'the' stays outside")
    if kind in ("person", "group") and re.search(r"['’]s?$", surface):  # but "McDonald's", "St John's"
        wrong.append("a possessive stays outside")
    if kind == "person" and TITLE.match(surface) and surface not in STAGE_NAMES:
        wrong.append("a title stays outside")
    return wrong


def value_problems(kind, subkind, value, surface):
    form = (NUMBER if kind == "number" else DATE)[subkind].fullmatch(value)
    if not form:
        return [f"{value} is no value of {kind}/{subkind}"]
    if kind == "number":
        if subkind == "range" and float(form.group("low")) >= float(form.group("high")):
            return ["the range's ends are not in order"]
        return digit_problems(subkind, value, surface)
    wrong = []
    for year, week in re.findall(r"(\d{4})-W(\d\d)", value):
        if not 1 <= int(week) <= datetime.date(int(year), 12, 28).isocalendar()[1]:
            wrong.append(f"{year} has no week {week}")
    days = []
    for year, month, day in re.findall(r"(\d{4})-(\d\d)(?:-(\d\d))?", value):
        try:
            date = datetime.date(int(year), int(month), int(day or 1))
        except ValueError as error:
            wrong.append(f"{value}: {error}")
            continue
        if day:
            days.append(date)
    if len(days) == 1 and "/" not in value:
        wrong += calendar_problems(days[0], surface)
    return wrong


def digit_problems(subkind, value, surface):
    """Counts, ordinals and percents written in digits, with at most one scale word, must have that value."""
    plain = re.fullmatch(r"(?P<digits>\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?(?: (?P<scale>[a-z]+))?"
                         r"(?:%| ?percent| per cent)?", surface)
    if subkind not in ("cardinal", "ordinal", "percent") or not plain or plain["scale"] not in SCALES:
        return []
    wanted = Decimal(plain["digits"].replace(",", "")) * SCALES[plain["scale"]]
    return [] if Decimal(value.split(":")[0]) == wanted else [f"the text says {wanted:f}"]


def calendar_problems(day, surface):
    """Where the text names a weekday, or a month with a day, the value must agree with it."""
    wrong = []
    # "Monday week" is the Monday after next; its weekday agrees all the same.
    weekday = re.search("|".join(WEEKDAYS), surface)
    if weekday and WEEKDAYS[day.weekday()] != weekday.group():
        wrong.append(f"{day} is a {WEEKDAYS[day.weekday()]}")
    month = r"(?P<month>(?:" + "|".join(f"{m[:3]}[a-z]*" for m in MONTHS) + r")\b)\.?"
    named = (re.search(month + r" (?P<day>\d\d?)\b", surface) or
             re.search(r"\b(?P<day>\d\d?) " + month, surface))
    if named and (MONTHS[day.month - 1][:3], day.day) != (named.group("month")[:3], int(named.group("day"))):
        wrong.append(f"{day} is not {named.group()}")
    return wrong


def publication_problems(text, mentions):
    """Line 1 the headline; line 2 'Date: 2021-12-28', or the first paragraph has a dateline with day and year."""
    lines = text.split("\n")
    if not lines[0].strip():
        return [(1, "line 1 must be the headline")]
    second = len(lines[0]) + 1
    if len(lines) > 1 and lines[1].startswith("Date: "):
        if len(lines) < 3 or lines[2]:
            return [(3, "an empty line must follow the Date: line")]
        for mention in mentions:
            if mention.begin == second + len("Date: "):
                if mention.text == mention.value == lines[1][len("Date: "):]:
                    return []
        return [(2, "the Date: line must be 'Date: [date/date=YYYY-MM-DD YYYY-MM-DD]'")]
    if len(lines) < 3 or lines[1]:
        return [(2, "line 2 must be 'Date: ...', or empty where a dateline has the date")]
    for mention in mentions:
        if lines[2] and mention.kind == "date" and mention.begin < second + 1 + len(lines[2]):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", mention.value or "") and mention.value[:4] in mention.text:
                return []
            break
    return [(3, "no Date: line, and the first line of text has no dateline with day and year")]


def layout_problems(text):
    wrong = []
    if not text.endswith("\n") or text.endswith("\n\n"):
        wrong.append((max(1, text.count("\n")), "the file must end in exactly one newline"))
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip() or line.startswith(" ") or "\t" in line or "\r" in line:
            wrong.append((number, "tab, carriage return, or space at an end of the line"))
    gap = text.find("\n\n\n")
    if gap >= 0:
        wrong.append((text.count("\n", 0, gap) + 3, "two empty lines in a row"))
    return wrong


def read_text(path):
    """The file's text, or None and a problem."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = error.object[:error.start].count(b"\n") + 1
        return None, [(path, line, "not UTF-8")]
    except OSError as error:
        return None, [(path, 1, error.strerror)]


def first_difference(left, right):
    """Line where two texts part, from 1."""
    line = 1
    for a, b in zip(left.split("\n"), right.split("\n")):
        if a != b:
            break
        line += 1
    return line


def check_names_article(path):
    """Mentions, words, problems of an article of which only names are marked."""
    gold, problems = read_text(path)
    if gold is None:
        return [], 0, problems
    text, mentions, wrong = parse_gold(gold, entities=False)
    words = len(text.split())
    wrong += layout_problems(text)
    wrong += [(m.line, f"{m.kind} is not marked here") for m in mentions if m.kind not in NAMES]
    if not MIN_WORDS_NAMES <= words <= MAX_WORDS_NAMES:
        wrong.append((1, f"{words} words; wanted {MIN_WORDS_NAMES} to {MAX_WORDS_NAMES}"))
    wrong += unmarked_problems(text, mentions)
    return mentions, words, [(path, line, message) for line, message in wrong]


def unmarked_problems(text, mentions):
    """A name of several words that is marked in one place and stands unmarked in another has been forgotten there."""
    wrong = []
    marked = [(m.begin, m.end) for m in mentions]
    for name in sorted({m.text for m in mentions if " " in m.text}):
        for found in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text):
            if not any(begin < found.end() and found.start() < end for begin, end in marked):
                wrong.append((text.count("\n", 0, found.start()) + 1, f"{name} is not marked here, but elsewhere"))
    return wrong


def check_article(stem, write_text):
    """Mentions, words, problems of STEM.gold and STEM.txt."""
    gold_path, text_path = stem + ".gold", stem + ".txt"
    gold, problems = read_text(gold_path)
    if gold is None:
        return [], 0, problems
    text, mentions, wrong = parse_gold(gold)
    if not wrong:
        wrong = publication_problems(text, mentions) + layout_problems(text)
        words = len(text.split())
        short = stem.endswith(("-brief", "-scores"))
        low = MIN_WORDS_SHORT if short else MIN_WORDS
        if not low <= words <= MAX_WORDS:
            wrong.append((1, f"{words} words; wanted {low} to {MAX_WORDS}"))
    problems = [(gold_path, line, message) for line, message in wrong]
    if write_text and not problems:
        with open(text_path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    plain, unread = read_text(text_path)
    if plain is None:
        return mentions, len(text.split()), problems + unread
    if plain != text and not problems:
        problems.append((text_path, first_difference(plain, text), "differs from the .gold without its marks"))
    return mentions, len(text.split()), problems


def places_problems(path, entities):
    """Rows of places.tsv that are no place of the set's articles, or not where a place can be."""
    text, problems = read_text(path)
    if text is None:
        return problems
    names = []
    for number, row in enumerate(text.splitlines(), 1):
        if row.startswith("#"):
            continue
        fields = row.split("\t")
        if not names:
            names.append("")
            if row != "entity\tcountry\tlat\tlon":
                problems.append((path, number, "wanted the columns entity, country, lat, lon"))
            continue
        if len(fields) != 4:
            problems.append((path, number, f"{len(fields)} columns; wanted 4"))
            continue
        entity, country, latitude, longitude = fields
        if entity not in entities:
            problems.append((path, number, f"{entity} is no place of these articles"))
        if not re.fullmatch(r"[A-Z]{2}|", country) or not (country or latitude):
            problems.append((path, number, f'"{country}" is no ISO 3166 code'))
        if (latitude or longitude) and not (re.fullmatch(DECIMAL, latitude) and re.fullmatch(DECIMAL, longitude)
                                            and abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180):
            problems.append((path, number, f'"{latitude}", "{longitude}" are no latitude and longitude'))
        names.append(entity)
    if names != sorted(set(names), key=str.encode):
        problems.append((path, 1, "rows are not sorted by their entities, each once"))
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", default=os.path.dirname(os.path.abspath(__file__)), metavar="DIR")
    parser.add_argument("--write-text", action="store_true", help="write each NAME.txt from NAME.gold first")
    options = parser.parse_args()
    root = os.path.relpath(options.root)

    problems, counts, articles, words = [], {}, Counter(), Counter()
    for name in SETS:
        folder = os.path.join(root, name)
        counts[name] = Counter()
        if not os.path.isdir(folder):
            problems.append((folder, 1, "no such folder"))
            continue
        stems = set()
        for entry in sorted(os.listdir(folder)):
            stem, extension = os.path.splitext(entry)
            if entry == "places.tsv":
                continue
            if extension in ((".gold",) if name in NAMES_SETS else (".gold", ".txt")) and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", stem):
                stems.add(stem)
            else:
                problems.append((os.path.join(folder, entry), 1, "not NAME.gold" if name in NAMES_SETS else "neither NAME.txt nor NAME.gold"))
        entities = set()
        for stem in sorted(stems):
            path = os.path.join(folder, stem)
            mentions, length, wrong = check_names_article(path + ".gold") if name in NAMES_SETS else check_article(path, options.write_text)
            problems += wrong
            articles[name] += 1
            words[name] += length
            for mention in mentions:
                counts[name][mention.kind] += 1
                if mention.kind == "place":
                    entities.add(mention.entity)
                counts[name][mention.kind, mention.subkind] += 1
        if name not in NAMES_SETS:
            problems += places_problems(os.path.join(folder, "places.tsv"), entities)
    if sum(articles.values()) < MIN_ARTICLES:
        problems.append((root, 1, f"{sum(articles.values())} articles; wanted {MIN_ARTICLES} or more"))

    def print_row(label, cells):
        print(f"{label:24}" + "".join(f"{cell:>11}" for cell in cells))

    print_row("", SETS)
    print_row("articles", (articles[name] for name in SETS))
    print_row("words", (words[name] for name in SETS))
    for kind, subkinds in SUBKINDS.items():
        print_row(kind, (counts[name][kind] for name in SETS))
        for subkind in subkinds:
            print_row("  " + subkind, (counts[name][kind, subkind] for name in SETS))

    for path, line, message in problems:
        print(f"{path}:{line}: {message}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
