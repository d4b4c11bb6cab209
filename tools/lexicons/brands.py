#!/usr/bin/env python3
"""Adds brands and operators of open map data to lists of organizations: python3 tools/lexicons/brands.py PACKAGES SOURCE_DIR lexicons

PACKAGES holds the unpacked npm package name-suggestion-index 8.0.20260918 as name-suggestion-index/, SOURCE_DIR what build.py takes. Run
it after build.py: what the lists of organizations have stays as it is. Added are names in Latin letters with an item of Wikidata, without
legal endings and brackets ("Covenant Health (Texas)"), by what they run (list_of). Left out are

  single words that are words, people or places on any list, and those with an "s" behind a name ("Jacksons", "Barry's")
  names of several words that are all common, are a person's, or stand on another list
  departments and branches: names that begin with an organization's ("Walmart Pharmacy", "HSBC Saudi Arabia")
  offices without a place in their names ("Department of Conservation"), and those in other languages than English

own/brands.tsv says of names for which this is wrong in which list they are (`list` empty: none).
"""
import json
import os
import re
import sys
from pathlib import Path

from build import OWN, LATIN, Sources, is_acronym, short_company, without_the
from tables import clean, fold, read_list, split_forms

SOURCE = 'name-suggestion-index (BSD-3-Clause)'
COLUMNS = {'company': ['name', 'aliases', 'country'], 'company-weak': ['name', 'of', 'country'],
           'government': ['name', 'aliases', 'acronym', 'country'], 'military': ['name', 'aliases', 'acronym', 'country'],
           'international': ['name', 'aliases', 'acronym', 'country', 'type']}
ORGANIZATIONS = ('armed-group', 'band', 'company', 'company-weak', 'government', 'government-weak', 'international', 'media', 'media-weak',
                 'military', 'party', 'sports-team', 'sports-team-weak', 'team-town', 'university')
PEOPLE = ('given-name', 'surname', 'east-asian-surname', 'east-asian-given')
ENGLISH = set('us gb ca au nz ie in za sg ph ng ke pk jm tt'.split())

# What news in English writes about in all countries, and what only where it is at home.
WORLD = re.compile(
    r'brands/(amenity/(bank|fuel|cinema|pharmacy|post_office|car_rental|car_sharing|clinic|hospital|casino|money_transfer)|'
    r'shop/(supermarket|department_store|clothes|shoes|furniture|electronics|books|doityourself|mobile_phone|telecommunication|car|sports|'
    r'cosmetics|chemist|travel_agency|jewelry|bookmaker|variety_store|toys|wholesale|watches|convenience|truck|motorcycle|perfumery)|'
    r'office/(insurance|telecommunication|energy_supplier|financial|logistics|consulting|employment_agency|estate_agent)|tourism/hotel)|'
    r'operators/(telecom/|amenity/post_office|route/|office/(energy_supplier|water_utility))')
HOME = re.compile(
    r'brands/(amenity/(fast_food|cafe|restaurant|bar|pub|ice_cream|bureau_de_change|dentist|car_wash|gambling|driving_school)|'
    r'shop/(?!locksmith|repair|outpost|copyshop|massage|tattoo|printer_ink|herbalist|window_blind)\w+|office/(?!political_party|lawyer|government)\w+|'
    r'tourism/|leisure/(fitness_centre|sports_centre|bowling_alley|trampoline_park)|healthcare/|craft/cleaning)|'
    r'operators/(power/|pipeline/|amenity/(charging_station|parking)|man_made/(works|pipeline|water_works))')
OFFICES = re.compile(r'(brands|operators)/(amenity/(police|fire_station|hospital|clinic|social_facility|library|prison|courthouse|townhall|post_box|'
                     r'recycling|school)|emergency/\w+|office/(government|association|union|charity)|leisure/(park|nature_reserve)|boundary/\w+|landuse/military|'
                     r'highway/\w+|shop/charity|club/\w+|man_made/(monitoring_station|surveillance|survey_point)|healthcare/\w+|tourism/\w+)')
POLICE = re.compile(r"\b(Police|Constabulary|State Patrol|Highway Patrol|Sheriff's Office|Self-Defense Force|National Guard)\b|[Pp]olizei|[Kk]riminalamt|^Policía|"
                    r'^Police|\b(Politie|Politi)$')
HEALTH = re.compile(r'\b(Health|Healthcare|HealthCare|Hospitals?|Clinics?|Medicine|Medical|Hospice|Health Care|Kliniken|Klinik)\b')
CHARITY = re.compile(r'\b(Trust|Conservancy|Foundation|Society|Association|Audubon|Red Cross|Salvation Army|Hospice|Scouts?|Guides|Federation|'
                     r'Land Conservancy|Alpine Club)\b')
OFFICE = re.compile(r'\b(Department|Council|Commission|Agency|Authority|Board|Bureau|Administration|Directorate|Division|DMV|DNR|BMV|MVA|Prison Service|'
                    r'Park District|Parks and Recreation|Fire Department|Fire Brigade|Fire Rescue|Fire and Rescue|Fire Service|Fire District|Fire Authority|'
                    r'Ambulance Service|State Parks|Courts|Parks|Forest Service|Unified School District|Fire Services|Fire Protection|Fire Protection District)\b|'
                    r'NHS (?:Foundation )?Trust|^NHS ')
NO_PLACE = re.compile(r'^(Department|Ministry|Bureau|Federal Ministry|State Ministry|Forest Department|National Park|City|County|Town|Village|Township|Borough|'
                      r'Government|Commonwealth|Municipality|Parks|Fire Department|Fire District|Public|Education|District|Community|Central Coast|Directorate|Courts|'
                      r'Higher|Environment|Leisure|London Borough)\b')
FOREIGN = re.compile(r'\b(de|del|du|des|der|di|do|da|und|et|för|van|der|la|le|las|los|el|y|och|og)\b|[Mm]unicip|[Cc]omun|[Gg]emeinde|[Gg]emeente|'
                     r'[Kk]ommun|[Kk]aupunki|Landkreis|Stadt|Ville|Mairie')
# Words that end the name of a part of an organization with that name; before any others it is another one ("Columbia Bank").
OTHER = re.compile(r'\b(Bank|Insurance|Financial|Energy|Electric|Power|Gas|Water|Hotels?|Telecom|Group|Union|Airlines|Life|Pipeline|Health|Utilities|'
                   r'Trust|Society|Homes?|Pizza|Coffee|Burgers?|Grill|Brothers|Furniture|Department)$')
CARRIER = re.compile(r'\b(Transit|Transit System|Buses|Ferries|Coaches|Transpo|TrainLink|Ferry Service|Bus)$')
PARTICLES = set('of the and de la le les du des di da do del der y et und e en on in for to by van von dos das al &'.split())


def name_of(item):
    """The name that English uses, without brackets and legal endings."""
    tags = item['tags']
    for name in [item['displayName']] + [tags.get(key, '') for key in ('name:en', 'brand:en', 'operator:en')]:
        name = re.sub(r'\s*\([^)]*\)$', '', clean(name))
        if LATIN.match(name):
            return without_the(short_company(name))
    return ''


def countries(item):
    codes = set()
    for place in item['locationSet'].get('include', []):
        code = re.split(r'[.-]', place)[0] if isinstance(place, str) else ''
        code = {'conus': 'us', 'fx': 'fr', 'uk': 'gb', 'aldi': 'de', 'ic': 'es'}.get(code, code)
        codes.add(code if re.fullmatch('[a-z]{2}', code) else '')
    return codes


def brands(packages):
    """name -> (paths, countries) of what has an item of Wikidata."""
    found = {}
    for path, group in sorted(json.loads((packages / 'name-suggestion-index/dist/json/nsi.min.json').read_text())['nsi'].items()):
        for item in group['items'] if re.match('brands|operators|transit', path) else []:
            name = name_of(item)
            if len(name) > 3 and any(tag.endswith('wikidata') for tag in item['tags']):
                paths, codes = found.setdefault(fold(name), (name, set(), set()))[1:]
                paths.add(path)
                codes |= countries(item)
    return {name: (paths, codes) for name, paths, codes in found.values()}


def list_of(name, paths, codes):
    """The list that a name belongs to by what it runs, or ''."""
    text = ' '.join(sorted(paths))
    if text.startswith('transit'):  # networks are called like lines and cities: those that say that they run them
        if NO_PLACE.match(name):
            return ''
        return 'company' if CARRIER.search(name) and codes & ENGLISH else 'government' if name.endswith(' Authority') else ''
    offices = {path for path in paths if OFFICES.match(path)}
    if offices and (offices == paths or OFFICE.search(name)):
        if POLICE.search(name):
            return 'military' if re.search(r'Self-Defense|National Guard', name) else 'government'
        english = codes & ENGLISH or re.search(r'\b(Department|Service|Agency|Authority|National|Trust)\b', name)
        if not english or FOREIGN.search(name) or NO_PLACE.match(name) or len(name.split()) < 2:
            return ''
        if OFFICE.search(name):
            return 'government'
        if CHARITY.search(name) and 'school' not in text:
            return 'international'
        return 'company' if HEALTH.search(name) else ''
    if not any(WORLD.match(path) or codes & ENGLISH and HOME.match(path) for path in paths):
        return ''
    if any(path.startswith('operators') for path in paths):
        if FOREIGN.search(name) or NO_PLACE.match(name):
            return ''
        if OFFICE.search(name):
            return 'government'
    return 'company'


class Known:
    """What the lists say of names, in lower case and folded."""

    def __init__(self, lists, sources):
        self.sources = sources
        self.labels = {}
        for path in sorted(lists.glob('*/*.tsv')):
            for row in read_list(path)[2]:
                for form in [row['name'], row.get('acronym', '')] + split_forms(row.get('aliases', '')):
                    if form:
                        self.labels.setdefault(fold(form).lower(), set()).add(path.stem)

    def of(self, name):
        return self.labels.get(fold(name).lower(), set())

    def is_organization(self, name):
        return not self.of(name).isdisjoint(ORGANIZATIONS)

    def is_doubtful(self, name):
        """It may be another thing than this organization."""
        words = name.split()
        if self.of(name):
            return True
        if not re.match(r'[A-Z\u00c0-\u024f0-9]', name) or len(re.findall(r'[^\W\d_]', name)) < 3 or re.search(r'[/!+]| - |^(Mr|Mrs|Ms|Miss|Dr)\b', name):
            return True
        if len(words) == 1:
            bare = re.sub(r"'?s$", '', name)
            return is_acronym(name) and len(name) < 4 or self.sources.is_common(name, 0.6) or not re.match(r'[A-Z\u00c0-\u024f]', name) or \
                bare != name and bool(self.of(bare) - set(ORGANIZATIONS))
        if any(word.islower() and word not in PARTICLES for word in words):
            return True
        if all(self.sources.is_common(word, 0.6) or word in PARTICLES for word in fold(name).split()):
            return True
        return len(words) == 2 and 'given-name' in self.of(words[0]) and not self.of(words[1]).isdisjoint(PEOPLE)

    def is_part(self, name):
        """It begins with the name of an organization."""
        words = name.split()
        begins = (' '.join(words[:end]) for end in range(1, len(words)))
        return not OTHER.search(name) and any(len(begin) > 2 and self.is_organization(begin) for begin in begins)

    def is_new(self, name):
        return not self.is_organization(name) and not self.is_doubtful(name) and not self.is_part(name)


def main():
    packages, lists = Path(sys.argv[1]), Path(sys.argv[3])
    known = Known(lists, Sources(sys.argv[2], sys.argv[3]))
    own = {}
    for row in read_list(os.path.join(OWN, 'brands.tsv'))[2]:
        own.setdefault(row['name'], set()).add(row['list'])
    found = brands(packages)
    for name in sorted(set(own) - set(found)):
        print(f'own/brands.tsv: no {name!r}', file=sys.stderr)
    added = {label: [] for label in COLUMNS}
    for name, (paths, codes) in found.items():
        labels = own.get(name)
        if labels is None:
            label = list_of(name, paths, codes)
            labels = [label] if label and known.is_new(name) else []
        for label in filter(None, labels):
            row = {'name': name, 'of': name, 'type': 'ngo', 'country': ''.join(codes).upper() if len(codes) == 1 else ''}
            added[label].append('\t'.join(row.get(column, '') for column in COLUMNS[label]))
    for label, rows in added.items():
        add_rows(lists / f'organizations/{label}.tsv', rows)
        print(f'{len(rows):6} {label}')


def add_rows(path, rows):
    """What the list has stays as it is."""
    lines = path.read_text(encoding='utf-8').rstrip('\n').split('\n')
    head = next(i for i, line in enumerate(lines) if not line.startswith('#'))
    notes = [line + f', {SOURCE}' if line.startswith('# source:') and SOURCE not in line else line for line in lines[:head]]
    rows = sorted(set(lines[head + 1:] + rows), key=lambda line: line.encode())
    path.write_text('\n'.join(notes + [lines[head]] + rows) + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
