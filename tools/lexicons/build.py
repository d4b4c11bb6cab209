#!/usr/bin/env python3
"""Build word lists from raw lists:  build.py SOURCE_DIR LEXICONS_DIR

SOURCE_DIR holds the raw lists (*.tsv; README.md says where they come from). Lists that a person wrote in full have no
raw list: they live in LEXICONS_DIR alone and are left untouched. For the others, rows of own/<folder>/<label>.tsv
are added (their fields win), rows and aliases of own/drop.tsv are taken out, and the list is written in its canonical
form. The same input gives the same bytes out.
"""

import math
import os
import re
import sys

from tables import Table, fold, plain_number, read_list, read_source, split_forms, strip_diacritics

OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'own')

# Forms of one name word: letters, and inside it apostrophes, hyphens and periods of initials.
NAME_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*$")
LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff0-9' .,&()/!+:°-]+$")


class Sources:
    """The raw lists, read on demand, and what is known of single words, also from lists that are kept by hand."""

    def __init__(self, folder, out):
        self.folder = folder
        self.load_names()
        kept = {label: read_list(os.path.join(out, *label.split('/')) + '.tsv')[2]
                for label in ('words/common-acronym', 'places/country', 'places/region', 'groups/nationality')}
        self.acronyms = {row['name'] for row in kept.pop('words/common-acronym')}
        self.not_people = {fold(form) for rows in kept.values() for row in rows
                           for form in [row['name']] + split_forms(row.get('aliases', ''))}
        self.words = {row['name']: row for row in map(judge_word, self.read('common_words')) if row}

    def read(self, name):
        return read_source(os.path.join(self.folder, name + '.tsv'))

    def cap_share(self, word):
        """Share of capitalised uses of a word in running text, None for an unknown word."""
        row = self.words.get(word.lower())
        return row['cap_share'] if row else None

    def load_names(self):
        """Single words that are first of all people or places."""
        self.people = {r['name'] for r in self.read('surnames') if float(r['weight']) >= 100}
        self.people |= {r['name'] for r in self.read('given_names') if float(r['weight']) >= 1000}
        self.places = {strip_diacritics(r['name']) for r in self.read('cities')
                       if int(r['population'] or 0) >= 100000 or r['status'] == 'capital'}
        self.small_places = {strip_diacritics(r['name']) for r in self.read('cities')}
        self.small_places |= {strip_diacritics(r['asciiname']) for r in self.read('towns')}
        self.countries = {r['name'] for r in self.read('countries') if r['type'] == 'country'} - {'Georgia'}
        self.lands = {r['name'] for r in self.read('countries')} | {r['name'] for r in self.read('us_states')}
        self.lands |= {r['name'] for r in self.read('regions') if r['kind'] in ('continent', 'region', 'sea', 'ocean')}
        self.lands -= LAND_PEOPLE
        for name in ('countries', 'regions', 'us_states', 'admin1'):
            self.places |= {strip_diacritics(r['name']) for r in self.read(name)}

    def is_weak(self, form):
        """One word that is also a common word, a frequent name of people or the name of a place."""
        if ' ' in form or is_acronym(form) or re.search(r'[^\w-]|[a-z][A-Z]', strip_diacritics(form)):
            return False
        return self.is_common(form, 0.6) or form in self.people or strip_diacritics(form) in self.places

    def is_common(self, word, limit=0.25):
        share = self.cap_share(word)
        return share is not None and share < limit


# ---------------------------------------------------------------------------------------------------- words

def judge_word(row):
    """A word with its parts of speech and the share of its uses with a capital away from sentence starts.

    Counts come from running text and from Google Books; a word list that spells the word in lower case, as a proper
    name or both gives the start value, worth three readings.
    """
    word = row['word']
    if word.endswith("'s") or not re.match(r"^[a-z][a-z'-]*$", word) or (len(word) < 2 and word not in 'aio'):
        return None
    lower, title = int(row['mid_lower'] or 0), int(row['mid_title'] or 0) + int(row['mid_upper'] or 0)
    listed, proper = int(row['scowl'] or 99), int(row['scowl_proper'] or 99)
    books_lower, books_title = int(row['gbooks_lower'] or 0), int(row['gbooks_title'] or 0)
    if listed == 99 and proper == 99 and lower + title < 2 and not books_lower:
        return None
    start = 0.05 if listed < proper and proper == 99 else 0.3 if listed <= proper else 0.6 if listed < 99 else 0.85
    capital, readings = 3 * start + title, 3.0 + lower + title
    if books_lower:  # without it the word is below the list's threshold in lower case, which says little
        weight = min(60.0, 20 * math.log10(1 + (books_lower + books_title) / 1e5) + 10)
        capital += weight * books_title / (books_lower + books_title)
        readings += weight
    return {'name': word, 'pos': row['pos'], 'cap_share': capital / readings, 'listed': listed, 'proper': proper,
            'count': lower + title + books_lower // 100000}


def build_words(sources):
    columns = ['name', 'pos', 'cap_share']
    notes = 'source: Debian scowl 2020.12.07, WordNet 3.0, wink-lexicon 2.2.0, Google Books n-grams (CC BY 3.0), counts, own'
    common = Table('words/common', columns, [
        notes, 'about: words written in lower case in running text; cap_share = share of uses with a capital'])
    mixed = Table('words/mixed', columns, [notes, 'about: words written both ways in running text'])
    for row in sources.words.values():
        if row['cap_share'] < 0.25:
            if row['listed'] <= 60 or row['count'] >= 3:
                common.add(row['name'], pos=row['pos'], cap_share=f"{row['cap_share']:.2f}")
        elif row['cap_share'] < 0.75 and (row['listed'] <= 60 or row['count'] >= 3 and row['pos']):
            mixed.add(row['name'], pos=row['pos'], cap_share=f"{row['cap_share']:.2f}")
    return [common, mixed]


# --------------------------------------------------------------------------------------------------- people

FUNCTION_FLAG = 'f'


def build_people(sources):
    yield from build_names(sources)
    yield from build_persons(sources)


def ambiguous(flags):
    """Also a date word, a country, state, city, group or organization."""
    return any(flag in flags for flag in 'tnsCdo')


# Countries and continents that are also common names of people.
LAND_PEOPLE = {'Jordan', 'Georgia', 'Chad', 'Jersey', 'Guinea', 'Malta', 'Dominica', 'Israel', 'Cyprus', 'Virginia',
               'Carolina', 'Dakota', 'Montana', 'Nevada', 'Savannah', 'Washington', 'Holland', 'Tennessee', 'Delaware',
               'Maryland', 'England', 'Wales', 'Ireland', 'Scotland', 'France', 'Britain', 'Indiana', 'Arizona'}


def build_names(sources):
    given = Table('people/given-name', ['name', 'gender', 'weight'], [
        'source: US SSA 1880-2024, US Census 1990, popular-names-by-country (CC0), Wikidata (CC0), compromise (MIT), Faker (MIT), own',
        'about: given names; gender M, F or U (either or unknown); weight = rough frequency'])
    free = {word for row in sources.read('artists') if row['source'] != 'oscar_data' for word in row['name'].split()}
    for row in sources.read('given_names'):
        name, weight = row['name'], float(row['weight'])
        if len(name) < 2 or not NAME_WORD.match(name) or FUNCTION_FLAG in row['flags'] \
                or row['sources'] == 'r' and name not in free:
            continue
        if sources.is_common(name, 0.5) and weight < 500 and len(row['sources']) < 3:
            continue
        if len(name) == 2 and not re.search('[aeiouyAEIOUY]', name):
            continue
        if ambiguous(row['flags']) and weight < 2000 and len(row['sources']) < 4 or name in sources.lands:
            continue
        given.add(name, gender=row['gender'], weight=plain_number(weight))
    yield given

    surname = Table('people/surname', ['name', 'weight'], [
        'source: US Census 1990, popular-names-by-country (CC0), Wikidata (CC0), compromise (MIT), Faker (MIT), sport registers, own',
        'about: family names; weight = rough frequency'])
    for row in sources.read('surnames'):
        name, weight = row['name'], float(row['weight'])
        if len(name) < 2 or not NAME_WORD.match(name) or FUNCTION_FLAG in row['flags'] \
                or row['sources'] == 'r' and name not in free:
            continue
        if sources.is_common(name, 0.5) and weight < 50 and len(row['sources']) < 3:
            continue
        if ambiguous(row['flags']) and weight < 10 or name in sources.lands:
            continue
        surname.add(name, weight=plain_number(weight))
    yield surname

    east = {'surname': Table('people/east-asian-surname', ['name', 'country', 'weight'], [
        'source: Wikidata (CC0)', 'about: family names written before the given name; weight = times seen'],
        key=('name', 'country')),
            'given': Table('people/east-asian-given', ['name', 'country', 'weight'], [
                'source: Wikidata (CC0), own', 'about: given names written after the family name; weight = times seen'],
                key=('name', 'country'))}
    western = {r['name']: float(r['weight']) for r in sources.read('given_names')}
    for row in sources.read('east_asian_names'):
        name = row['token']
        if len(name) < 2 or not NAME_WORD.match(name) or row['iso2'] not in EAST_ASIA:
            continue
        if row['position'] == 'surname' and (int(row['count']) < 3 or western.get(name, 0) >= 1000):
            continue
        if row['position'] == 'given' and '-' not in name and (
                western.get(name, 0) >= (50 if row['iso2'] in ('SG', 'MY') else 20000) or sources.is_common(name, 0.1)):
            continue
        east[row['position']].add(name, country=row['iso2'], weight=row['count'])
    yield from east.values()


EAST_ASIA = {'CN', 'TW', 'KR', 'KP', 'JP', 'VN', 'HK', 'MO', 'SG', 'KH', 'MY'}


PERSON_TITLE = re.compile(
    r'^(King|Queen|Prince|Princess|Crown Prince|Emperor|Sultan|Emir|Sheikh|Sheik|Shaikh|Pope|Cardinal|Archbishop|Bishop|'
    r'Patriarch|Ayatollah|Grand Ayatollah|Imam|Mullah|Rabbi|Father|Sister|Saint|St\.|Prophet|President|Vice President|'
    r'Prime Minister|Chancellor|Senator|Sen\.|Governor|Mayor|General|Gen\.|Lt\. Gen\.|Maj\. Gen\.|Colonel|Col\.|Major|'
    r'Captain|Commander|Admiral|Subcomandante|Comandante|Marshal|Field Marshal|Judge|Justice|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|'
    r'Sir|Dame|Lord|Lady|Baroness|Baron|Professor|Prof\.|Don|Hon\.|Minister|Secretary|Chairman|Dato|Datuk|Tan Sri|Tun|'
    r'U\.?S\.? |[A-Z][a-z]+(an|ian|ese|ish|i) (President|Chancellor|Prime Minister|King)) ')
NAME_NO_TITLE = re.compile(r'^(Don|Lady|Baron|Major|Judge|Justice|Sultan|Tun|Queen|Dean|Saint) [^ ]+$')  # Don King, Lady Gaga
PERSON_JUNK = re.compile(r'\b(Authority|Russia|Leste|Party|Government|Republic|Council|Ministry|Office|University|'
                         r'Company|Army|Union|Committee|Commission|Islands?|United|National|Vacant|Unknown)\b')


def person_name(text, lone=False):
    """A full name of two to six words, or '' where the text is none; titles and notes are cut off.

    `lone` lets one word pass: "Pele".
    """
    text = re.sub(r'\s*\(.*?\)', '', text)
    text = re.sub(r',? (Baron|Baroness|Lord|Lady|Viscount|Earl|Duke|Count) .*$', '', text)
    text = re.sub(r', (Jr|Sr)\.?$', r' \1.', text).rstrip(',')
    titled = text
    while PERSON_TITLE.match(text) and not NAME_NO_TITLE.match(text):
        text = PERSON_TITLE.sub('', text)
    words = [w.capitalize() if w.isupper() and w.isalpha() and len(w) > 3 and re.search('[AEIOUY]', w) else w for w in text.split()]
    text = ' '.join(words)
    if PERSON_JUNK.search(text) or not LATIN.match(text) or re.search(r'[\d,/:+!&]', text):
        return ''
    if len(words) == 1:
        return text if lone and text == titled and len(text) > 2 else ''
    if not 2 <= len(words) <= 6:
        return ''
    if not words[0][0].isupper() and not words[0].startswith(("'", 'al-', 'el-', 'de', 'van', 'von', 'd')):
        return ''
    return text if any(len(w.strip('.')) > 1 for w in words[1:]) else ''


def build_persons(sources):
    figure = Table('people/public-figure', ['name', 'aliases', 'country', 'role', 'prominence', 'from', 'to'], [
        'source: Wikidata (CC0), CIA World Factbook, petrarch2 (MIT), congress-legislators (CC0), own',
        'about: office holders and well-known people since about 1990; prominence 1 (head, famous) to 3; years in office'])
    known = set()
    for row in sources.read('public_figures'):
        single = row['prominence'] == '1' and 'hand' in row['source'] and not sources.is_weak(row['name'])
        name = person_name(row['name'], single)
        if not name or fold(name) in sources.not_people:
            continue
        role = next((r for r in split_forms(row['roles']) if r != 'government'), '')
        aliases = [a for a in map(person_name, split_forms(row['aliases'])) if fold(a) not in sources.not_people]
        figure.add(name, aliases, country=row['iso2'], role=role, prominence=row['prominence'],
                   **{'from': row['from'], 'to': row['to']})
        known.add(fold(name))
    yield figure

    athlete = Table('people/athlete', ['name', 'sport'], [
        'source: nba_api (MIT), nflgame (Unlicense), Chadwick register (ODC-BY 1.0), openfootball and '
        'international_results (CC0)', 'about: players by full name'])
    sports = {}
    for row in sources.read('athletes'):
        name = person_name(row['name'])
        if name and fold(name) not in known:
            sport = re.sub(r'\s*\(.*', '', row['sport'])
            key = fold(name)
            sports.setdefault(key, (name, set()))[1].add(sport)
    for name, played in sports.values():
        athlete.add(name, sport='|'.join(sorted(played)))
    yield athlete

    artist = Table('people/artist', ['name', 'role'], [
        'source: own, Tate collection (CC0), corpora (CC0)',
        'about: actors, musicians, film makers, painters, writers, scientists and business people by full name'])
    for row in sources.read('artists'):
        name = person_name(row['name'])
        if name and fold(name) not in known and row['source'] != 'oscar_data':
            artist.add(name, role=ARTIST_ROLE.get(row['role'], row['role']))
    yield artist

    legislator = Table('people/legislator', ['name', 'country'], [
        'source: Wikidata (CC0), congress-legislators (CC0)',
        'about: members of parliaments since about 1985 by full name'])
    for row in sources.read('legislators'):
        name = person_name(row['name'])
        if name and fold(name) not in known:
            legislator.add(name, country=row['iso2'])
    yield legislator


ARTIST_ROLE = {'author': 'writer'}


# --------------------------------------------------------------------------------------------------- places

def build_places(sources):
    yield from build_divisions(sources)
    yield from build_cities(sources)
    yield from build_features(sources)
    yield from build_sites(sources)


def without_the(form):
    return re.sub(r'^[Tt]he ', '', form)


def without_the(form):
    return re.sub(r'^[Tt]he ', '', form)


def place_name(name):
    """GeoNames marks ayn and hamza with apostrophes: 'Afrīn is Afrīn."""
    return name.strip("'").strip()


def ok_alias(alias):
    return not re.search(r'\d|,|--', alias) and len(alias) > 1 and LATIN.match(alias)


def build_divisions(sources):
    admin1 = Table('places/admin1', ['name', 'aliases', 'country', 'code', 'lat', 'lon'], [
        'source: GeoNames (CC BY 4.0), Natural Earth',
        'about: first-level divisions (states, provinces); code = GeoNames admin1 code; lat, lon = a point in its middle; people = those of its places that GeoNames has'],
        key=('name', 'country'))
    points = {}
    for row in sources.read('cities'):
        if row['lat']:
            points.setdefault((row['iso2'], row['admin1']), []).append((float(row['lat']), float(row['lon'])))
    for row in sources.read('admin1'):
        name = place_name(row['name'])
        country = row['iso2'] if len(row['iso2']) == 2 and row['iso2'].isalpha() else ''
        forms = [f for f in [name] + [place_name(a) for a in split_forms(row['aliases'])] if f not in sources.countries]
        forms = [f for f in forms
                 if ok_alias(f) and not DIRECTION_ONLY.match(f) and not (' ' not in f and sources.is_common(f, 0.75))]
        if forms:
            inside = points.get((country, row['name']), [])
            lat, lon = (plain_number(round(sum(values) / len(inside), 2)) for values in zip(*inside)) if inside else ('', '')
            admin1.add(forms[0], forms[1:], country=country, code=row['geonames_admin1'], lat=lat, lon=lon)
    yield admin1

    admin2 = Table('places/admin2', ['name', 'country', 'admin1'], [
        'source: GeoNames (CC BY 4.0)',
        'about: second-level divisions with a head noun (counties, districts)'], key=('name', 'country', 'admin1'))
    for row in sources.read('admin2'):
        name = place_name(row['asciiname'] or row['name'])
        if ADMIN2_HEAD.search(name) and LATIN.match(name):
            admin2.add(place_name(row['name']) if LATIN.match(row['name']) else name,
                       country=row['iso2'], admin1=row['admin1'])
    yield admin2


DIRECTION_ONLY = re.compile(r'^((North|South|East|West|Central|Middle|Upper|Lower|Far|Mid)(ern)?[ -]?)+$|^(Capital|Centre|Center|Centro|'
                            r'Littoral|Islands|Coast|Gulf|Federal|National|Metro|Oriental|Occidental|Norte|Sul|Sur|Nord|'
                            r'Sud|Est|Ouest|Plateau|Border|Delta|River|Saint)( \w+ern)?$')
ADMIN2_HEAD = re.compile(r'.\s(County|District|Parish|Borough|Prefecture|Regency|Municipality|Department|Province|'
                         r'Governorate|Region|Division|Oblast|Census Area|Subdistrict|Raion)$')


def build_cities(sources):
    columns = ['name', 'aliases', 'country', 'admin1', 'lat', 'lon', 'population', 'geonames_id']
    large = Table('places/city', columns, [
        'source: GeoNames (CC BY 4.0)', 'about: capitals and cities of 100,000 people or more'],
        key=('name', 'geonames_id'))
    small = Table('places/small-city', columns, [
        'source: GeoNames (CC BY 4.0)', 'about: cities of fewer than 100,000 people and seats of first-level divisions'],
        key=('name', 'geonames_id'))
    weak = Table('places/city-weak', columns, [
        'source: GeoNames (CC BY 4.0)', 'about: cities whose names are everyday words: where what is found to be a place lies'],
        key=('name', 'geonames_id'))
    for row in sources.read('cities'):
        name = place_name(row['name'])
        plain = place_name(row['asciiname'])
        population = int(row['population'] or 0)
        single = not re.search(r'[ -]', plain)
        if not LATIN.match(name):
            name = plain
        if len(name) < 2 or not LATIN.match(name):
            continue
        if row['status'] in ('section', 'alias_only') and population < 50000:
            continue
        word = single and row['status'] != 'capital' and ('f' in row['flags'] or sources.is_common(plain, 0.5) and population < 150000)
        aliases = [plain] + [a for a in split_forms(row['alternates_en']) if ok_alias(a)]
        city = weak if word else large if population >= 100000 or row['status'] == 'capital' else small
        city.add(name, aliases, country=row['iso2'], admin1=row['admin1'], lat=row['lat'], lon=row['lon'],
                 population=row['population'], geonames_id=row['geonames_id'])
    yield large
    yield small
    yield weak

    given = {r['name'] for r in sources.read('given_names')}
    surnames = {r['name'] for r in sources.read('surnames') if float(r['weight']) >= 3}
    town = Table('places/town', ['name', 'country', 'admin1_code', 'lat', 'lon', 'population', 'geonames_id'], [
        'source: GeoNames (CC BY 4.0)', 'about: places of 1,000 to 14,999 people whose names are not those of people'],
        key=('name', 'geonames_id'))
    for row in sources.read('towns'):
        name = place_name(row['name'] or row['asciiname'])
        plain = strip_diacritics(name)
        words = plain.split()
        if len(plain) < 4 or not LATIN.match(name) or re.search(r'\d', name) or len(words) > 4:
            continue
        if any(sources.cap_share(w) is not None and sources.cap_share(w) < 0.6 for w in words[:1]) and len(words) == 1:
            continue
        if len(words) == 1 and (plain in given or plain in surnames or name in surnames):
            continue
        if len(words) == 2 and words[0] in given and words[1] in surnames:
            continue
        if all(sources.is_common(w, 0.5) for w in words):
            continue
        town.add(name, country=row['iso2'], admin1_code=row['admin1_code'], population=row['population'],
                 geonames_id=row['geonames_id'])
    yield town


FEATURE_TYPE = {'pen/cape': 'cape', 'island group': 'islands', 'dragons-be-here': '', 'geoarea': '', 'region': '',
                'range': 'mountains', 'foothills': 'mountains', 'lowland': 'plain', 'wetlands': 'wetland', 'pole': '',
                'continent': ''}
FEATURE_SHORT = [(re.compile(short), long) for short, long in [
    (r'\bI\.$', 'Island'), (r'^I\. ', 'Isla '), (r'\bIs\.$', 'Islands'), (r'\bRa\.$', 'Range'), (r'\bPen\.$', 'Peninsula'),
    (r'\bMts\.$', 'Mountains'), (r'\bPt\.$', 'Point'), (r'\bCr\. River$', 'Creek'), (r'\bCr\.$', 'Creek'),
    (r'\bNP$', 'National Park'), (r'\bNM$', 'National Monument'), (r'\bNHP$', 'National Historical Park'),
    (r'\bNHS$', 'National Historic Site'), (r'\bNRA$', 'National Recreation Area'), (r'\bNS$', 'National Seashore'),
    (r'\bNMP$', 'National Military Park'), (r'\bNBP$', 'National Battlefield Park'), (r'\bNB$', 'National Battlefield'),
    (r'\bMEM$', 'Memorial'), (r'\bN PRES$', 'National Preserve'), (r'^S\. ', 'South '), (r'^N\. ', 'North '), (r'^E\. ', 'East '),
    (r'^W\. ', 'West '), (r'^W\.ern ', 'Western '), (r'\bRivire\b', 'Rivière'), (r'^Mt\.', 'Mount'), (r'^Mount(?=[A-Z])', 'Mount ')]]
FEATURE_JUNK = re.compile(r'\b(NSR|NST|SRR|NP (East|West|North|South|NORTH|SOUTH))\b|Delta River|White House|Vatican|'
                          r'\b(Les|Le|La|du|de la) .* River$|^Lake (Lago|Lac|Laguna|Ozero|Laguna|Lake)\b|^IS\. |\.$')


def feature_name(name, kind):
    name = without_the(name)
    for short, long in FEATURE_SHORT:
        name = short.sub(long, name)
    if kind == 'park' and not re.search(r'Park|Monument|Memorial|Site|Area|Seashore|Lakeshore|Battlefield|Preserve|'
                                        r'Reserve|Parkway|Trail|River|Gardens', name):
        name += ' National Park'
    return name


def build_features(sources):
    """Bare names that are also words, people or places go to the weak list, as do bare names of minor features."""
    feature = Table('places/natural-feature', ['name', 'aliases', 'type', 'lat', 'lon'], [
        'source: own, Natural Earth (public domain), CIA World Factbook',
        'about: seas, rivers, lakes, mountains, islands, deserts, parks'])
    weak = Table('places/natural-feature-weak', ['name', 'type', 'of'], [
        'source: Natural Earth (public domain)',
        'about: bare names of rivers, mountains ...: a place only next to the head noun'], key=('name', 'of'))
    known = {fold(f): row['name'] for row in read_own(feature.label)
             for f in [row['name']] + split_forms(row['aliases'])}
    names = {name for label in ('countries', 'regions', 'us_states') for name in
             [r['name'] for r in sources.read(label)]}
    for row in sources.read('natural_features'):
        kind = FEATURE_TYPE.get(row['kind'], row['kind'])
        name = feature_name(row['name'], kind)
        if not kind or not LATIN.match(name) or len(name) < 3 or FEATURE_JUNK.search(name):
            continue
        forms = [name] + [feature_name(a, '') for a in split_forms(row['aliases'])]
        forms = [f for f in dict.fromkeys(forms) if ok_alias(f) and not FEATURE_JUNK.search(f) and f not in names]
        bare = [f for f in forms if ' ' not in f and (sources.is_weak(f) or f in ('Isle', 'Delta', 'Grande', 'Negro'))]
        strong = [f for f in forms if f not in bare and not (f != name and fold(f) in known)]
        if strong and fold(strong[0]) not in known:
            feature.add(strong[0], strong[1:], type=kind)
        for form in bare + split_forms(row['weak_forms']):
            if len(form) > 2 and ok_alias(form) and form not in names and fold(form) not in known \
                    and not (' ' not in form and sources.is_common(form, 0.5)):
                weak.add(form, type=kind, of=strong[0] if strong else name)
    yield feature
    yield weak


def build_sites(sources):
    airport = Table('places/airport', ['name', 'aliases', 'iata', 'country'], [
        'source: OurAirports (public domain), Natural Earth', 'about: airports with scheduled flights or of some size'],
        key=('name', 'iata'))
    for row in sources.read('airports'):
        name = row['name'].replace("Int'l", 'International')
        if not re.search(r'Airport|Airfield|Air Base|Air Force|Aerodrome|Airpark|Heliport|Station', name):
            name += ' Airport'
        if not LATIN.match(name) or re.search(r'\d', name):
            continue
        iata = row['iata'] if re.match('^[A-Z0-9]{3}$', row['iata']) else ''
        aliases = [a.replace("Int'l", 'International') for a in split_forms(row['aliases'])]
        airport.add(name, [a for a in aliases if re.search('Airport|Base', a) and ok_alias(a)], iata=iata,
                    country=row['iso2'])
    yield airport


# --------------------------------------------------------------------------------------------- organizations

def is_acronym(form):
    bare = form.replace('.', '').replace('-', '')
    return ' ' not in form and bare.isupper() and 2 <= len(bare) <= 8


def acronym_of(name, aliases):
    """The alias that abbreviates the name: upper case, its first letter the name's."""
    initials = ''.join(w[0] for w in re.findall(r"[^\W\d_]+", strip_diacritics(name)) if w[0].isupper())
    for alias in sorted(aliases, key=lambda a: (a.replace('.', '') != initials, len(a), a)):
        if is_acronym(alias) and not is_acronym(name) and alias[0] == initials[:1]:
            return alias
    return ''


def ok_form(sources, form):
    """Not a bare common word, not a single short word in lower case, no leftover markup."""
    if len(form) < 2 or not LATIN.match(form) or re.search(r'[/;:]', form):
        return False
    if ' ' not in form and not is_acronym(form):
        return not sources.is_common(form, 0.6)
    return True


def add_organization(table, sources, name, aliases, **fields):
    name = without_the(name)
    aliases = [without_the(a) for a in aliases if ok_form(sources, a) and a not in sources.acronyms]
    if is_acronym(name):
        longer = [a for a in aliases if ' ' in a and acronym_of(a, [name])]
        if longer:
            aliases = [a for a in aliases if a != longer[0]] + [name]
            name = longer[0]
    if not ok_form(sources, name):
        return
    if 'acronym' in table.columns:
        fields['acronym'] = acronym_of(name, aliases)
    table.add(name, aliases, **fields)


def grouped(rows, of='of'):
    """Rows that name their main form in a column become one main form with aliases."""
    groups = {}
    for row in rows:
        main = row[of] or row['name']
        group = groups.setdefault(main, [{**row, 'name': main}, []])
        if row['name'] != main:
            group[1].append(row['name'])
    return groups.values()


ORG_HEAD = re.compile(
    r'\b(Organi[sz]ation|Council|Commission|Union|Bank|Fund|Community|Agency|Committee|Conference|Forum|Court|League|'
    r'Association|Force|Mission|Office|Programme|Program|Federation|Institute|Alliance|Board|Authority|Parliament|'
    r'Assembly|Tribunal|Initiative|Group|Centre|Center|Network|Secretariat|Confederation|Service|Services|Partnership|'
    r'Corporation|Congress|Movement|Foundation|Society|Trust|Watch|Church|International|Campaign|Coalition|Relief|'
    r'Project|Academy|Corps|University|Company|Club|Bureau|Consortium|Rights|Aid|Action|Charities|Observatory|'
    r'Ministry|Department|Army|Party|Front|Brigades?|Chamber|Fellowship|Friends|Institution|Endowment|Exchange)\b')


def build_organizations(sources):
    columns = ['name', 'aliases', 'acronym', 'country']
    own = 'about: '

    government = Table('organizations/government', columns, [
        'source: own, CIA World Factbook, UK government organisation register (OGL 3.0), congress-legislators (CC0)',
        own + 'ministries, agencies, legislatures, courts'], key=('name', 'country'))
    military = Table('organizations/military', columns, [
        'source: own, CIA World Factbook', own + 'armed forces, their services and units, police forces'],
        key=('name', 'country'))
    for row, aliases in grouped(sources.read('gov_agencies')):
        if row['source'] == 'hand':
            continue
        name = re.sub(r'\s*\([^)]*\)$', '', row['name'])
        if row['source'] == 'uk_register' and not ORG_HEAD.search(name) or GOVERNMENT_JUNK.search(name):
            continue
        name = name.split(' or ')[0]
        table = military if MILITARY.search(name) else government
        add_organization(table, sources, name, aliases, country=row['iso2'])
    yield government
    yield military

    international = Table('organizations/international', columns + ['type'], [
        'source: own, petrarch2 (MIT), CIA World Factbook', own + 'bodies of states (igo) and of citizens (ngo)'],
        key=('name',))
    for row in sources.read('igo'):
        if row['source'] == 'hand':
            continue
        if row['source'] == 'petrarch' and (not ORG_HEAD.search(row['name']) or not good_petrarch(row['name'])):
            continue
        if row['kind'] == 'sport' or ' ' not in row['name'] and not row['aliases']:
            continue
        add_organization(international, sources, row['name'], split_forms(row['aliases']), type=row['kind'])
    yield international

    party = Table('organizations/party', columns, [
        'source: own, ParlGov (CC0), CIA World Factbook', own + 'political parties and alliances'],
        key=('name', 'country'))
    for row in sources.read('parties'):
        forms = [f for f in [row['name']] + split_forms(row['aliases']) if ok_party(sources, f)]
        if row['source'] != 'corpora' and forms and (' ' in forms[0] or not is_acronym(forms[0])):
            add_organization(party, sources, forms[0], forms[1:], country=row['iso2'])
    yield party

    armed = Table('organizations/armed-group', columns, [
        'source: own, petrarch2 (MIT), CIA World Factbook', own + 'insurgents, militias, terrorist and crime groups'])
    for row, aliases in grouped(sources.read('armed_groups')):
        if row['source'] == 'petrarch' and (not ARMED.search(row['name']) or not good_petrarch(row['name'])
                                            or ARMED_JUNK.search(row['name'])):
            continue
        if row['source'] == 'hand':
            continue
        add_organization(armed, sources, row['name'], [a for a in aliases if (ARMED.search(a) and not ARMED_JUNK.search(a)) or is_acronym(a)],
                         country=row['iso2'])
    yield armed

    yield from build_companies(sources)

    university = Table('organizations/university', ['name', 'aliases', 'country'], [
        'source: university-domains-list (MIT), own', own + 'universities, colleges, research institutes, hospitals'],
        key=('name', 'country'))
    for row in sources.read('universities'):
        name = re.sub(r'\s*\(.*?\)', '', row['name'])
        if len(name.split()) < 2 or row['source'] == 'hand':
            continue
        add_organization(university, sources, name, [], country=row['iso2'])
    yield university

    codes = {fold(r['name']).lower(): r['iso2'] for r in sources.read('countries') if r['type'] == 'country'}
    codes.update({'england': 'GB', 'scotland': 'GB', 'wales': 'GB', 'northern ireland': 'GB', 'usa': 'US'})
    team = Table('organizations/sports-team', ['name', 'aliases', 'country', 'type'], [
        'source: own, openfootball/clubs (CC0)', own + 'clubs, teams and leagues'], key=('name', 'country'))
    weak = Table('organizations/sports-team-weak', ['name', 'of', 'country', 'type'], [
        'source: own, openfootball/clubs (CC0)',
        own + 'nicknames of teams that are also words, some only here: a team only with evidence'],
        key=('name', 'of'))
    known = set()
    for row in read_own(team.label):
        team.add(row['name'], split_forms(row['aliases']), country=row['country'], type=row['type'])
        known |= {fold(form) for form in [row['name']] + split_forms(row['aliases'])}
    for row, aliases in grouped(sources.read('sports_teams')):
        forms = [f for f in dict.fromkeys([row['name']] + aliases) if ok_club(f)]
        if row['source'] != 'openfootball' or any(fold(f) in known for f in forms):
            continue
        country = codes.get(fold(row['country'].replace('-', ' ')).lower(), '')
        # "Port Talbot Town": "Port Talbot" is the town.
        towns = {m[1] for m in map(TOWN_CLUB.match, forms) if m}
        strong = [f for f in forms if f not in towns and not sources.is_weak(f) and f not in sources.places
                  and strip_diacritics(f) not in sources.small_places]
        if strong and any(' ' in f for f in strong):
            name = max((f for f in strong if ' ' in f), key=lambda f: (len(f) < 25, len(f), f))
            team.add(name, [f for f in strong if f != name], country=country, type='football')
    yield team
    yield weak


TOWN_CLUB = re.compile(r'^(.+?) (?:Albion|Athletic|City|County|Rovers|Town|United|Wanderers)(?: A?FC)?$')
CLUB = re.compile(r'^[^\W\d_][^\d/()"]+$')


def ok_club(form):
    """A club by its name, not by a table's short form ("Defensa y Just.")."""
    return CLUB.match(form) and len(form) > 5 and not form.endswith('.') and LATIN.match(form) and form[0].isupper()


GOVERNMENT_JUNK = re.compile(r'Education Action Zone|Development Corporation$|\b(Lyons|Inquiry into)\b| [a-z]+$|^The ')
PARTY_JUNK = re.compile(r'[\d"+]|--| or\b|\bnote\b| (of|and|for|the)$|^(Prime minister|Independents?|Others?|No |None|Non-|One |Minor|'
                        r'Parliamentary|Government|Opposition|President|Various|Unknown|Technocrat)|\b[Mm]inister\b')


def ok_party(sources, form):
    """A party's name, not a note of a table, a bare common word or two letters."""
    if len(form) < 3 or PARTY_JUNK.search(form):
        return False
    return ' ' in form or is_acronym(form) or not sources.is_common(form, 0.9)


MILITARY = re.compile(r'\b(Army|Navy|Air Force|Armed Forces|Naval|Marine|Marines|Military|Defen[cs]e Forces?|Guards?|'
                      r'Police|Gendarmerie|Brigade|Division|Battalion|Regiment|Fleet|Corps|Command|Squadron|Airborne|'
                      r'Carabinieri|Constabulary)\b(?!.*\b(Department of|Ministry|Agency|Commission|Board|Committee|'
                      r'Authority|Complaints|Ombudsman|Office)\b)')
ARMED_JUNK = re.compile(r'^(Extremist|Official|Military Wing|Martyr|Members|Supporters|The|New|Al Qa)|Linked|Operatives|'
                        r'Affiliated|Offshoot|Relief|Foundation|\bU\.s\.')
ARMED = re.compile(r'\b(Army|Front|Brigades?|Battalions?|Movement|Forces?|Liberation|Resistance|Jihad|Mujahi?deen|'
                   r'Guard|Militia|Militants?|Fighters|Cartel|Mafia|Gang|Tigers?|Martyrs?|Revolutionary|Islamic|'
                   r'Organi[sz]ation|Command|Party|Alliance|Council|Union|Hezbollah|Hizb|Lashkar|Jamaat|Jaish|Harkat|'
                   r'Al|Fatah|Ansar|Abu|State|Group|Cell|Commandos|Squad|Warriors?|Defen[cs]e)\b')


def good_petrarch(name):
    """Names whose letter case was lost: only plain ones are kept."""
    if re.search(r'[/_\d]|\b(A|An|And|The|Of)$', name):
        return False
    words = name.split()
    return 2 <= len(words) <= 9 and words[0] not in ('A', 'An', 'For', 'And') and words[0][0].isalpha()


LEGAL = re.compile(
    r',? (Inc|Incorporated|Corp|Corporation|Co|Cos|Company|Ltd|LTD|Limited|LLC|L\.L\.C|LP|L\.P|PLC|plc|Plc|N\.V|NV|S\.A|SA|'
    r'AG|SE|S\.p\.A|SpA|SPA|AB|ASA|A/S|AS|Oyj|Oy|Bhd|Berhad|Tbk|PJSC|PAO|JSC|KGaA|GmbH|& Co|& Cie|\(publ\)|'
    r'Aktiengesellschaft|Public Limited|PCL|S\.A\.B|S\.A\.B\. de C\.V|de C\.V|B\.V|Bv|Nv|Sa|Se|Ag|Ab|Asa|Cl [A-Z]|'
    r'Class [A-Z]|Series [A-Z]|ADR|ADS|Pfd|Hldgs|Hldg|& Co\. Inc|REIT)\.?$')
GROUP = re.compile(r' (Group|Holding|Holdings|Group Holdings|Holdings Group)$')


def short_company(name):
    """Legal endings are cut off: "Apple Inc." is "Apple", "Siemens AG" is "Siemens"."""
    while True:
        cut = LEGAL.sub('', name).rstrip(' ,&')
        if cut == name or len(cut) < 2:
            return name
        name = cut


def company_key(name):
    return fold(GROUP.sub('', short_company(name))).lower()


COMPANY_JUNK = re.compile(r'Acquisition|Blank Check|Warrant|Depositary|\bETF|Notes due|Preferred|\bFunds?\b|Rp\d|Per\.|'
                          r'Capital Trust|Income Trust|\d{3}|\bUnits?\b|[/()#%*]|\bMunicipal|^The$')


def build_companies(sources):
    """Rows of several sources for one company become one; bare names that are also words, people or places are weak."""
    notes = ['source: own, datasets/s-and-p-500-companies, nasdaq-listings, nyse-other-listings (PDDL), FinanceDatabase '
             '(MIT), petrarch2 (MIT), corpora (CC0)']
    company = Table('organizations/company', ['name', 'aliases', 'country'], notes + [
        'about: companies; legal endings (Inc., Corp. ...) are left out'])
    weak = Table('organizations/company-weak', ['name', 'of', 'country'], notes + [
        'about: those forms of companies that are also words, people or places: a company only with evidence'])
    own = read_own(company.label)
    written = {form for row in own for form in [row['name']] + split_forms(row['aliases'])}
    groups = {}
    for row in own:
        group = groups.setdefault(company_key(row['name']), {'name': row['name'], 'forms': [], 'country': '', 'rank': 2})
        group['forms'] += [row['name']] + split_forms(row['aliases'])
        group['country'] = group['country'] or row['country']
    taken = {fold(form).lower() for group in groups.values() for form in group['forms']}
    for row in sources.read('companies'):
        name = without_the(row['name'])
        if row['source'] == 'hand' or COMPANY_JUNK.search(name):
            continue
        if row['source'] == 'petrarch' and not (good_petrarch(name) and good_company(name)):
            continue
        short = short_company(name)
        key = company_key(name)
        if key not in groups and fold(short).lower() in taken:
            continue
        group = groups.setdefault(key, {'name': '', 'forms': [], 'country': '', 'rank': 0})
        forms = [short] + [short_company(without_the(a)) for a in split_forms(row['aliases'])]
        group['forms'] += [f for f in forms if company_key(f) == key or 'hand' not in row['source']]
        group['country'] = group['country'] or row['iso2']
        group['rank'] = max(group['rank'], 1 if 'sp500' in row['source'] else 0)
    names = {fold(group['name']).lower() for group in groups.values() if group['name']}
    for key in sorted(groups):
        group = groups[key]
        forms = [f for f in dict.fromkeys(group['forms']) if f in written or (len(f) > 1 and LATIN.match(f) and not COMPANY_JUNK.search(f))]
        if group['rank'] == 2:
            forms = [f for f in forms if f == group['name'] or fold(f).lower() not in names
                     or company_key(f) == company_key(group['name'])]
        bare = [f for f in forms if sources.is_weak(f) and f not in STRONG]
        if group['rank'] == 0:
            forms = [f for f in forms if len(f) > 3 or not is_acronym(f)]
        strong = [f for f in forms if f not in bare]
        if group['rank']:
            strong = forms
        name = group['name'] if group['name'] in strong else next(iter(strong), '')
        if name:
            company.add(name, [f for f in strong if f != name], country=group['country'])
        for form in bare if group['rank'] else []:
            weak.add(form, of=name, country=group['country'])
    yield company
    yield weak


def good_company(name):
    """No leftovers of abbreviated listings ("Comp En de MN Cemig Ads")."""
    words = name.replace('.', '').split()
    return not any(len(w) < 3 and w not in ('&', 'of', 'de', 'at', 'on') for w in words[:-1]) and len(words) <= 5


# Names that news uses for the company first of all, although a person or a place is called so too.
STRONG = set("""Boeing Disney Toyota Honda Nissan Mazda Suzuki Yamaha Kawasaki Mitsubishi Hitachi Toshiba Nokia Siemens
Bosch Porsche Audi Chrysler Pfizer Merck Philips Renault Peugeot Michelin Airbus Alstom Bombardier Heineken Carlsberg
Microsoft Google Facebook Netflix Airbnb Walmart Samsung Hyundai Daewoo Huawei Alibaba Tencent Baidu Gazprom Rosneft
Lukoil Sberbank Yukos Petrobras Embraer Pemex Aramco Nestle Novartis Glencore Barclays Lloyds Vodafone Tesco Sainsbury
Rothschild Starbucks Walgreens Halliburton Bechtel Enron Goldman Citigroup Citibank Deloitte Lufthansa Volkswagen
Mercedes Ferrari Lamborghini Maserati Fiat Benetton Gucci Prada Versace Armani Chanel Dior Hermes Burberry Cadbury
Unilever Diageo Tata Infosys Wipro Bajaj Mahindra Adani Ambani Foxconn Nintendo Panasonic Sony""".split())


# --------------------------------------------------------------------------------------------------- the run

def read_own(label):
    path = os.path.join(OWN, *label.split('/')) + '.tsv'
    return read_list(path)[2] if os.path.exists(path) else []


def add_own(table, folder):
    path = os.path.join(folder, *table.label.split('/')) + '.tsv'
    if not os.path.exists(path):
        return
    _, columns, rows = read_list(path)
    unknown = set(columns) - set(table.columns)
    if unknown:
        raise SystemExit(f'{path}: no column {sorted(unknown)} in {table.label}')
    for row in rows:
        if table.key == ('name',) and 'aliases' in table.columns:  # rows of the raw lists under another of its names
            for form in split_forms(row.get('aliases', '')):
                other = table.rows.get((fold(form),))
                if other and fold(form) != fold(row['name']):
                    del table.rows[(fold(form),)]
                    table.add(row['name'], [other['name']] + other['aliases'],
                              **{c: other.get(c, '') for c in table.columns if c not in ('name', 'aliases')})
        fields = {c: v for c, v in row.items() if c not in ('name', 'aliases')}
        key = tuple(fold(row.get(k, '')) if k == 'name' else row.get(k, '') for k in table.key)
        if key in table.rows:
            table.rows[key].update({'name': row['name'], **{c: v for c, v in fields.items() if v}})
        table.add(row['name'], split_forms(row.get('aliases', '')), **fields)


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    out = sys.argv[2]
    sources = Sources(sys.argv[1], out)
    tables = [t for build in (build_words, build_people, build_places, build_organizations)
              for t in build(sources)]
    drops = {}
    drop_path = os.path.join(OWN, 'drop.tsv')
    if os.path.exists(drop_path):
        for row in read_list(drop_path)[2]:
            drops.setdefault(row['list'], []).append((row['name'], row['form']))
    for table in tables:
        for name, form in drops.get(table.label, []):
            if not table.drop(name, form):
                print(f'own/drop.tsv: {table.label} has no {name!r} {form!r}', file=sys.stderr)
        if table.label not in ('organizations/company', 'organizations/sports-team'):
            add_own(table, OWN)
        path = table.write(out)
        print(f'{len(table.rows):7} {os.path.getsize(path):9} {table.label}')


if __name__ == '__main__':
    main()
