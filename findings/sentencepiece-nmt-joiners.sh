#!/usr/bin/env bash
# sentencepiece 0.2.1 (PyPI), normalisation rule nmt_nfkc (what spm_train uses unless told otherwise).
#
# The rule's "nmt" part, beyond NFKC, makes a space of U+200C, the non-joiner, and keeps U+200D, the joiner. In Persian the
# non-joiner stands inside words, so they fall in two before a model sees them, while emoji and Indic conjuncts, held
# together by the joiner, stay whole. The direction marks (U+200E, U+200F) become spaces too, but not U+061C, the third of
# them; the zero-width space and the byte-order mark become spaces, the word joiner and the soft hyphen stay. The rule named
# nfkc leaves all of them alone.
#
# Seen:
#   nmt_nfkc  a space: 200B 200C 200E 200F FEFF   kept: 00AD 200D 061C 2060
#   nfkc      a space: none                  kept: 00AD 200B 200C 200D 200E 200F 061C 2060 FEFF
#   one Persian word with a non-joiner: 2 words after nmt_nfkc, 1 after nfkc
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sentencepiece==0.2.1

"$folder/venv/bin/python" - <<'PYTHON'
import sys

import sentencepiece

seen = {}
word = "\u0645\u06cc\u200c\u0631\u0648\u0645"
for rule in ("nmt_nfkc", "nfkc"):
    normalizer = sentencepiece.SentencePieceNormalizer(rule_name=rule)
    spaces, kept = [], []
    for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x61C, 0x2060, 0xFEFF):
        result = normalizer.Normalize(f"a{chr(code)}b")
        assert result in ("a b", f"a{chr(code)}b"), ascii(result)
        (spaces if result == "a b" else kept).append(f"{code:04X}")
    words = len(normalizer.Normalize(word).split(" "))
    seen[rule] = (spaces, kept, words)
    print(f"{rule:8}  a space: {' '.join(spaces) or 'none'}  kept: {' '.join(kept)}  words in a Persian word: {words}")
sys.exit(not ("200C" in seen["nmt_nfkc"][0] and "200D" in seen["nmt_nfkc"][1] and seen["nmt_nfkc"][2] == 2
              and not seen["nfkc"][0] and seen["nfkc"][2] == 1))
PYTHON
