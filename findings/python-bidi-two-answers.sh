#!/usr/bin/env bash
# python-bidi 0.6.12 (PyPI).
#
# One package, two functions of one name, two pages. bidi.get_display (Rust) and bidi.algorithm.get_display (Python) both
# turn text into the order in which it is drawn. Only the second mirrors brackets, as UAX #9 asks (L4): through the first,
# "(x)" in Hebrew is drawn ")x(". With two lines, the first keeps the end of a right-to-left line as part of what it turns
# around, so that the line feed comes out in front of the line it ended. The README says of the first only that some is missing.
#
# Seen (alef, bet, gimel as A, B, G; the line feed as /):
#   A(B)   bidi )B(A    bidi.algorithm (B)A
#   AB/G   bidi /BAG    bidi.algorithm BA/G
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-bidi==0.6.12

"$folder/venv/bin/python" - <<'PYTHON'
import sys

import bidi
import bidi.algorithm

to_hebrew = str.maketrans("ABG/", "\u05d0\u05d1\u05d2\n")
to_latin = {value: key for key, value in to_hebrew.items()}
seen = []
for text in ("A(B)", "AB/G"):
    both = [module.get_display(text.translate(to_hebrew)).translate(to_latin) for module in (bidi, bidi.algorithm)]
    print(f"{text}   bidi {both[0]}    bidi.algorithm {both[1]}")
    seen += both
sys.exit(seen != [")B(A", "(B)A", "/BAG", "BA/G"])
PYTHON
