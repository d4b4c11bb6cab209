#!/usr/bin/env python3
"""Build-time program: writes the C++ source that links the files of the HTML report into the program.

  embed.py SOURCE_OUT NAME=FILE...

For each file there are two functions, declared in report/html_page.h: its text, and for a script the hash by which a page's
Content-Security-Policy lets it run, and no other.
"""
import base64
import hashlib
import re
import sys
from pathlib import Path


def main():
    source = ["// Made by report/html/embed.py.", '#include "report/html_page.h"', ""]
    functions = []
    for pair in sys.argv[2:]:
        name, file = pair.split("=", 1)
        content = Path(file).read_bytes()
        if re.search(rb"</(script|style)|<!--", content, re.IGNORECASE):
            sys.exit(f"{file}: it cannot stand inside a page: it holds what ends a script or a style")
        path = Path(file).resolve().as_posix().replace("\\", "\\\\").replace('"', '\\"')
        symbol = f"nutgraf_html_{name}"
        source.append(f'__asm__(".pushsection .rodata\\n.global {symbol}, {symbol}_end\\n{symbol}:\\n.incbin \\"{path}\\"\\n{symbol}_end:\\n.byte 0\\n.popsection\\n");')
        source.append(f"extern const char {symbol}[], {symbol}_end[];")
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        functions.append(f"PageFile page_{name}() {{ return {{{{{symbol}, static_cast<size_t>({symbol}_end - {symbol})}}, \"sha256-{digest}\"}}; }}")
    source += ["", "namespace nutgraf {", *functions, "}  // namespace nutgraf", ""]
    Path(sys.argv[1]).write_text("\n".join(source))


main()
