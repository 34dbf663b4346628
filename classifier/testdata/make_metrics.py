"""Makes metrics.json: classification metrics from scikit-learn.

Run with scikit-learn 1.9.1 and numpy 2: python make_metrics.py
The probabilities are random numbers made here, rounded to float32; sums are over float64.
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

warnings.simplefilter("ignore")


def ece(p, y, bins):
    """Guo et al. 2017: bins (lo, hi]."""
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for lo, hi in zip(edges, edges[1:]):
        inside = (confidence > lo) & (confidence <= hi)
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def prf(y, predicted, **options):
    p, r, f, _ = m.precision_recall_fscore_support(y, predicted, zero_division=0, **options)
    return {"precision": np.asarray(p).tolist(), "recall": np.asarray(r).tolist(), "f1": np.asarray(f).tolist()}


def case(name, p, y):
    p = np.asarray(p, dtype=np.float32)
    d, y, classes = p.astype(np.float64), np.asarray(y), list(range(p.shape[1]))
    predicted = d.argmax(axis=1)
    onehot = np.eye(len(classes))[y]
    return {
        "name": name, "proba": [[float(v) for v in row] for row in d], "y": y.tolist(),
        "confusion": m.confusion_matrix(y, predicted, labels=classes).tolist(),
        "accuracy": m.accuracy_score(y, predicted),
        "class": prf(y, predicted, labels=classes, average=None),
        "support": [int((y == c).sum()) for c in classes],
        "macro": prf(y, predicted, average="macro"), "micro": prf(y, predicted, average="micro"),
        "weighted": prf(y, predicted, average="weighted"),
        "balanced_accuracy": m.balanced_accuracy_score(y, predicted),
        "mcc": m.matthews_corrcoef(y, predicted),
        "kappa": float(np.nan_to_num(m.cohen_kappa_score(y, predicted))),
        "log_loss": m.log_loss(y, d, labels=classes),
        "top_k": [m.top_k_accuracy_score(y, d if len(classes) > 2 else d[:, 1], k=k, labels=classes) if k < len(classes) else 1.0
                  for k in range(1, len(classes) + 1)],
        "brier": float(((d - onehot) ** 2).sum(axis=1).mean()),
        "ece_15": float(ece(d, y, 15)), "ece_10": float(ece(d, y, 10)),
    }


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


r = np.random.default_rng(7)
y = r.integers(0, 7, 80)
good = softmax(r.normal(size=(80, 7)) + 2 * np.eye(7)[y])
y6 = r.integers(0, 3, 60)  # classes 3 and 5 never occur; 4 is predicted, never true
absent = softmax(r.normal(size=(60, 6)) + 2 * np.eye(6)[y6] + [0, 0, 0, -20, 1, -20])
hard = np.eye(4)[[0, 1, 2, 3, 0, 1]]  # zeros and ones, so that the log is clipped
y2 = r.integers(0, 2, 50)
cases = [
    case("good", good, y), case("absent", absent, y6), case("clipped", hard, [0, 1, 2, 3, 1, 1]),
    case("two", softmax(r.normal(size=(50, 2)) * 2), y2),
    case("one prediction", softmax(r.normal(size=(20, 3)) + [9, 0, 0]), r.integers(0, 3, 20)),
    case("perfect", softmax(np.eye(3)[[0, 1, 2, 0]] * 5), [0, 1, 2, 0]),
]
with open("metrics.json", "w") as f:
    json.dump({"scikit_learn": sklearn.__version__, "cases": cases}, f)
