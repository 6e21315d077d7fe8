#!/usr/bin/env bash
# pyarrow 21.0.0 (PyPI), csv.read_csv with its defaults, as img2dataset reads lists.
#
# A caption of two lines, quoted as CSV wants it, is read rightly while the file is small. Larger files are read in blocks of
# one mebibyte, cut at a line's end, and without newlines_in_values one within quotes will do. Where that happens the row that
# was begun is lost, the second half of its caption is taken for a row (what stands before its comma as the URL), and no
# error is raised; the number of rows stays right. Which row it hits depends on the file's length up to there alone. Where the
# half has another number of columns, an error is raised.
#
# Seen (url,caption; captions are: line one, line feed, "line two, 31493"):
#      100 rows     100 read  0 lost  0 URLs that are none
#    60000 rows   60000 read  1 lost  1 URLs that are none: 'line two' with the caption ' 31493"'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pyarrow==21.0.0

"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys

import pyarrow.csv

seen = []
for rows in (100, 60000):
    lines = ["url,caption"] + [f'u{row},"line one\nline two, {row}"' for row in range(rows)]
    table = pyarrow.csv.read_csv(io.BytesIO("\n".join(lines).encode() + b"\n"))
    wrong = [row for row in table.to_pylist() if not row["url"].startswith("u")]
    lost = rows + len(wrong) - table.num_rows
    seen.append((lost, len(wrong)))
    print(f"{rows:6} rows  {table.num_rows:6} read  {lost} lost  {len(wrong)} URLs that are none",
          *(f"{row['url']!r} with the caption {row['caption']!r}" for row in wrong))
sys.exit(not (seen[0] == (0, 0) and seen[1][0] == seen[1][1] > 0))
PYTHON
