#!/usr/bin/env python3
"""Builds the lists of units and currencies from ICU's English names (CLDR), with the additions of own/numbers/.

  icu_names.py LEXICONS        writes LEXICONS/numbers/unit.tsv and currency.tsv

Needs PyICU (Debian: python3-icu); the same version of ICU gives the same bytes. CLDR names units and has no UCUM codes:
UNITS below gives those of the base units, and the codes of multiples, squares, cubes and quotients follow from them.
"""
import os
import sys

import icu
from tables import Table, read_list, split_forms

HERE = os.path.dirname(os.path.abspath(__file__))

# CLDR unit -> UCUM code, what it measures, SI prefixes that are in use with it
UNITS = {
    'meter': ('m', 'length', 'pico nano micro milli centi deci kilo'),
    'mile': ('[mi_i]', 'length', ''), 'yard': ('[yd_i]', 'length', ''), 'foot': ('[ft_i]', 'length', ''),
    'inch': ('[in_i]', 'length', ''), 'furlong': ('[fur_us]', 'length', ''), 'fathom': ('[fth_i]', 'length', ''),
    'nautical-mile': ('[nmi_i]', 'length', ''), 'light-year': ('[ly]', 'length', ''), 'parsec': ('pc', 'length', 'kilo mega'),
    'astronomical-unit': ('AU', 'length', ''),
    'gram': ('g', 'mass', 'nano micro milli kilo'), 'tonne': ('t', 'mass', 'mega giga'), 'pound': ('[lb_av]', 'mass', ''),
    'ounce': ('[oz_av]', 'mass', ''), 'ounce-troy': ('[oz_tr]', 'mass', ''), 'stone': ('[stone_av]', 'mass', ''),
    'carat': ('[car_m]', 'mass', ''), 'dalton': ('u', 'mass', 'kilo'),
    'acre': ('[acr_us]', 'area', ''), 'hectare': ('har', 'area', ''), 'dunam': ('{dunam}', 'area', ''),
    'square-meter': ('m2', 'area', ''), 'square-kilometer': ('km2', 'area', ''), 'square-centimeter': ('cm2', 'area', ''),
    'square-millimeter': ('mm2', 'area', ''), 'square-foot': ('[sft_i]', 'area', ''), 'square-inch': ('[sin_i]', 'area', ''),
    'square-yard': ('[syd_i]', 'area', ''), 'square-mile': ('[mi_us]2', 'area', ''),
    'cubic-meter': ('m3', 'volume', ''), 'cubic-kilometer': ('km3', 'volume', ''), 'cubic-centimeter': ('cm3', 'volume', ''),
    'cubic-millimeter': ('mm3', 'volume', ''), 'cubic-foot': ('[cft_i]', 'volume', ''), 'cubic-inch': ('[cin_i]', 'volume', ''),
    'cubic-yard': ('[cyd_i]', 'volume', ''), 'cubic-mile': ('[mi_i]3', 'volume', ''), 'acre-foot': ('[acr_us].[ft_i]', 'volume', ''),
    'liter': ('L', 'volume', 'micro milli centi deci hecto mega giga'), 'gallon': ('[gal_us]', 'volume', ''),
    'gallon-imperial': ('[gal_br]', 'volume', ''), 'quart': ('[qt_us]', 'volume', ''), 'pint': ('[pt_us]', 'volume', ''),
    'fluid-ounce': ('[foz_us]', 'volume', ''), 'cup': ('[cup_us]', 'volume', ''), 'tablespoon': ('[tbs_us]', 'volume', ''),
    'teaspoon': ('[tsp_us]', 'volume', ''), 'barrel': ('[bbl_us]', 'volume', ''), 'bushel': ('[bu_us]', 'volume', ''),
    'celsius': ('Cel', 'temperature', ''), 'fahrenheit': ('[degF]', 'temperature', ''), 'kelvin': ('K', 'temperature', 'milli'),
    'kilometer-per-hour': ('km/h', 'speed', ''), 'mile-per-hour': ('[mi_i]/h', 'speed', ''), 'knot': ('[kn_i]', 'speed', ''),
    'meter-per-square-second': ('m/s2', 'acceleration', ''), 'g-force': ('[g]', 'force', ''),
    'newton': ('N', 'force', 'kilo mega'), 'pound-force': ('[lbf_av]', 'force', ''), 'newton-meter': ('N.m', 'torque', ''),
    'joule': ('J', 'energy', 'milli kilo mega giga tera'), 'calorie': ('cal', 'energy', 'kilo'), 'foodcalorie': ('[Cal]', 'energy', ''),
    'watt-hour': ('W.h', 'energy', 'kilo mega giga tera'), 'british-thermal-unit': ('[Btu]', 'energy', ''),
    'electronvolt': ('eV', 'energy', 'kilo mega giga tera'), 'therm-us': ('{therm}', 'energy', ''),
    'watt': ('W', 'power', 'micro milli kilo mega giga tera'), 'horsepower': ('[HP]', 'power', ''),
    'pascal': ('Pa', 'pressure', 'hecto kilo mega giga'), 'bar': ('bar', 'pressure', 'milli kilo'),
    'atmosphere': ('atm', 'pressure', ''), 'pound-force-per-square-inch': ('[psi]', 'pressure', ''),
    'inch-ofhg': ("[in_i'Hg]", 'pressure', ''), 'millimeter-ofhg': ('mm[Hg]', 'pressure', ''),
    'bit': ('bit', 'data', 'kilo mega giga tera peta exa'), 'byte': ('By', 'data', 'kilo mega giga tera peta exa zetta yotta'),
    'pixel': ('{pixel}', 'data', ''), 'megapixel': ('{Mpixel}', 'data', ''),
    'volt': ('V', 'voltage', 'micro milli kilo mega'), 'ampere': ('A', 'current', 'micro milli kilo'), 'ohm': ('Ohm', 'resistance', 'kilo mega'),
    'hertz': ('Hz', 'frequency', 'kilo mega giga tera'), 'lumen': ('lm', 'luminosity', ''), 'lux': ('lx', 'luminosity', ''),
    'candela': ('cd', 'luminosity', ''), 'mole': ('mol', 'substance', 'micro milli'),
    'degree': ('deg', 'temperature-or-angle', ''), 'arc-minute': ("'", 'angle', ''), 'arc-second': ("''", 'angle', ''),
    'radian': ('rad', 'angle', 'milli'),
    'permillion': ('[ppm]', 'ratio', ''), 'mile-per-gallon': ('[mi_i]/[gal_us]', 'consumption', ''),
}
PREFIXES = {'pico': 'p', 'nano': 'n', 'micro': 'u', 'milli': 'm', 'centi': 'c', 'deci': 'd', 'hecto': 'h', 'kilo': 'k', 'mega': 'M',
            'giga': 'G', 'tera': 'T', 'peta': 'P', 'exa': 'E', 'zetta': 'Z', 'yotta': 'Y'}

# Signs that CLDR has and that mean something else in a text, whose case alone tells them from another unit, or that are
# signs only right behind a number (unit-letter.tsv).
NO_SIGNS = set("""A C CD Cal EB F G GB GL GT Gb Gl Gt J K L MB ML MN MP MT Mb Mt N PL Pa R TJ Tb V W ac arcmin arcmins arcsec arcsecs au bar bu byte c cal cd
    deg dl fm ft fth fur g gal gigabit gr hl in kb kn l lb lm lx ly m mA mJ mK mV mW mb mi mol nm oz pc pm pt px rad rev st t u us yd % # ° ' '' ′ ″""".split())


def formatter(locale, width):
    return icu.NumberFormatter.withLocale(icu.Locale(locale)).unitWidth(width).precision(icu.Precision.integer())


def name_of(locale, width, unit, count):
    """What ICU writes behind (or before) the number."""
    return formatter(locale, width).unit(unit).formatInt(count).replace(str(count), '').replace('\u00a0', ' ').replace('\u202f', ' ').strip()


def spoken(name):
    """Without CLDR's remarks: "Imp. gallons" is "imperial gallons"."""
    return name.replace('Imp. ', 'imperial ').replace('Imp.', 'imperial')


def unit_rows():
    full, short = icu.UNumberUnitWidth.FULL_NAME, icu.UNumberUnitWidth.SHORT
    for identifier, (code, dimension, prefixes) in UNITS.items():
        for prefix in [''] + prefixes.split():
            unit = icu.MeasureUnit.forIdentifier(prefix + identifier)
            forms = [spoken(name_of(locale, full, unit, count)) for locale in ('en', 'en_GB') for count in (1, 5)]
            forms = [form for form in forms if not prefix or ' ' not in form]
            if not forms:
                continue
            signs = [name_of('en', short, unit, count) for count in (1, 5)]
            signs = [sign for sign in signs if sign not in NO_SIGNS and not any(c in sign for c in '⋅.') and len(sign) > 1]
            signs += [sign.replace('byte', 'B') for sign in signs if sign.endswith('byte') and sign.replace('byte', 'B') not in NO_SIGNS]
            signs = [sign for sign in signs if not sign.endswith('byte')]
            yield forms[0], forms[1:] + signs, (PREFIXES[prefix] if prefix else '') + code, dimension


def units(lexicons):
    notes = ['source: ICU 72 (CLDR 42), English names; own; codes of UCUM (annotations in braces where UCUM has none)',
             'about: units of measure; plain "ton" is the metric ton, "degree" is of temperature or angle']
    table = Table('numbers/unit', ['name', 'aliases', 'ucum', 'dimension'], notes, key=('ucum',))
    taken = {}

    def add(name, aliases, ucum, dimension):
        forms = [form for form in [name] + aliases if taken.setdefault(form, ucum) == ucum]
        if forms:
            table.add(forms[0], forms[1:], ucum=ucum, dimension=dimension)

    _, _, own = read_list(os.path.join(HERE, 'own', 'numbers', 'unit.tsv'))
    for row in own:
        add(row['name'], split_forms(row['aliases']), row['ucum'], row['dimension'])
    for row in unit_rows():
        add(*row)
    table.write(lexicons)


def currencies(lexicons):
    notes = ['source: ICU 72 (CLDR 42), English names; own; codes of ISO 4217',
             'about: everyday names of currencies; a bare name (dollar, peso) goes to its best-known currency']
    table = Table('numbers/currency', ['name', 'aliases', 'code'], notes, key=('code',))
    _, _, own = read_list(os.path.join(HERE, 'own', 'numbers', 'currency.tsv'))
    taken = {}

    def add(name, aliases, code):
        # A name in small letters is one in a headline or a wire's lower-case text, too: "swiss francs".
        forms = [name] + aliases + [form.lower() for form in [name] + aliases if ' ' in form]
        forms = [form for form in forms if taken.setdefault(form, code) == code]
        if forms:
            table.add(forms[0], forms[1:], code=code)

    for row in own:
        add(row['name'], split_forms(row['aliases']), row['code'])
    for unit in icu.MeasureUnit.getAvailable('currency'):
        code = unit.getSubtype()
        currency = icu.CurrencyUnit(code)
        names = [name_of('en', icu.UNumberUnitWidth.FULL_NAME, currency, count) for count in (1, 5)]
        # Codes stand in own/: many are words, or other acronyms. Names with dates are of currencies that are gone, those without a name and XAU..XXX are none.
        if code.startswith('X') and code not in ('XAF', 'XCD', 'XDR', 'XOF', 'XPF', 'XEU') or names[0] == code or any(c in '(–' for c in ''.join(names)):
            continue
        add(names[0], names[1:], code)
    table.write(lexicons)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    units(sys.argv[1])
    currencies(sys.argv[1])
