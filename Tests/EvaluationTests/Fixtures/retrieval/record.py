"""Records what three packages make of the same embeddings, in which many scores are equal: protocols.json beside this file.

    pip install torch open_clip_torch[training] clip-benchmark
    git clone https://github.com/OFA-Sys/Chinese-CLIP
    python3 record.py Chinese-CLIP

Embeddings are sixteen values of +1 or -1, written as sixteen bits: their length is 4, so that every cosine is exact in float32
and ties are ties in every package.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np
import torch
from clip_benchmark.metrics import zeroshot_retrieval
from open_clip_train.train import get_clip_metrics

WIDTH, IMAGES, DEPTHS = 16, 700, (1, 5, 10)
HERE = os.path.dirname(os.path.abspath(__file__))
draw = random.Random(7)


def rows(words):
    bits = np.array([[word >> place & 1 for place in range(WIDTH)] for word in words], np.float32)
    return torch.from_numpy((bits * 2 - 1) / 4)


def near(word):
    """A word with a few of its bits turned."""
    for place in draw.sample(range(WIDTH), draw.choice((0, 1, 2, 3, 5))):
        word ^= 1 << place
    return word


def clip_benchmark(texts, images, image_of_text):
    scores = rows(texts) @ rows(images).T
    positive = torch.zeros_like(scores, dtype=torch.bool)
    positive[torch.arange(len(texts)), image_of_text] = True
    hits = lambda s, p, k: (zeroshot_retrieval.recall_at_k(s, p, k) > 0).float().mean().item()
    return {
        "image_retrieval_recall": [hits(scores, positive, k) for k in DEPTHS],
        "text_retrieval_recall": [hits(scores.T, positive.T, k) for k in DEPTHS],
    }


def open_clip(texts, images):
    values = get_clip_metrics(rows(images), rows(texts), torch.tensor(1.0))
    return {name: float(value) for name, value in values.items()}


def chinese_clip(folder, texts, images, images_of_text):
    """Its own scripts, with the one line that wants a GPU taken out."""
    scripts = os.path.join(folder, "cn_clip", "eval")
    with tempfile.TemporaryDirectory() as work:
        at = lambda name: os.path.join(work, name)

        def write(name, lines):
            with open(at(name), "w") as file:
                file.writelines(json.dumps(line) + "\n" for line in lines)

        def run(script, *words):
            source = open(os.path.join(scripts, script), encoding="utf-8").read().replace(".cuda()", "")
            open(at(script), "w", encoding="utf-8").write(source)
            subprocess.run([sys.executable, at(script), *words], check=True, stdout=subprocess.DEVNULL)

        features = lambda words: rows(words).tolist()
        write("images.jsonl", [dict(image_id=i, feature=f) for i, f in enumerate(features(images))])
        write("texts.jsonl", [dict(text_id=i, feature=f) for i, f in enumerate(features(texts))])
        write("truth.jsonl", [dict(text_id=i, image_ids=ids) for i, ids in enumerate(images_of_text)])
        run("transform_ir_annotation_to_tr.py", "--input", at("truth.jsonl"))
        common = ["--image-feats", at("images.jsonl"), "--text-feats", at("texts.jsonl"), "--top-k", "10"]
        run("make_topk_predictions.py", *common, "--output", at("found.jsonl"))
        run("make_topk_predictions_tr.py", *common, "--output", at("found.tr.jsonl"))
        run("evaluation.py", at("truth.jsonl"), at("found.jsonl"), at("score.json"))
        run("evaluation_tr.py", at("truth.tr.jsonl"), at("found.tr.jsonl"), at("score.tr.json"))
        read = lambda name: json.load(open(at(name)))["scoreJson"]
        found = [json.loads(line)["image_ids"] for line in open(at("found.jsonl"))][:3]
        return {"text_to_image": read("score.json"), "image_to_text": read("score.tr.json"), "first_predictions": found}


def record(folder):
    images = [draw.getrandbits(WIDTH) for _ in range(IMAGES)]
    image_of_text = [place // 2 for place in range(2 * IMAGES)]
    texts = [near(images[place]) for place in image_of_text]
    single = [near(word) for word in images]
    images_of_text = [sorted(draw.sample(range(IMAGES), draw.choice((1, 1, 1, 2, 6)))) for _ in range(IMAGES)]
    several = [near(images[draw.choice(own)]) for own in images_of_text]
    hexadecimal = lambda words: "".join(f"{word:04x}" for word in words)
    content = {
        "width": WIDTH, "images": hexadecimal(images), "two_texts": hexadecimal(texts), "one_text": hexadecimal(single),
        "texts_of_several": hexadecimal(several), "images_of_text": images_of_text,
        "clip_benchmark": clip_benchmark(texts, images, image_of_text), "open_clip": open_clip(single, images),
        "chinese_clip": chinese_clip(folder, several, images, images_of_text),
    }
    with open(os.path.join(HERE, "protocols.json"), "w") as file:
        json.dump(content, file, separators=(",", ":"))


record(sys.argv[1])
