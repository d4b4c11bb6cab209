"""Reading, cleaning and writing of word lists in their canonical form.

A list is a UTF-8 file: `# ...` lines, one header line of column names, rows; fields separated by one tab.
build.py writes lists with this module and check.py verifies them with it.
"""

import csv
import os
import re
import unicodedata

MAX_WORDS = 12
SPACES = re.compile(r'\s+')
QUOTES = str.maketrans({'\u2019': "'", '\u2018': "'", '\u02bb': "'", '\u02bc': "'", '\u2032': "'",
                        '\u02bf': "'", '\u02be': "'", '`': "'", '\u2013': '-', '\u2010': '-', '\u2011': '-'})
LETTERS = str.maketrans({'ø': 'o', 'Ø': 'O', 'ł': 'l', 'Ł': 'L', 'đ': 'd', 'Đ': 'D', 'ð': 'd', 'Ð': 'D',
                         'þ': 'th', 'Þ': 'Th', 'ß': 'ss', 'æ': 'ae', 'Æ': 'Ae', 'œ': 'oe', 'Œ': 'Oe',
                         'ı': 'i', 'ə': 'a', 'Ə': 'A'})


def clean(field):
    """One field: NFC, straight apostrophes, single spaces, none at the ends."""
    return SPACES.sub(' ', unicodedata.normalize('NFC', field or '').translate(QUOTES)).strip()


def strip_diacritics(form):
    decomposed = unicodedata.normalize('NFKD', form.translate(LETTERS))
    return ''.join(c for c in decomposed if not unicodedata.combining(c))


def fold(form):
    """The variants that the matcher treats as one form get one key; letter case stays.

    Folded away: diacritics, hyphen or space, "&" or "and", "St." or "Saint", final and inner periods of
    abbreviations (U.S. is US). "J. K." stays two words and differs from "JK".
    """
    words = []
    for word in strip_diacritics(form).replace('-', ' ').replace('&', ' and ').split():
        if '.' in word and re.search(r'[^\W\d]', word):
            word = word.replace('.', '')
        words.append('St' if word == 'Saint' else word)
    return ' '.join(words)


def split_forms(field):
    return [form for form in (clean(part) for part in (field or '').split('|')) if form]


def word_count(form):
    return len(re.findall(r"[\w'.]+|[^\w\s]", form))


def plain_number(text):
    """'25.0' is '25', '0.5' stays; no exponent, no padding."""
    number = float(text)
    return str(int(number)) if number == int(number) else repr(number)


class Table:
    """One list: its comment lines, columns and rows, keyed by all columns named in `key`."""

    def __init__(self, label, columns, notes, key=('name',)):
        self.label = label
        self.columns = columns
        self.notes = notes
        self.key = key
        self.rows = {}

    def add(self, name, aliases=(), **fields):
        """Add a row, or merge into the row with the same key: aliases unite, the first value of a field stays."""
        row = {'name': clean(name), **{k: clean(str(v)) for k, v in fields.items() if v is not None}}
        if '|' in row.get('country', ''):  # at home in several countries: none is the country
            row['country'] = ''
        unknown = set(row) - set(self.columns)
        if unknown:
            raise ValueError(f'{self.label}: no column {sorted(unknown)}')
        if not row['name'] or word_count(row['name']) > MAX_WORDS:
            return
        key = tuple(fold(row.get(k, '')) if k == 'name' else row.get(k, '') for k in self.key)
        old = self.rows.setdefault(key, {'aliases': []})
        for column, value in row.items():
            old[column] = old.get(column) or value
        old['aliases'] += [clean(a) for a in aliases]

    def drop(self, name, form=''):
        """Drop the rows called `name`, or only one of their aliases. Says whether anything was dropped."""
        dropped = False
        for key in [k for k, row in self.rows.items() if row['name'] == name]:
            row = self.rows[key]
            if not form:
                del self.rows[key]
                dropped = True
            elif form in row['aliases']:
                row['aliases'] = [a for a in row['aliases'] if a != form]
                dropped = True
        return dropped

    def lines(self):
        out = set()
        for row in self.rows.values():
            if 'aliases' in self.columns:
                row['aliases'] = '|'.join(tidy_aliases(row['name'], row['aliases']))
            out.add('\t'.join(row.get(c, '') for c in self.columns))
        return sorted(out, key=lambda line: line.encode())

    def write(self, folder):
        path = os.path.join(folder, *self.label.split('/')) + '.tsv'
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8', newline='') as file:
            for note in self.notes:
                file.write(f'# {note}\n')
            file.write('\t'.join(self.columns) + '\n')
            for line in self.lines():
                file.write(line + '\n')
        return path


def tidy_aliases(name, aliases):
    """Sorted aliases without those that the matcher would take for the name or for one another."""
    seen = {fold(name)}
    kept = []
    for alias in sorted(set(aliases), key=lambda a: (strip_diacritics(a) == a, '.' in a, a)):
        if not alias or word_count(alias) > MAX_WORDS or fold(alias) in seen or not fold(alias):
            continue
        seen.add(fold(alias))
        kept.append(alias)
    return sorted(kept, key=lambda a: a.encode())


def read_source(path):
    """Rows of one raw list as dicts; missing trailing fields are ''."""
    with open(path, encoding='utf-8', newline='') as file:
        reader = csv.reader(file, delimiter='\t', quoting=csv.QUOTE_NONE)
        columns = next(reader)
        for fields in reader:
            yield dict(zip(columns, [clean(f) for f in fields] + [''] * len(columns)))


def read_list(path):
    """Notes, columns and rows (dicts) of one list in canonical form."""
    notes, columns, rows = [], None, []
    with open(path, encoding='utf-8', newline='') as file:
        for line in file.read().split('\n'):
            if columns is None and line.startswith('#'):
                notes.append(line[1:].strip())
            elif columns is None:
                columns = line.split('\t')
            elif line:
                rows.append(dict(zip(columns, line.split('\t') + [''] * len(columns))))
    return notes, columns, rows
