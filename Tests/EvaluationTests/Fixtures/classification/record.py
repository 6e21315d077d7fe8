"""Records what CLIP_benchmark makes of the same scores, and what numpy makes of big_vision's few-shot equations: classification.json
beside this file.

    pip install torch clip-benchmark scikit-learn numpy
    python3 record.py

Scores are small whole numbers, so that many are equal. Features are multiples of 1/8, so that JSON holds them exactly.
"""
import json
import os

import numpy as np
import torch
from clip_benchmark.metrics import zeroshot_classification as theirs
from sklearn.metrics import balanced_accuracy_score

# It makes numbers of lists of one, which numpy refuses from 2.5 on.
theirs.float = lambda value: float(np.asarray(value).reshape(-1)[0])

HERE = os.path.dirname(os.path.abspath(__file__))
draw = np.random.default_rng(3)
PICTURES, CLASSES = 400, 12

scores = draw.integers(-4, 5, (PICTURES, CLASSES)).astype(np.float32)
labels = draw.integers(0, CLASSES - 1, PICTURES)  # the last class has no picture
scores[np.arange(PICTURES), labels] += draw.integers(0, 6, PICTURES)
logits, target = torch.from_numpy(scores), torch.from_numpy(labels)
acc1, acc5 = theirs.accuracy(logits, target, topk=(1, 5))

# torch.sort leaves equal scores anywhere, so that average precision is compared where there are none.
distinct = draw.permutation(PICTURES * CLASSES).reshape(PICTURES, CLASSES).astype(np.float32)
several = draw.random((PICTURES, CLASSES)) < 0.2
several[:, -1] = False
precision = theirs.average_precision_per_class(torch.from_numpy(distinct), torch.from_numpy(several.astype(np.int64)))


def ridge(x, y, test, classes, penalty):
    """big_vision's fewshot_lsr: whiten, a constant of 100, targets of 1 and -1, least squares with a penalty."""
    mean, deviation = x.mean(0, keepdims=True), x.std(0, keepdims=True) + 1e-5
    white = lambda v: np.pad((v - mean) / deviation, ((0, 0), (0, 1)), constant_values=100.0)
    x, test, targets = white(x), white(test), 2.0 * np.eye(classes)[y] - 1.0
    return test @ np.linalg.solve(x.T @ x + penalty * np.eye(x.shape[1]), x.T @ targets)


def features(count):
    y = draw.integers(0, 5, count)
    return np.round((draw.standard_normal((count, 6)) + 2 * np.eye(5, 6)[y]) * 8) / 8, y


# More examples than columns, and fewer.
probes = []
for count, penalty in ((40, 4.0), (5, 1024.0)):
    (x, y), (test, _) = features(count), features(20)
    y[:5] = range(5)
    probes.append({
        "x": x.ravel().tolist(), "y": y.tolist(), "test": test.ravel().tolist(), "penalty": penalty,
        "scores": [round(v, 12) for v in ridge(x, y, test, 5, penalty).ravel().tolist()],
    })

with open(os.path.join(HERE, "classification.json"), "w") as file:
    json.dump({
        "images": PICTURES, "classes": CLASSES, "scores": "".join("%02d" % (v + 4) for v in scores.ravel().astype(int)),
        "labels": labels.tolist(), "acc1": acc1, "acc5": acc5,
        "mean_per_class_recall": balanced_accuracy_score(labels, scores.argmax(1)),
        "distinct": distinct.ravel().astype(int).tolist(), "several": [np.flatnonzero(r).tolist() for r in several],
        "average_precision": precision.tolist(), "mean_average_precision": precision.mean().item(), "ridge": probes,
    }, file)
