#!/usr/bin/env python3
"""Verify that every word list is in its canonical form:  check.py LEXICONS_DIR [--fix]

Reports each violation as file:line: message and ends with status 1 if there was any. --fix rewrites what can be
rewritten without a decision: order, spaces, quotes' shape, order and doubles of aliases.
"""

import os
import re
import sys
import unicodedata

from tables import MAX_WORDS, clean, fold, read_list, split_forms, tidy_aliases, word_count

LABEL = re.compile(r'^[a-z0-9]+(-[a-z0-9]+)*$')
COLUMN = re.compile(r'^[a-z][a-z0-9_]*$')
DECIMAL = re.compile(r'^-?(0|[1-9]\d*)(\.\d+)?$')
NUMERIC = {'weight', 'lat', 'lon', 'population', 'cap_share', 'factor', 'geonames_id', 'from', 'to', 'prominence'}
COORDINATE = {'lat': 90, 'lon': 180}
CODE = {'country': re.compile(r'^[A-Z]{2}$'), 'iso2': re.compile(r'^[A-Z]{2}$'), 'iso3': re.compile(r'^[A-Z]{3}$'),
        'iata': re.compile(r'^[A-Z0-9]{3}$'), 'postal': re.compile(r'^[A-Z]{2}$'), 'code': re.compile(r'^[A-Z0-9.]+$')}


def check(path):
    """All violations of one file as (line number, message)."""
    found = []
    with open(path, 'rb') as file:
        data = file.read()
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError as error:
        return [(data[:error.start].count(b'\n') + 1, 'not UTF-8')]
    if not LABEL.match(os.path.basename(path)[:-4]):
        found.append((1, 'the file name is not a lower-case label with hyphens'))
    if text.startswith('\ufeff'):
        found.append((1, 'byte order mark'))
    if '\r' in text:
        found.append((text[:text.index('\r')].count('\n') + 1, 'carriage return'))
    if not text.endswith('\n') or text.endswith('\n\n'):
        found.append((text.count('\n'), 'the file must end with one line feed'))

    lines = text.rstrip('\n').split('\n')
    head = 0
    while head < len(lines) and lines[head].startswith('#'):
        if not re.match(r'^# (source|about|note): \S', lines[head]):
            found.append((head + 1, 'a leading line is "# source: ..." or "# about: ..."'))
        head += 1
    if not any(line.startswith('# source: ') for line in lines[:head]):
        found.append((1, 'no "# source:" line'))
    if head == len(lines):
        return found + [(head, 'no header line')]
    columns = lines[head].split('\t')
    if columns[0] != 'name' or len(set(columns)) != len(columns) or not all(map(COLUMN.match, columns)):
        found.append((head + 1, 'the header must name each column once, "name" first'))
    if head + 1 == len(lines):
        found.append((head + 1, 'no rows'))

    previous = b''
    for number, line in enumerate(lines[head + 1:], head + 2):
        if line.encode() == previous:
            found.append((number, 'duplicate row'))
        elif line.encode() < previous:
            found.append((number, 'rows are not sorted by bytes'))
        previous = line.encode()
        found += [(number, message) for message in check_row(columns, line)]
    return found


def check_row(columns, line):
    fields = line.split('\t')
    if len(fields) != len(columns):
        return [f'{len(fields)} fields under {len(columns)} columns']
    found = []
    for column, field in zip(columns, fields):
        if field != field.strip():
            found.append(f'{column}: space at an end')
        if unicodedata.normalize('NFC', field) != field:
            found.append(f'{column}: not NFC')
        if re.search(r'[\x00-\x1f\x7f\u00a0\u00ad\u200b-\u200f\u2028\u2029\ufeff\ufffd]', field):
            found.append(f'{column}: control or invisible character')
        if '  ' in field:
            found.append(f'{column}: two spaces')
        if len(field) > 1 and field[0] == field[-1] and field[0] in '"\u201c\u201d' and column in ('name', 'aliases'):
            found.append(f'{column}: quoted')
        if field and column in NUMERIC and not DECIMAL.match(field):
            found.append(f'{column}: {field!r} is not a plain decimal')
        elif field and column in COORDINATE and abs(float(field)) > COORDINATE[column]:
            found.append(f'{column}: {field} is out of range')
        if field and column in CODE and not CODE[column].match(field):
            found.append(f'{column}: {field!r} is not a code')
    name = fields[0]
    if not name:
        found.append('name: empty')
    elif '|' in name:
        found.append('name: holds "|"')
    elif word_count(name) > MAX_WORDS:
        found.append(f'name: more than {MAX_WORDS} words')
    if 'aliases' in columns:
        field = fields[columns.index('aliases')]
        aliases = field.split('|') if field else []
        if '' in aliases:
            found.append('aliases: an empty one')
        if any(a != a.strip() for a in aliases):
            found.append('aliases: space at an end')
        if aliases != sorted(aliases, key=str.encode):
            found.append('aliases: not sorted')
        seen = {fold(name)}
        for alias in aliases:
            if fold(alias) in seen:
                found.append(f'aliases: {alias!r} is no new form')
            seen.add(fold(alias))
            if word_count(alias) > MAX_WORDS:
                found.append(f'aliases: more than {MAX_WORDS} words')
    return found


def fix(path):
    notes, columns, rows = read_list(path)
    lines = set()
    for row in rows:
        row = {column: clean(value) for column, value in row.items()}
        if 'aliases' in row:
            row['aliases'] = '|'.join(tidy_aliases(row['name'], split_forms(row['aliases'])))
        if row['name']:
            lines.add('\t'.join(row[column] for column in columns))
    with open(path, 'w', encoding='utf-8', newline='') as file:
        for line in [f'# {note}' for note in notes] + ['\t'.join(columns)] + sorted(lines, key=str.encode):
            file.write(line + '\n')


def main():
    arguments = [a for a in sys.argv[1:] if a != '--fix']
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    bad = lists = rows = size = 0
    for folder, folders, files in os.walk(arguments[0]):
        folders.sort()
        for name in sorted(f for f in files if f.endswith('.tsv')):
            path = os.path.join(folder, name)
            if '--fix' in sys.argv:
                fix(path)
            for line, message in check(path):
                print(f'{path}:{line}: {message}')
                bad += 1
            lists += 1
            rows += len(read_list(path)[2])
            size += os.path.getsize(path)
    if not lists:
        raise SystemExit(f'{arguments[0]}: no lists')
    print(f'{lists} lists, {rows} rows, {size} bytes, {bad} violations', file=sys.stderr)
    sys.exit(1 if bad else 0)


if __name__ == '__main__':
    main()
