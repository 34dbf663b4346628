"""Accuracy of a classifier of scikit-learn: tables.py softmax|mlp FOLDER LENGTH.

FOLDER has train.x, train.y, test.x and test.y: features as float32, LENGTH for each sample, and labels as int64.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

kind, folder, length = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])


def read(name):
    return np.fromfile(folder / f"{name}.x", "<f4").reshape(-1, length), np.fromfile(folder / f"{name}.y", "<i8")


model = {"softmax": lambda: LogisticRegression(max_iter=1000), "mlp": lambda: MLPClassifier((64,), max_iter=500, random_state=0)}[kind]()
print(model.fit(*read("train")).score(*read("test")))
