"""Makes logreg.json: converged L2 softmax regressions of scikit-learn.

Run with scikit-learn 1.9.1, numpy 2.4.6 and the path of digits8x8.csv.gz: python make_logreg.py DIGITS
The file has rows of 64 pixels in 0..16 and a label; the first 1297 are used, pixels over 16. The other data are random
numbers made here, exact in float32. scikit-learn minimises C · Σ loss + ½ · Σ W² with biases that aren't penalised, so
weight_decay is 1/(C · Σ sample weights). Its answer is made more exact by Newton's method, and the gradient there checked.
"""

import json
import sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

DIGITS = np.loadtxt(sys.argv[1], delimiter=",")[:1297]


def gradient(w, x, y, s, decay):
    """Gradient and Hessian of the mean loss plus decay/2 · Σ W², w being C×(D+1) with the bias last."""
    n, classes = len(x), len(w)
    x1 = np.c_[x, np.ones(n)]
    z = x1 @ w.T
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    s = s / s.sum()
    ridge = np.ones_like(w) * decay
    ridge[:, -1] = 0
    g = ((p - np.eye(classes)[y]) * s[:, None]).T @ x1 + ridge * w
    blocks = [[(x1 * (s * p[:, a] * ((a == b) - p[:, b]))[:, None]).T @ x1 for b in range(classes)] for a in range(classes)]
    return g, np.block(blocks) + np.diag(ridge.ravel())


def solve(x, y, c, weights=None):
    model = LogisticRegression(C=c, solver="lbfgs", tol=1e-8, max_iter=100000, class_weight=weights).fit(x, y)
    s = np.ones(len(y)) if weights is None else np.array([weights[k] for k in y])
    decay = 1 / (c * s.sum())
    w = np.c_[model.coef_, model.intercept_]
    w[:, -1] -= w[:, -1].mean()
    first = w.copy()
    for _ in range(5):
        g, h = gradient(w, x, y, s, decay)
        w = w - np.linalg.lstsq(h, g.ravel(), rcond=1e-14)[0].reshape(w.shape)
        w[:, -1] -= w[:, -1].mean()
    g, _ = gradient(w, x, y, s, decay)
    assert abs(g).max() < 1e-14, abs(g).max()
    assert abs(w - first).max() < 1e-3, abs(w - first).max()
    print(x.shape, c, "gradient", abs(g).max(), "moved by", abs(w - first).max())
    return {"weight_decay": decay, "class_weights": None if weights is None else [weights[k] for k in sorted(weights)],
            "W": w[:, :-1].ravel().tolist(), "b": w[:, -1].tolist()}


def random(seed, n, d, classes):
    r = np.random.default_rng(seed)
    y = np.arange(n) % classes
    x = (r.normal(size=(n, d)) + 0.75 * r.normal(size=(classes, d))[y]).astype(np.float32).astype(np.float64)
    return x, y


cases = []
for seed, n, d, classes, c, weights in [
    (1, 150, 5, 3, 1.0, None), (2, 80, 9, 4, 0.1, None), (3, 90, 4, 3, 10.0, {0: 0.5, 1: 2.0, 2: 3.0}), (4, 60, 6, 2, 2.0, None),
]:
    x, y = random(seed, n, d, classes)
    if classes == 2:  # scikit-learn would fit one row of weights; a third class has one sample
        classes, y[0] = 3, 2
    cases.append({"N": n, "D": d, "C": classes, "x": x.ravel().tolist(), "y": y.tolist(), **solve(x, y, c, weights)})
digits = solve(DIGITS[:, :64] / 16, DIGITS[:, 64].astype(int), 1.0)
with open("logreg.json", "w") as f:
    json.dump({"scikit-learn": sklearn.__version__, "cases": cases, "digits": digits}, f)
