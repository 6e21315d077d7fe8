#!/usr/bin/env bash
# pycld2 0.42 (PyPI; it may be compiled, which needs a C++ compiler).
#
# Valid UTF-8 is refused as "invalid UTF-8" when it holds a control character, U+007F, one of U+0080 to U+009F (U+0085 is a
# line's end), or a noncharacter. A caption that was pasted from a slide has a vertical tab between its lines, and asking for
# its language raises an error that names the encoding as the fault: a pipeline which counts that as damaged text, or decodes
# again by another encoding, does so with sound captions. Tabs, line feeds and U+FFFD, which stands for damage, are accepted.
#
# Seen, "a photo of a cat", the character, "on the mat":
#   0009 en   000A en   000B refused   001C refused   007F refused   0085 refused   200B en   FDD0 refused   FFFD en
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pycld2==0.42

"$folder/venv/bin/python" - <<'PYTHON'
import sys

import pycld2

seen = {}
for code in (0x9, 0xA, 0xB, 0x1C, 0x7F, 0x85, 0x200B, 0xFDD0, 0xFFFD):
    try:
        answer = pycld2.detect(f"a photo of a cat{chr(code)}on the mat")[2][0][1]
    except pycld2.error as error:
        assert "invalid UTF-8" in str(error), error
        answer = "refused"
    seen[f"{code:04X}"] = answer
print("   ".join(f"{code} {answer}" for code, answer in seen.items()))
sys.exit([code for code, answer in seen.items() if answer == "refused"] != ["000B", "001C", "007F", "0085", "FDD0"])
PYTHON
