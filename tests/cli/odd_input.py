#!/usr/bin/env python3
"""What nutgraf does with input and output that go wrong:  odd_input.py NUTGRAF"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARY = os.path.abspath(sys.argv[1])
failures = []


def nutgraf(*arguments, given=b"", **more):
    return subprocess.run([BINARY, *map(str, arguments)], input=given, stdout=more.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE,
                          timeout=60, **more)


def check(what, condition, run=None):
    if not condition:
        failures.append(what)
        print(f"failed: {what}", *([f"status {run.returncode}", run.stdout, run.stderr] if run else []), sep="\n  ")


def documents(run):
    return [json.loads(line) for line in run.stdout.splitlines()]


def inputs(folder):
    run = nutgraf()
    check("no bytes are an article without entities", run.returncode == 0 and b"nothing found" in run.stdout and not run.stderr, run)
    run = nutgraf("--from", "jsonl", "--format", "json")
    check("no lines are an empty array", run.returncode == 0 and json.loads(run.stdout) == [], run)

    text = b"\xef\xbb\xbfA \x00 caf\xc3\xa9 \xff\xfe in Paris\r\nand Berlin, \xf0\x9f\x98\x80 Rome"
    for unit in ("code-points", "bytes", "utf-16"):
        run = nutgraf("--format", "jsonl", "--kinds", "place", "--offsets", unit, given=text)
        found = documents(run)[0]["mentions"]
        check(f"{unit}: bad bytes are reported once", run.stderr.count(b"2 bytes are not UTF-8") == 1 and run.returncode == 0, run)
        spans = {"code-points": lambda m: text.decode("utf-8", "replace")[m["start"]:m["end"]],
                 "bytes": lambda m: text[m["start"]:m["end"]].decode(),
                 "utf-16": lambda m: text.decode("utf-8", "replace").encode("utf-16-le")[2 * m["start"]:2 * m["end"]].decode("utf-16-le")}
        check(f"{unit}: places", found and all(spans[unit](m) == m["text"] for m in found), run)

    lines = [b'{"id": 7, "text": "Paris, \\u00e9 \\ud83d\\ude00", "more": {"text": [1, {"id": "no"}]}}', b"", b"{bad", b"[1]", b"5",
             b'{"id": "x"}', b'{"text": 5}', b'{"text": "a", "date": "2021-13-01"}', b'{"id": "b", "text": "", "date": "2021-12-28T10:00:00Z"}']
    run = nutgraf("--from", "jsonl", "--format", "jsonl", given=b"\n".join(lines))
    check("bad lines are left out, the others stay", [d["id"] for d in documents(run)] == ["7", "standard input:8", "b"] and run.returncode == 1, run)
    check("bad lines are named", all(f"standard input:{n}: ".encode() in run.stderr for n in (3, 4, 5, 6, 7, 8)), run)
    check("dates of lines", [d["date"] for d in documents(run)] == [None, None, "2021-12-28"], run)
    run = nutgraf("--from", "jsonl", "--format", "jsonl", given=b'{"text": ' * 200000)
    check("deep nesting is a bad line", run.returncode == 1 and not run.stdout, run)
    run = nutgraf("--from", "jsonl", "--format", "jsonl", given=b'{"text":"' + b"a" * (65 << 20) + b'"}\n{"id":"next","text":"b"}\n')
    check("a line of 65 MiB is refused, the next is read", [d["id"] for d in documents(run)] == ["next"] and b":1: " in run.stderr and run.returncode == 1, run)

    (folder / "a.txt").write_text("One.")
    (folder / "a-b.txt").write_text("Two.")
    (folder / "a").mkdir()
    (folder / "a" / "z.txt").write_text("Three, no line feed")
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "a" / "lines.jsonl").write_text('{"text": "One."}\n{"text": "Two."}')
    (folder / ".hidden.txt").write_text("Four.")
    (folder / "a" / "broken.txt").symlink_to("nowhere")
    (folder / "empty").mkdir()
    os.truncate(os.open(folder / "big.txt", os.O_CREAT | os.O_WRONLY), 65 << 20)
    run = nutgraf("--format", "jsonl", folder, folder / "missing", "a.txt", cwd=folder)
    expected = [str(folder / p) for p in ("a-b.txt", "a.txt", "a/z.txt")] + ["a.txt"]
    check("a folder is read in the order of its paths' bytes", [d["id"] for d in documents(run)] == expected and run.returncode == 1, run)
    check("what cannot be read is named", run.stderr.count(b"No such file") == 2 and b"big.txt: is larger than 64 MiB" in run.stderr, run)
    run = nutgraf("--format", "jsonl", "--quiet", folder)
    check("--quiet says nothing", run.stderr == b"" and run.returncode == 1, run)
    run = nutgraf(folder / "empty")
    check("an empty folder is a failure", run.returncode == 1 and b"no file in this folder" in run.stderr, run)
    run = nutgraf("--from", "jsonl", "--format", "jsonl", folder)
    check("jsonl of folders", [d["id"] for d in documents(run)] == [f"{folder}/a/lines.jsonl:{n}" for n in (1, 2)] and run.returncode == 0, run)
    if os.geteuid() != 0:
        (folder / "a.txt").chmod(0)
        run = nutgraf(folder / "a.txt")
        check("a file without permission", run.returncode == 1 and b"Permission denied" in run.stderr, run)
        (folder / "a.txt").chmod(0o600)
    (folder / "lexicon").write_text("Five.")
    check("a file called lexicon", nutgraf("./lexicon", cwd=folder).returncode == 0)


def scores(folder):
    article = folder / "a.gold"
    article.write_text("[place/city#Paris Paris] \\[5\\]\n")
    lines = folder / "b.jsonl"
    lines.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "Paris \xff", "mentions": [{"start": 0, "end": 5, "kind": "place"}]}\r\n{bad\n\n[1]\n'
                      b'{"text": "", "mentions": [{"start": 0, "end": 1, "kind": "place"}]}\n' + b'{"text": ' * 100000 + b"\n")
    run = nutgraf("score", folder, "--kind", "place")
    check("gold: bad lines are named and left out", run.returncode == 1 and all(f"b.jsonl:{n}: ".encode() in run.stderr for n in (2, 4, 5, 6)), run)
    check("gold: the others are scored", b"all, 2 articles\n  place               2      2      2" in run.stdout, run)
    lines.unlink()
    run = nutgraf("score", article, folder / "missing.gold", folder / "c.txt", "--format", "json")
    check("gold: what is missing is named", run.returncode == 1 and run.stderr.count(b"missing.gold") == 1 and b"no c.gold" in run.stderr, run)
    check("gold: the rest in JSON", json.loads(run.stdout)["all"]["kinds"]["place"]["strict"]["right"] == 1, run)
    (folder / "a.txt").write_text("Paris")
    check("gold: the article's name does for the gold's", nutgraf("score", folder / "a.txt").returncode == 0)
    for arguments, hint in ((["score", folder / "none"], b"No such file"), (["score", article, "--diff", folder / "none"], b"No such file"),
                            (["score", article, "--diff", article], b"not JSON"), (["score", article, "--save", article], b"would be lost"),
                            (["score", article, "-o", article], b"would be lost"), (["score", article, "--save", folder / "no" / "where"], b"--save"),
                            (["score", "-"], b"No such file"), (["score", "/dev/null"], b"neither")):
        run = nutgraf(*arguments)
        check(f"{arguments} is wrong use", run.returncode == 2 and hint in run.stderr and not run.stdout, run)
    check("gold is not written over", article.read_text().startswith("[place"))
    saved = folder / "saved.jsonl"
    run = nutgraf("score", article, "--save", saved)
    run = nutgraf("score", article, "--diff", saved, "--save", saved)
    check("nothing won and nothing lost", run.returncode == 0 and b": 0 won, 0 lost, 0 wrong in another way" in run.stdout, run)
    article.write_text("At [place/city#Paris Paris].\n")
    run = nutgraf("score", article, "--diff", saved)
    check("an article that has changed is not compared", run.returncode == 0 and b"1 article had another text" in run.stderr, run)
    reported = folder / "reported.jsonl"
    reported.write_bytes(nutgraf("--from", "jsonl", "--format", "jsonl", given=b'{"id": "a", "text": "At Paris."}').stdout)
    run = nutgraf("score", article, "--diff", reported)
    check("a report of earlier", run.returncode == 0 and b": 0 won, 0 lost" in run.stdout, run)
    with open("/dev/full", "wb") as full:
        run = nutgraf("score", article, stdout=full)
    check("score: a full disk", run.returncode == 2 and b"No space left" in run.stderr, run)


def usage():
    for arguments, hint in ((["--formt", "json"], b"did you mean --format?"), (["--format", "jsn"], b"did you mean json?"), (["--kinds", "persn"], b"person?"),
                            (["--date", "2021-02-30"], b"--date"), (["-j", "many"], b"--jobs"), (["--format"], b"--format"), (["lexicon"], b"./lexicon"),
                            (["lexicon", "lokup", "Georgia"], b"did you mean lookup?"), (["-", "-"], b"once")):
        run = nutgraf(*arguments)
        check(f"{arguments} is wrong use", run.returncode == 2 and hint in run.stderr and not run.stdout, run)


def outputs(folder):
    with open("/dev/full", "wb") as full:
        run = nutgraf("--format", "jsonl", given=b"One.", stdout=full)
    check("a full disk", run.returncode == 2 and b"No space left" in run.stderr, run)
    run = subprocess.run(["sh", "-c", f"echo One. | '{BINARY}' >&-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check("closed standard output", run.returncode == 2 and b"cannot write" in run.stderr, run)
    run = nutgraf("--output", folder / "no" / "where")
    check("--output that cannot be made", run.returncode == 2 and b"--output" in run.stderr, run)
    article = folder / "kept.txt"
    article.write_text("Kept.")
    for given in (article, folder):
        run = nutgraf("--output", article, given)
        check("an input is not written over", run.returncode == 2 and article.read_text() == "Kept.", run)
    run = nutgraf("--format", "jsonl", "--output", folder / "out.jsonl", article)
    check("--output", run.returncode == 0 and not run.stdout and json.loads((folder / "out.jsonl").read_text())["id"] == str(article), run)

    # A reader that leaves: quietly and soon, though the writer of the input never ends.
    script = f"(while echo '{{\"text\":\"One.\"}}'; do :; done) 2>/dev/null | ('{BINARY}' --from jsonl --format jsonl; echo status $? >&2) | head -n 1"
    run = subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30)
    check("a closed pipe", run.stderr == b"status 0\n" and run.stdout.count(b"\n") == 1, run)


def interrupts(folder):
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    for jobs in ("1", "4"):
        waiting = subprocess.Popen([BINARY, "-j", jobs, str(fifo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.5)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=30)
        check(f"Ctrl-C at a named pipe without a writer, {jobs} jobs", waiting.returncode == 130 and not out and not err)

        reading = subprocess.Popen([BINARY, "-j", jobs, "--from", "jsonl", "--format", "json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        reading.stdin.write(b'{"id":"first","text":"One."}\n{"id":"half')
        reading.stdin.flush()
        time.sleep(0.5)
        reading.send_signal(signal.SIGINT)
        time.sleep(0.2)
        out, err = reading.communicate(timeout=30)
        check(f"Ctrl-C between lines leaves a whole report, {jobs} jobs", reading.returncode == 130 and [d["id"] for d in json.loads(out)] == ["first"] and not err)


with tempfile.TemporaryDirectory() as name:
    inputs(Path(name).resolve())
with tempfile.TemporaryDirectory() as name:
    scores(Path(name).resolve())
usage()
with tempfile.TemporaryDirectory() as name:
    outputs(Path(name).resolve())
with tempfile.TemporaryDirectory() as name:
    interrupts(Path(name).resolve())
sys.exit(1 if failures else 0)
