#!/usr/bin/env bash
# sacrebleu 2.6.0 (PyPI), tokenizer "zh", used to score Chinese captions.
#
# Its table of Chinese characters means to hold U+20000 to U+2A6D6 (extension B), but writes them with four digits and a
# fifth as a character of its own. What it holds instead is all between U+2000 and U+2A6D. So arrows, subscripts, the euro
# sign and curly quotation marks are taken for Chinese and cut apart, and Latin words with a curly apostrophe fall into
# three where those with a straight one are one; and the ideographs meant by the entry are not cut apart: two of them
# in a row are one token, and a hypothesis that has one of a run right is scored as if it had none.
#
# Seen (tokens):
#   don't                        1    with the curly apostrophe              3
#   two ideographs of U+4E00..   2    two of extension B                     1
#   H2O                          1    with the subscript two                 3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sacrebleu==2.6.0

"$folder/venv/bin/python" - <<'PYTHON'
import sys

from sacrebleu.tokenizers.tokenizer_zh import TokenizerZh

tokenize = TokenizerZh()
seen = []
for name, text in (("straight apostrophe", "don't"), ("curly apostrophe", "don\u2019t"), ("ideographs", "\u4e2d\u4e2d"),
                   ("extension B", "\U00020bb7\U00024b62"), ("digit two", "H2O"), ("subscript two", "H\u2082O")):
    seen.append(len(tokenize(text).split()))
    print(f"{name:20} {seen[-1]}")
sys.exit(seen != [1, 3, 2, 1, 1, 3])
PYTHON
