#!/usr/bin/env python3
"""Makes random.json beside this script. README.md says what it is.

pip install numpy==2.4.6 torch==2.15.0 torchvision==0.29.2
"""

import json
import os

import numpy as np
import torch
import torchvision
from torchvision.transforms import RandomErasing, RandomResizedCrop

assert torch.__version__.startswith("2.15.0") and torchvision.__version__.startswith("0.29.2"), "other versions"

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20261126)
torch.manual_seed(20261126)
N = 20000


def fallback():
    """[h, w, least ratio, largest, y, x, crop h, crop w] where no rectangle of all of the area can have the ratio."""
    rows = []
    while len(rows) < 200:
        h, w = (int(v) for v in np.exp(rng.uniform(0, 7, 2)))
        lo, hi = np.sort(np.exp(rng.uniform(-2, 2, 2)).round(3))
        if round((h * w * lo) ** 0.5) <= w and round((h * w / hi) ** 0.5) <= h:
            continue  # one may succeed
        box = RandomResizedCrop.get_params(torch.empty(1, h, w), [1.0, 1.0], [lo, hi])
        if min(box[2:]) > 0:  # a side of 0, where we have 1
            rows.append([h, w, lo, hi, *box])
    return rows


def statistics(boxes, h, w):
    """Means and standard deviations of y, x, height, width and area, each as a share of the image's."""
    a = np.array(boxes, dtype=np.float64) / [h, w, h, w]
    a = np.column_stack([a, a[:, 2] * a[:, 3]])
    return {"mean": a.mean(0).round(6).tolist(), "std": a.std(0).round(6).tolist()}


def crops():
    out = []
    for h, w, scale, ratio in [
        (375, 500, [0.08, 1.0], [0.75, 4 / 3]),
        (30, 400, [0.08, 1.0], [0.75, 4 / 3]),
        (100, 100, [0.5, 0.9], [0.5, 2.0]),
        (7, 5, [0.08, 1.0], [0.75, 4 / 3]),
    ]:
        img = torch.empty(1, h, w)
        boxes = [RandomResizedCrop.get_params(img, scale, ratio) for _ in range(N)]
        out.append({"h": h, "w": w, "scale": scale, "ratio": ratio, "erased": 1, **statistics(boxes, h, w)})
    return out


def erasings():
    out = []
    for h, w, scale, ratio in [
        (375, 500, [0.02, 0.33], [0.3, 3.3]),
        (30, 400, [0.02, 0.33], [0.3, 3.3]),
        (64, 64, [0.2, 0.9], [0.3, 3.3]),
    ]:
        img = torch.zeros(1, h, w)
        boxes = [RandomErasing.get_params(img, scale, ratio, [0.0])[:4] for _ in range(N)]
        boxes = [b for b in boxes if b[2] < h and b[3] < w]  # the whole image stands for none
        out.append({"h": h, "w": w, "scale": scale, "ratio": ratio, "erased": len(boxes) / N, **statistics(boxes, h, w)})
    return out


with open(os.path.join(HERE, "random.json"), "w") as f:
    json.dump({"n": N, "fallback": fallback(), "crops": crops(), "erasings": erasings()}, f, separators=(",", ":"))
    f.write("\n")
