"""The floor under retrieval on photos: what a linear model without any learning of features reaches.

Captions become 4,096 hashed counts of one to three characters; photos become histograms of colour and of gradients on a
grid, projected to their 300 strongest directions and whitened. Ridge regression leads from one to the other, and cosines
rank the held-out photos. Anything worth training must beat it.

    python3 bench/peers/ridge_floor.py FOLDER [--lang zh] [--split dev]

FOLDER holds captions.jsonl with {"image", "split", "captions": {language: [text]}} and the pictures. Needs numpy and Pillow.
"""
import argparse
import json
import os
import time
import zlib

import numpy as np
from PIL import Image

SIDE, GRID, HUES, TONES, ANGLES = 96, 4, 8, 3, 8
WORDS, DIRECTIONS = 4096, 300


def cells(values, weights, bins, count):
    """Weighted histograms of `values` in GRID x GRID cells."""
    out = np.zeros((GRID, GRID, count), np.float32)
    step = SIDE // GRID
    for row in range(GRID):
        for column in range(GRID):
            part = np.s_[row * step:(row + 1) * step, column * step:(column + 1) * step]
            out[row, column] = np.bincount(bins(values[part]).ravel(), weights[part].ravel(), count)[:count]
    return out.reshape(-1)


def photo_features(path):
    image = Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.BICUBIC)
    hsv = np.asarray(image.convert("HSV"), np.float32) / 256
    colour = (hsv[..., 0] * HUES).astype(int) * TONES * TONES
    colour += (hsv[..., 1] * TONES).astype(int) * TONES + (hsv[..., 2] * TONES).astype(int)
    ones = np.ones((SIDE, SIDE), np.float32)
    colours = cells(colour, ones, lambda part: part, HUES * TONES * TONES)
    grey = np.asarray(image.convert("L"), np.float32) / 255
    down, across = np.gradient(grey)
    angle = np.arctan2(down, across) % np.pi / np.pi * ANGLES
    gradients = cells(angle, np.hypot(down, across), lambda part: np.minimum(part.astype(int), ANGLES - 1), ANGLES)
    means = np.asarray(image.resize((6, 6), Image.BOX), np.float32).reshape(-1) / 255
    return np.concatenate([np.sqrt(colours / (SIDE * SIDE)), np.sqrt(gradients / SIDE), means])


def text_features(text):
    row = np.zeros(WORDS, np.float32)
    text = "\x02" + text.lower() + "\x03"
    for length in (1, 2, 3):
        for start in range(len(text) - length + 1):
            row[zlib.crc32(text[start:start + length].encode()) % WORDS] += 1
    row = np.log1p(row)
    return row / np.linalg.norm(row)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder")
    options.add_argument("--lang", default="zh")
    options.add_argument("--split", default="dev")
    options.add_argument("--ridge", type=float, default=1.0)
    options = options.parse_args()
    start = time.perf_counter()
    with open(os.path.join(options.folder, "captions.jsonl"), encoding="utf8") as lines:
        rows = [row for row in map(json.loads, lines) if options.lang in row["captions"]]
    train = [row for row in rows if row["split"] == "train"]
    held = [row for row in rows if row["split"] == options.split]
    photos = np.stack([photo_features(os.path.join(options.folder, row["image"])) for row in train + held])
    mean = photos[:len(train)].mean(0)
    _, strength, directions = np.linalg.svd(photos[:len(train)] - mean, full_matrices=False)
    whiten = directions[:DIRECTIONS].T / (strength[:DIRECTIONS] / np.sqrt(len(train)))
    photos = (photos - mean) @ whiten
    texts = np.stack([text_features(text) for row in train for text in row["captions"][options.lang]])
    owners = np.repeat(np.arange(len(train)), [len(row["captions"][options.lang]) for row in train])
    centre = texts.mean(0)
    texts -= centre
    weights = np.linalg.solve(
        texts.T @ texts + options.ridge * np.eye(WORDS, dtype=np.float32), texts.T @ photos[owners])
    asked = np.stack([text_features(text) for row in held for text in row["captions"][options.lang]]) - centre
    owners = np.repeat(np.arange(len(held)), [len(row["captions"][options.lang]) for row in held])
    unit = lambda matrix: matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    scores = unit(asked @ weights) @ unit(photos[len(train):]).T
    right = scores[np.arange(len(owners)), owners]
    to_photo = (scores > right[:, None]).sum(1)
    best = np.full(len(held), -np.inf)
    np.maximum.at(best, owners, right)
    to_text = (scores.T > best[:, None]).sum(1)
    for name, ranks in (("T2I", to_photo), ("I2T", to_text)):
        print(name, "R@1/5/10", "/".join(f"{(ranks < k).mean() * 100:.1f}" for k in (1, 5, 10)), f"of {len(ranks)}")
    print(f"gallery {len(held)}, chance R@10 {1000 / len(held):.1f}, {time.perf_counter() - start:.0f} s")


main()
