"""Makes perceptron.json: perceptrons from scikit-learn, with their weights after one epoch and after several.

Run with scikit-learn 1.9.1 and numpy 2.4.6: python make_perceptron.py
Features are small integers, so that all weights are exact in float32; scikit-learn computes in float64. The averaged ones
are SGDClassifier with the perceptron's loss: Perceptron itself has no average.
"""

import json
import warnings

import numpy as np
from sklearn.linear_model import Perceptron, SGDClassifier

warnings.simplefilter("ignore")


def case(name, seed, n, d, classes, epochs, average=False):
    r = np.random.default_rng(seed)
    x, y = r.integers(-4, 5, size=(n, d)), np.arange(n) % classes
    x = x + 2 * r.integers(-2, 3, size=(classes, d))[y]
    options = {"penalty": None, "shuffle": False, "tol": None, "eta0": 1, "max_iter": epochs}
    if average:
        p = SGDClassifier(loss="perceptron", learning_rate="constant", average=True, **options)
    else:
        p = Perceptron(**options)
    p.fit(x.astype(np.float64), y)
    return {
        "name": name, "epochs": epochs, "average": average, "classes": classes, "inputs": d,
        "x": x.ravel().tolist(), "y": y.tolist(),
        "weight": p.coef_.ravel().tolist(), "bias": p.intercept_.tolist(), "predicted": p.predict(x).tolist(),
    }


cases = [
    case("binary", 1, 40, 5, 2, 1),
    case("binary, 7 epochs", 2, 40, 5, 2, 7),
    case("four classes", 3, 60, 6, 4, 1),
    case("four classes, 5 epochs", 4, 60, 6, 4, 5),
    case("ten classes", 5, 120, 17, 10, 3),
    case("one feature", 6, 30, 1, 3, 4),
    case("averaged", 7, 40, 5, 2, 3, average=True),
    case("averaged, five classes", 8, 80, 9, 5, 4, average=True),
]
with open("perceptron.json", "w") as f:
    json.dump({"cases": cases}, f, separators=(",", ":"))
