#!/usr/bin/env python3
"""The same bytes for any number of threads:  parallel.py NUTGRAF"""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

BINARY = os.path.abspath(sys.argv[1])
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SENTENCES = ["Peruvian minister Ana Ruiz met envoys of Ghana on Friday and flew home on Jan. 5.", "The bridge cost $12.5 million.",
             "At least 42 people died in Geneva, Switzerland, police said.", "It rained.", "caf\u00e9 \U0001f600 in K\u00f6ln.", "NATO and the E.U. met in Brussels."]


def articles(random_numbers):
    texts = [p.read_text() for p in sorted(CORPUS.glob("dev/*.txt"))]
    for number in range(400):
        size = random_numbers.choice((0, 1, 3, 20, 60)) if number % 150 else 2000
        texts.append(" ".join(random_numbers.choices(SENTENCES, k=size)))
    return texts


def outcome(jobs, *arguments):
    run = subprocess.run([BINARY, "-j", str(jobs), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return run.returncode, run.stdout, run.stderr


def main():
    texts = articles(random.Random(1))
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            path = folder / str(number % 7) / f"{number}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode() + (b"\xff" if number % 100 == 5 else b""))
        lines = folder / "lines.jsonl"
        lines.write_text("".join(json.dumps({"id": number, "text": text}) + "\n" if number % 50 else "{bad\n" for number, text in enumerate(texts)))
        for arguments in (["--format", "jsonl", folder], ["--format", "text", folder, folder / "missing", lines], ["--format", "json", "--from", "jsonl", lines, "missing", lines],
                          ["score", "--format", "json", "--errors", CORPUS], ["score", "--errors=0", CORPUS, "missing"]):
            expected = outcome(1, *arguments)
            if len(expected[1]) < 20000:
                sys.exit(f"{arguments}: too little output to compare")
            for jobs in (2, 4, 9):
                found = outcome(jobs, *arguments)
                for what, a, b in zip(("status", "output", "messages"), expected, found):
                    if a != b:
                        failures += 1
                        print(f"{arguments}: other {what} with {jobs} jobs than with 1")
        # What goes to a file or to a folder.
        for format in ("geojson", "sqlite", "brat", "html"):
            outputs = []
            for jobs in (1, 4):
                output = folder / f"{format}-{jobs}"
                outcome(jobs, "--format", format, "--from", "jsonl", "--output", output, lines)
                files = sorted(p for p in output.rglob("*") if p.is_file()) if output.is_dir() else [output]
                outputs.append([(str(p.relative_to(output)), p.read_bytes()) for p in files])
            if outputs[0] != outputs[1] or not any(content for _, content in outputs[0]):
                failures += 1
                print(f"{format}: other output with 4 jobs than with 1, or none")
    sys.exit(1 if failures else 0)


main()
