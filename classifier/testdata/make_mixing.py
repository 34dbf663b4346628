"""Batches mixed by torchvision, and the loss of mixed labels: mixing.json.

    pip install torch==2.15.0 torchvision==0.29.2 numpy==2.4.6
"""

import json
import pathlib

import torch
from torchvision.transforms import v2

N, C, H, W, CLASSES = 5, 2, 4, 6, 3


def numbers(t):
    return [round(float(v), 9) for v in t.flatten()]


def mixed(transform, params, x, labels):
    transform.make_params = lambda _: params
    return transform(x, labels)


def main():
    torch.manual_seed(1)
    x = torch.rand(N, C, H, W)
    labels = torch.tensor([0, 2, 1, 1, 0])
    logits = torch.randn(N, CLASSES, dtype=torch.float32).double()
    cases = []
    for lam in [0.0, 0.25, 0.9, 1.0]:
        y, t = mixed(v2.MixUp(num_classes=CLASSES), {"lam": lam}, x, labels)
        cases.append({"share": lam, "x": numbers(y), "loss": loss(logits, t)})
    for box in [(0, 0, 6, 4), (1, 2, 4, 3), (2, 1, 2, 1), (3, 0, 6, 2)]:
        lam = 1 - (box[2] - box[0]) * (box[3] - box[1]) / (W * H)
        y, t = mixed(v2.CutMix(num_classes=CLASSES), {"box": box, "lam_adjusted": lam}, x, labels)
        cases.append({"box": box, "share": lam, "x": numbers(y), "loss": loss(logits, t)})
    golden = {"height": H, "width": W, "x": numbers(x), "labels": labels.tolist(), "logits": numbers(logits), "cases": cases}
    path = pathlib.Path(__file__).parent / "mixing.json"
    path.write_text(json.dumps(golden) + "\n")


def loss(logits, targets):
    return float(torch.nn.functional.cross_entropy(logits, targets.double()))


main()
