#!/usr/bin/env bash
# hnswlib 0.8.0 (PyPI; it may be compiled, which needs a C++ compiler), with numpy 1.26.4.
#
# Many equal vectors make the others unreachable. An index of 2,000 copies of one vector and 200 random ones, with the
# defaults for M and ef_construction: half of the random ones are not found when asked for by their own vector, at distance
# zero, and a search as wide as 200 (ef) finds no more of them when they were added first. Placeholder pictures and repeated
# captions make such sets. Without the copies none is lost, and BFIndex, the package's exact search, finds all.
#
# Seen, of 200 that ask for themselves, one thread, seeds fixed:
#   copies first  ef 10  lost 114
#   copies last   ef 10  lost 100
#   copies last  ef 200  lost 100
#   no copies     ef 10  lost   0
#   exact                lost   0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q hnswlib==0.8.0 numpy==1.26.4

"$folder/venv/bin/python" - <<'PYTHON'
import sys

import hnswlib
import numpy as np

SIZE, OTHERS, COPIES = 32, 200, 2000
others = np.random.default_rng(1).standard_normal((OTHERS, SIZE)).astype("float32")
others /= np.linalg.norm(others, axis=1, keepdims=True)
copies = np.full((COPIES, SIZE), SIZE ** -0.5, "float32")


def lost(parts, ef):
    vectors = np.concatenate(parts)
    labels = next(np.arange(OTHERS) + sum(map(len, parts[:i])) for i, part in enumerate(parts) if part is others)
    if ef:
        index = hnswlib.Index("cosine", SIZE)
        index.init_index(len(vectors), random_seed=100)
        index.set_num_threads(1)
        index.set_ef(ef)
    else:
        index = hnswlib.BFIndex("cosine", SIZE)
        index.init_index(len(vectors))
    index.add_items(vectors)
    return int((index.knn_query(others, k=1)[0][:, 0] != labels).sum())


seen = {}
for name, parts, ef in (("copies first", [copies, others], 10), ("copies last", [others, copies], 10),
                        ("copies last", [others, copies], 200), ("no copies", [others], 10),
                        ("exact", [copies, others], 0)):
    seen[name, ef] = lost(parts, ef)
    print(f"{name:12}  {'ef %3d' % ef if ef else '      '}  lost {seen[name, ef]:3}")
sys.exit(not (min(seen["copies first", 10], seen["copies last", 10], seen["copies last", 200]) >= 50
              and seen["no copies", 10] == seen["exact", 0] == 0))
PYTHON
