#!/usr/bin/env python3
"""Runs nutgraf on the articles of this folder and compares what it prints with what is expected.

  golden.py NUTGRAF [--accept] [NAME...]

NAME.args holds the arguments (words as in a shell), NAME.txt standard input (none: empty), NAME.out what is expected:
standard output, then, when there are any, lines "-- errors" and "-- status N". --accept rewrites NAME.out.
"""
import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def outcome(binary, name):
    given = HERE / f"{name}.txt"
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for key in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
        if key in os.environ:
            environment[key] = os.environ[key]
    run = subprocess.run([binary, *shlex.split((HERE / f"{name}.args").read_text())], input=given.read_bytes() if given.exists() else b"",
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE, env=environment)
    # The weights of evidence change with every fit; tests/evidence_test.cc looks after them.
    text = re.sub(rb',"evidence":\[[^]]*\]', b"", run.stdout)
    # What stands in every page of the HTML report is a file of its own in the tree.
    text = re.sub(rb"<(style|script)>.*?</\1>", rb"<\1>...</\1>", text, flags=re.DOTALL)
    text = re.sub(rb"'sha256-[^']*'", rb"'sha256-...'", text)
    if run.stderr:
        text += b"-- errors\n" + run.stderr
    if run.returncode:
        text += f"-- status {run.returncode}\n".encode()
    return text.decode(errors="backslashreplace")


def main():
    binary = os.path.abspath(sys.argv[1])
    accept = "--accept" in sys.argv
    names = [a for a in sys.argv[2:] if not a.startswith("-")] or sorted(p.stem for p in HERE.glob("*.args"))
    if not names:
        sys.exit("no NAME.args")
    failed = 0
    for name in names:
        path = HERE / f"{name}.out"
        expected = path.read_text() if path.exists() else ""
        found = outcome(binary, name)
        if found == expected:
            continue
        failed += 1
        if accept:
            path.write_text(found)
            print(f"rewrote {path.relative_to(HERE.parent.parent)}")
        else:
            sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), found.splitlines(True), f"{name}.out", "found"))
    if failed and not accept:
        sys.exit(f"{failed} of {len(names)} differ; when they should, tools/accept rewrites what is expected")
    print(f"{len(names)} runs")


main()
