"""scikit-learn's MLPClassifier. partial_fit goes through the samples once, in a new order each time.

Its alpha is divided by the number of samples in a batch, so that the weight decay of the others would be alpha times
batch; the time doesn't depend on it.
"""

import pickle
from pathlib import Path

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_info

from train import CLASSES, HIDDEN, LR, MOMENTUM, WEIGHT_DECAY

_blas = next((f", OpenBLAS {p['version']} ({p['architecture']})" for p in threadpool_info() if p["user_api"] == "blas"), "")
VERSION = f"scikit-learn {sklearn.__version__}{_blas}"


class Training:
    def __init__(self, x, y, model, batch, seed):
        self.x, self.y = x, y
        self.classifier = MLPClassifier(
            hidden_layer_sizes=(HIDDEN,) if model == "mlp" else (),
            solver="sgd",
            alpha=WEIGHT_DECAY * batch,
            batch_size=batch,
            learning_rate_init=LR,
            momentum=MOMENTUM,
            nesterovs_momentum=False,
            random_state=seed,
        )

    def epoch(self):
        self.classifier.partial_fit(self.x, self.y, classes=np.arange(CLASSES))

    def predict(self, x):
        return self.classifier.predict(x)

    def save(self, path):
        Path(path).write_bytes(pickle.dumps(self.classifier))
