#!/usr/bin/env python3
"""Build-time program: writes the list of abbreviations as the lines of an array in tokens.cc.

  abbreviations.py ABBREVIATION_TSV INC_OUT
"""
import sys
from pathlib import Path

WHEN = {"title": "Title", "always": "Always", "capitalised": "Capitalised", "before number": "BeforeNumber"}


def main():
    rows = [line.split("\t") for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == 2 and not row[1]:
            continue
        if len(row) != 2 or row[1] not in WHEN:
            sys.exit(f"{sys.argv[1]}: row {number}: when is empty or one of: {', '.join(WHEN)}")
        if not row[0].isascii() or not row[0].endswith("."):
            sys.exit(f"{sys.argv[1]}: row {number}: an abbreviation is ASCII and ends with a period")
        lines.append(f'{{hash_folded("{row[0].lower().replace(".", "")}"), Abbreviation::{WHEN[row[1]]}}},\n')
    Path(sys.argv[2]).write_text("".join(lines))


main()
