"""What numpy makes of exact search: the same unit vectors and queries, float32 products and argpartition, whole and in chunks,
either operand first. Prints the best of each in JSON, in milliseconds.

    python3 bench/peers/numpy_search.py --vectors 1000000 --width 256 --queries 100 [--top 10] [--threads 2] [--seed 0]

Vectors are 10,000 centres with noise around them, from SplitMix64, as `clippo-bench search` makes them. Needs numpy.
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

CENTRES, NOISE, BLOCK = 10_000, np.float32(0.6), 16_384
STEP = np.uint64(0x9E3779B97F4A7C15)


def uniform(state, first, count):
    """`count` numbers in -1 ..< 1 of the stream that begins at `state`, from number `first` on."""
    with np.errstate(over="ignore"):
        z = np.uint64(state) + (np.arange(first + 1, first + 1 + count, dtype=np.uint64)) * STEP
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0 ** -23) - np.float32(1)


def made_up(count, stream):
    """Unit vectors [count, width]."""
    width, base = options.width, options.seed << 40
    centres = uniform(base, 0, CENTRES * width).reshape(CENTRES, width)
    out = np.empty((count, width), np.float32)
    for first in range(0, count, BLOCK):
        rows = min(BLOCK, count - first)
        values = uniform(base + stream, first * (1 + width), rows * (1 + width)).reshape(rows, 1 + width)
        chosen = ((values[:, 0] + np.float32(1)) / 2 * np.float32(CENTRES)).astype(np.int64)
        block = centres[chosen] + NOISE * values[:, 1:]
        out[first:first + rows] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return out


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


vectors, queries = made_up(options.vectors, 1 << 20), made_up(options.queries, 2 << 20)
many, many_way = fastest(vectors, queries)
one, one_way = fastest(vectors, queries[:1])
print(json.dumps({
    "one_ms": one, "one_way": one_way, "many_ms": many, "many_way": many_way,
    "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "vector_bytes": vectors.nbytes,
    "first": [int(number) for number in search(vectors, queries[:1], len(vectors), False)[0]],
}))
