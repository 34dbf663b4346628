"""Answers of a model in NumPy, from features that "saccade preprocess DATA --pipeline pipeline.yaml --out features.npz" has written.

    python predict.py features.npz > answers.csv

NumPy is all it needs. Nothing in the files can run code: they are read without pickle.
"""

import csv
import json
import math
import sys
from pathlib import Path

import numpy as np

ACTIVATIONS = {
    "relu": lambda x: np.maximum(x, 0),
    "tanh": np.tanh,
    "sigmoid": lambda x: 0.5 * (1 + np.tanh(x / 2)),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "gelu": lambda x: x * (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2))) / 2,
}


def load(folder):
    """Returns the description and the arrays of a model that was exported to a folder."""
    folder = Path(folder)
    with np.load(folder / "weights.npz") as z:
        arrays = {name: z[name] for name in z.files}
    return json.loads((folder / "model.json").read_text(encoding="utf-8")), arrays


def probabilities(model, arrays, features):
    """Returns N x classes of features N x inputs, computed in float64."""
    x = np.asarray(features, np.float64)
    layers = len(model["network"]["hidden"]) + 1
    for l in range(layers):
        x = x @ arrays[f"layers.{l}.weight"].T.astype(np.float64) + arrays[f"layers.{l}.bias"]
        if l == layers - 1:
            break
        if model["network"]["batch_norm"]:
            mean, var = (arrays[f"norms.{l}.running_{what}"].astype(np.float64) for what in ("mean", "var"))
            x = (x - mean) / np.sqrt(var + 1e-5) * arrays[f"norms.{l}.weight"] + arrays[f"norms.{l}.bias"]
        x = ACTIVATIONS[model["network"]["activation"]](x)
    x = (x - x.max(axis=1, keepdims=True)) / model["temperature"]
    e = np.exp(x)
    return e / e.sum(axis=1, keepdims=True)


def main(path):
    model, arrays = load(Path(__file__).parent)
    with np.load(path) as z:
        features = z["features"] if "features" in z.files else z["images"]
        paths = z["paths"].tolist()
    p = probabilities(model, arrays, features.reshape(len(features), -1))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["path", "class", "probability"])
    for name, row in zip(paths, p):
        best = int(row.argmax())
        sure = row[best] >= model["min_confidence"]
        out.writerow([name, model["classes"][best] if sure else "", str(np.float32(row[best]))])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python predict.py features.npz")
    main(sys.argv[1])
