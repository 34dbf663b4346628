"""Makes metrics.json: classification metrics from scikit-learn, intervals from SciPy and NumPy.

Run with scikit-learn 1.9.1, scipy 1.17.1 and numpy 2.4.6: python make_metrics.py
The probabilities are random numbers made here, rounded to float32; sums are over float64.
"""

import json
import warnings

import numpy as np
import sklearn
from scipy.stats import binomtest
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

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


def mean(values, weights):
    """The weighted mean of those that are defined; None if there are none."""
    pairs = [(v, w) for v, w in zip(values, weights) if v is not None]
    return float(np.average([v for v, _ in pairs], weights=[w for _, w in pairs])) if pairs else None


def auc(d, y, support):
    """Areas under ROC curves, without classes that have none; scikit-learn's own means where it has them."""
    n, classes = len(y), d.shape[1]
    present = [c for c in range(classes) if support[c]]
    each = [m.roc_auc_score(y == c, d[:, c]) if 0 < support[c] < n else None for c in range(classes)]
    pairs, weights = [], []
    for a in present:
        for b in present:
            both = (y == a) | (y == b)
            if a != b:
                pairs.append(m.roc_auc_score(y[both] == a, d[both, a]))
                weights.append(both.mean())
    result = {"per_class": each, "ovr_macro": mean(each, np.ones(classes)), "ovr_weighted": mean(each, support),
              "ovo_macro": mean(pairs, np.ones(len(pairs))), "ovo_weighted": mean(pairs, weights)}
    if len(present) == classes > 2:
        for way in ("ovr", "ovo"):
            for average in ("macro", "weighted"):
                theirs = m.roc_auc_score(y, d, multi_class=way, average=average)
                assert abs(theirs - result[f"{way}_{average}"]) < 1e-12
    elif len(present) == classes == 2:
        assert abs(m.roc_auc_score(y, d[:, 1]) - each[1]) < 1e-12
    return result


def average_precision(d, y, onehot, support):
    each = [m.average_precision_score(y == c, d[:, c]) if support[c] else None for c in range(d.shape[1])]
    result = {"per_class": each, "macro": mean(each, np.ones(len(each))), "weighted": mean(each, support)}
    if all(support):
        for average in ("macro", "weighted"):
            assert abs(m.average_precision_score(onehot, d, average=average) - result[average]) < 1e-12
    return result


def reliability(p, y, bins):
    """The bins that aren't empty: mean confidence and accuracy."""
    accuracy, confidence = calibration_curve(p.argmax(axis=1) == y, p.max(axis=1), n_bins=bins)
    return {"confidence": confidence.tolist(), "accuracy": accuracy.tolist(), "mce": float(abs(accuracy - confidence).max())}


def prf(y, predicted, **options):
    p, r, f, _ = m.precision_recall_fscore_support(y, predicted, zero_division=0, **options)
    return {"precision": np.asarray(p).tolist(), "recall": np.asarray(r).tolist(), "f1": np.asarray(f).tolist()}


def case(name, p, y):
    p = np.asarray(p, dtype=np.float32)
    d, y, classes = p.astype(np.float64), np.asarray(y), list(range(p.shape[1]))
    predicted = d.argmax(axis=1)
    onehot = np.eye(len(classes))[y]
    support = [int((y == c).sum()) for c in classes]
    return {
        "name": name, "proba": [[float(v) for v in row] for row in d], "y": y.tolist(),
        "confusion": m.confusion_matrix(y, predicted, labels=classes).tolist(),
        "accuracy": m.accuracy_score(y, predicted),
        "class": prf(y, predicted, labels=classes, average=None),
        "support": support,
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
        "roc_auc": auc(d, y, support), "average_precision": average_precision(d, y, onehot, support),
        "reliability_10": reliability(d, y, 10),
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


def ties(p, parts):
    """Probabilities that are multiples of 1/parts."""
    return np.array([r.multinomial(parts, row / row.sum()) for row in p]) / parts


y10, y5 = r.integers(0, 10, 200), r.integers(0, 5, 70)
cases += [
    case("ties", ties(softmax(r.normal(size=(70, 5)) + np.eye(5)[y5]), 8), y5),
    case("ten", softmax(r.normal(size=(200, 10)) + np.eye(10)[y10]), y10),
    case("two ties", ties(softmax(r.normal(size=(50, 2)) + np.eye(2)[y2]), 4), y2),
    case("one sample", [[0.25, 0.5, 0.25]], [1]),
    case("one class", softmax(r.normal(size=(12, 2))), np.zeros(12, dtype=int)),
]


def wilson(right, n, confidence):
    ci = binomtest(right, n).proportion_ci(confidence, method="wilson")
    return {"right": right, "n": n, "confidence": confidence, "lower": ci.low, "upper": ci.high}


intervals = [wilson(*a) for a in [(0, 1, 0.95), (1, 1, 0.95), (0, 50, 0.95), (50, 50, 0.99), (7, 10, 0.95),
                                  (123, 4567, 0.9), (999999, 1000000, 0.95), (1, 3, 0.5)]]
values = r.normal(size=17)
quantiles = [{"of": values[:n].tolist(), "q": q, "value": float(np.quantile(values[:n], q))}
             for n in (1, 2, 16, 17) for q in (0, 0.025, 0.5, 0.975, 1)]
with open("metrics.json", "w") as f:
    json.dump({"scikit_learn": sklearn.__version__, "cases": cases, "wilson": intervals, "quantiles": quantiles}, f)
