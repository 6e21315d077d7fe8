"""What numpy makes of exact search: the same unit vectors and queries, float32 products and argpartition, whole and in chunks,
either operand first. Prints the best of each in JSON, in milliseconds.

    python3 bench/peers/numpy_search.py --vectors 1000000 --width 256 --queries 100 [--top 10] [--threads 2] [--seed 0]

Vectors as made_up_vectors.py makes them. Needs numpy.
"""
import argparse
import json
import os
import resource
import time

options = argparse.ArgumentParser()
for name, value in dict(vectors=1_000_000, width=256, queries=100, top=10, threads=2, seed=0, repeats=5).items():
    options.add_argument("--" + name, type=int, default=value)
options = options.parse_args()
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(options.threads)

import numpy as np  # noqa: E402  (after the number of threads is set)
from made_up_vectors import made_up  # noqa: E402

def best_of(scores, top):
    """Numbers of the highest scores of every row [queries, n], best first."""
    top = min(top, scores.shape[1])
    part = np.argpartition(scores, -top, axis=1)[:, -top:]
    found = np.take_along_axis(scores, part, 1)
    order = np.argsort(-found, axis=1, kind="stable")
    return np.take_along_axis(part, order, 1), np.take_along_axis(found, order, 1)


def search(vectors, queries, chunk, vectors_first):
    numbers, scores = [], []
    for first in range(0, len(vectors), chunk):
        block = vectors[first:first + chunk]
        product = np.ascontiguousarray((block @ queries.T).T) if vectors_first else queries @ block.T
        places, found = best_of(product, options.top)
        numbers.append(places + first)
        scores.append(found)
    if len(numbers) == 1:
        return numbers[0]
    places, _ = best_of(np.concatenate(scores, 1), options.top)
    return np.take_along_axis(np.concatenate(numbers, 1), places, 1)


def fastest(vectors, queries):
    """Milliseconds and name of the fastest way."""
    results = {}
    for chunk in (4096, 16_384, 65_536, 262_144, len(vectors)):
        if chunk > len(vectors) or chunk * len(queries) > 1 << 28:
            continue
        for vectors_first in (False, True):
            times = []
            for _ in range(options.repeats):
                start = time.perf_counter()
                search(vectors, queries, chunk, vectors_first)
                times.append(time.perf_counter() - start)
            results[f"chunks of {chunk}, {'vectors' if vectors_first else 'queries'} first"] = 1000 * min(times)
    name = min(results, key=results.get)
    return results[name], name


vectors = made_up(options.vectors, options.width, options.seed, "gallery")
queries = made_up(options.queries, options.width, options.seed, "queries")
many, many_way = fastest(vectors, queries)
one, one_way = fastest(vectors, queries[:1])
print(json.dumps({
    "one_ms": one, "one_way": one_way, "many_ms": many, "many_way": many_way,
    "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "vector_bytes": vectors.nbytes,
    "first": [int(number) for number in search(vectors, queries[:1], len(vectors), False)[0]],
}))
