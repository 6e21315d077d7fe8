"""Unit vectors for measuring searches: 10,000 centres with noise around them, from SplitMix64, as `clippo-bench search` makes them."""
import numpy as np

CENTRES, NOISE, BLOCK = 10_000, np.float32(0.6), 16_384
STREAMS = {"gallery": 1 << 20, "queries": 2 << 20}
STEP = np.uint64(0x9E3779B97F4A7C15)


def uniform(state, first, count):
    """`count` numbers in -1 ..< 1 of the stream that begins at `state`, from number `first` on."""
    with np.errstate(over="ignore"):
        z = np.uint64(state) + (np.arange(first + 1, first + 1 + count, dtype=np.uint64)) * STEP
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0 ** -23) - np.float32(1)


def made_up(count, width, seed, stream):
    """Unit vectors [count, width] of one of the STREAMS."""
    base = seed << 40
    centres = uniform(base, 0, CENTRES * width).reshape(CENTRES, width)
    out = np.empty((count, width), np.float32)
    for first in range(0, count, BLOCK):
        rows = min(BLOCK, count - first)
        values = uniform(base + STREAMS[stream], first * (1 + width), rows * (1 + width)).reshape(rows, 1 + width)
        chosen = ((values[:, 0] + np.float32(1)) / 2 * np.float32(CENTRES)).astype(np.int64)
        block = centres[chosen] + NOISE * values[:, 1:]
        out[first:first + rows] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return out
