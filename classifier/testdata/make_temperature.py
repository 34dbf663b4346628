"""Makes temperature.json: temperatures that minimise the log loss of softmax(logits / T).

Run with scipy 1.17.1 and numpy 2.4.6: python make_temperature.py
The logits are random numbers made here, rounded to float32; all else is float64. T is 1/β, where β is the root of the
loss's derivative by β, found by Brent's method.
"""

import json

import numpy as np
import scipy
from scipy.optimize import brentq
from scipy.special import log_softmax, softmax


def case(name, z, y):
    z, y = np.asarray(z, dtype=np.float32).astype(np.float64), np.asarray(y)
    of_label = z[np.arange(len(y)), y]

    def slope(beta):
        return ((softmax(beta * z, axis=1) * z).sum(axis=1) - of_label).mean()

    beta = brentq(slope, 1e-3, 1e3, xtol=1e-300, rtol=4 * np.finfo(float).eps)
    losses = [-log_softmax(b * z, axis=1)[np.arange(len(y)), y].mean() for b in (beta, beta * 1.01, beta / 1.01, 1)]
    assert losses[0] == min(losses)
    return {"name": name, "logits": z.tolist(), "y": y.tolist(), "temperature": 1 / beta, "loss": losses[0], "loss_before": losses[3]}


r = np.random.default_rng(11)
y4, y2, y30 = r.integers(0, 4, 100), r.integers(0, 2, 40), r.integers(0, 30, 60)
noise = r.normal(size=(100, 4)) + np.eye(4)[y4]
cases = [
    case("sure", 8 * noise, y4), case("unsure", noise / 20, y4), case("shifted", 3 * noise + 500, y4),
    case("two", r.normal(size=(40, 2)) * 5 + 2 * np.eye(2)[y2], y2),
    case("many", r.normal(size=(60, 30)) * 2 + np.eye(30)[y30], y30),
    case("wide", 300 * noise, y4), case("one", [[1, 2, 1.5], [1, 2, 1.5]], [1, 2]),
]
with open("temperature.json", "w") as f:
    json.dump({"scipy": scipy.__version__, "cases": cases}, f)
