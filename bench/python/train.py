"""The worker process of the libraries in Python that train networks on MNIST's digits: train.py LIBRARY.

It uses as many threads as OMP_NUM_THREADS says. A library is a module beside this file. It has VERSION, a text, and
Training, a class: Training(x, y, model, batch, seed) is a new network for samples x (N×784, float32 in 0..1) with labels
y, where model is mlp or softmax; epoch() goes through all samples once; predict(x) returns labels; save(path) writes the
weights. The protocol on standard input and output is described in bench/README.md.
"""

import gzip
import sys
from pathlib import Path

import numpy as np

from absent import Absent
from worker import contestant, serve

# What all libraries train with: gradient descent with momentum and weight decay, one hidden layer with ReLU or none.
LR, MOMENTUM, WEIGHT_DECAY = 0.05, 0.9, 1e-4
HIDDEN, CLASSES = 512, 10


class Trainings:
    """Answers the driver's commands for one library."""

    def __init__(self, library):
        self.library = library

    def hello(self):
        return self.library.VERSION

    def load(self, folder):
        self.x, self.y = read(folder, "train")
        self.test_x, self.test_y = read(folder, "t10k")

    def begin(self, model, batch, seed):
        self.training = self.library.Training(self.x, self.y, model, int(batch), int(seed))
        self.training.epoch()

    def epoch(self):
        self.training.epoch()

    def train(self, model, batch, seed, epochs):
        self.begin(model, batch, seed)
        for _ in range(int(epochs) - 1):
            self.epoch()

    def accuracy(self):
        return float(np.mean(self.training.predict(self.test_x) == self.test_y))

    def save(self, path):
        self.training.save(path)

    def follow(self, folder, steps, batch):
        """Takes the same steps as another library, which has left its weights and samples in the folder."""
        if not hasattr(self.library, "follow"):
            raise Absent("can't begin with weights of others")
        folder = Path(folder)
        weights = np.fromfile(folder / "weights.f32", "<f4")
        order = np.fromfile(folder / "order.i32", "<i4").astype(np.int64)
        losses = self.library.follow(self.x, self.y, weights, order, int(steps), int(batch))
        np.asarray(losses, "<f8").tofile(folder / "followed.f64")


def read(folder, part):
    """MNIST's files of a part, train or t10k."""

    def values(name, header):
        return np.frombuffer(gzip.decompress(Path(folder, f"{part}-{name}.gz").read_bytes()), np.uint8, offset=header)

    x = values("images-idx3-ubyte", 16).reshape(-1, 784).astype(np.float32)
    x /= 255
    return x, values("labels-idx1-ubyte", 8).astype(np.int64)


if __name__ == "__main__":
    serve(Trainings(contestant(sys.argv[1])))
