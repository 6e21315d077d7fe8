"""What faiss makes of approximate search over the vectors of `clippo-bench search`: a graph (HNSW) and lists around centres (IVF).

    python3 bench/peers/faiss_search.py [--vectors 1000000] [--width 256] [--queries 100] [--top 10] [--threads 2] [--seed 0]
        [--links 16] [--breadth 200] [--lists 4096] [--kinds graph,lists]

Prints a line of JSON for every way of searching: seconds until it can be searched, milliseconds of one query and of all together,
the share of the exact answer that is found, and bytes of the index as faiss writes it. Needs faiss-cpu and numpy.
"""
import argparse
import json
import time

import faiss
import numpy as np
from made_up_vectors import made_up

options = argparse.ArgumentParser()
numbers = dict(
    vectors=1_000_000, width=256, queries=100, top=10, threads=2, seed=0, repeats=5, links=16, breadth=200, lists=4096)
for name, value in numbers.items():
    options.add_argument("--" + name, type=int, default=value)
options.add_argument("--kinds", default="lists,graph")
options = options.parse_args()
faiss.omp_set_num_threads(options.threads)


def exact(vectors, queries):
    scores = queries @ vectors.T
    return np.argpartition(scores, -options.top, axis=1)[:, -options.top:]


def fastest(search):
    times = []
    for _ in range(options.repeats):
        start = time.perf_counter()
        search()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def measure(name, index, build, size, queries, right):
    _, found = index.search(queries, options.top)
    hits = sum(len(set(a) & set(b)) for a, b in zip(found.tolist(), right.tolist()))
    singles = queries[:20]

    def one_after_another():
        for query in singles:
            index.search(query[None], options.top)

    print(json.dumps({
        "way": name, "build_seconds": round(build, 1), "one_ms": round(fastest(one_after_another) / len(singles), 3),
        "many_ms": round(fastest(lambda: index.search(queries, options.top)), 1),
        "found": hits / right.size, "index_bytes": size,
    }), flush=True)


vectors = made_up(options.vectors, options.width, options.seed, "gallery")
queries = made_up(options.queries, options.width, options.seed, "queries")
right = exact(vectors, queries)
for kind in options.kinds.split(","):
    start = time.perf_counter()
    if kind == "graph":
        index = faiss.IndexHNSWFlat(options.width, options.links, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = options.breadth
    else:
        index = faiss.IndexIVFFlat(
            faiss.IndexFlatIP(options.width), options.width, options.lists, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors[:: max(1, len(vectors) // (64 * options.lists))])
    index.add(vectors)
    build = time.perf_counter() - start
    size = faiss.serialize_index(index).nbytes
    for breadth in (64, 128, 256) if kind == "graph" else (4, 16, 64):
        if kind == "graph":
            index.hnsw.efSearch = breadth
        else:
            index.nprobe = breadth
        name = f"graph, {breadth} in view" if kind == "graph" else f"{breadth} of {options.lists} lists"
        measure(name, index, build, size, queries, right)
