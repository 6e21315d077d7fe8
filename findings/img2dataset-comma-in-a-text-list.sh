#!/usr/bin/env bash
# img2dataset 1.47.0 (PyPI), with pyarrow 21.0.0; Python 3.11 or 3.12.
#
# A list of the kind "txt" is one URL a line, and is read as CSV of one column. One URL with a comma in it, as image servers
# that take sizes in their path write them, refuses the whole list ("Expected 1 columns, got 2"), the thousands of others
# included. In a list of the kind "csv" the same URL can be quoted; in one of lines nobody would think of it.
#
# Seen:
#   without a comma   2 URLs
#   with one          ArrowInvalid: CSV parse error: Expected 1 columns, got 2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NO_ALBUMENTATIONS_UPDATE=1

python3 -m venv venv
venv/bin/pip install -q img2dataset==1.47.0 albumentations==1.4.24 opencv-python-headless==4.12.0.88 numpy==2.2.6 \
  pandas==2.3.3 pyarrow==21.0.0
venv/bin/python - 2>messages <<'PYTHON'
import contextlib
import sys

import pyarrow as pa
from img2dataset.reader import Reader


def read(lines):
    with open("list.txt", "w") as file:
        file.writelines(line + "\n" for line in lines)
    reader = Reader("list.txt", "txt", "url", None, None, None, None, 100, set(), ".")
    with contextlib.redirect_stdout(sys.stderr):
        return sum(pa.ipc.open_file(pa.memory_map(shard)).read_all().num_rows for _, shard in reader)


first = read(["http://pictures.example/1.jpg", "http://pictures.example/full/300/0/2.jpg"])
print("without a comma  ", first, "URLs")
try:
    second = read(["http://pictures.example/1.jpg", "http://pictures.example/full/300,/0/2.jpg"])
except pa.ArrowInvalid as error:
    second = str(error).split(":")[1].strip()
print("with one         ", second)
sys.exit(not (first == 2 and second == "Expected 1 columns, got 2"))
PYTHON
