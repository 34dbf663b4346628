"""The worker process of other libraries' features: features.py OpenCV or features.py scikit.

Input is a file of float32: what the job works on. The protocol on standard input and output is described in bench/README.md.
"""

import sys

import numpy as np

from absent import Absent
from worker import serve


class Values:
    """Reads arrays from the front of a file."""

    def __init__(self, path):
        self.rest = np.fromfile(path, "<f4")

    def take(self, *shape):
        n = int(np.prod(shape))
        out, self.rest = self.rest[:n].reshape(shape), self.rest[n:]
        return np.ascontiguousarray(out)

    def gray(self):
        return self.take(128, 128).astype(np.uint8)

    def colour(self):
        return np.ascontiguousarray(self.take(3, 224, 224).astype(np.uint8).transpose(1, 2, 0))


def opencv():
    import cv2

    cv2.setNumThreads(1)

    def hog(v):
        image = v.gray()
        d = cv2.HOGDescriptor((128, 128), (16, 16), (8, 8), (8, 8), 9, 1, -1, 0, 0.2, False)
        return lambda: d.compute(image)

    def histogram(v):
        image = v.colour()
        return lambda: np.stack([cv2.calcHist([image], [c], None, [16], [0, 255.0001]) for c in range(3)])

    return f"OpenCV {cv2.__version__}, NumPy {np.__version__}", {"hog-opencv": hog, "histogram": histogram}


def scikit():
    import skimage
    import sklearn
    from skimage.feature import hog as skimage_hog
    from skimage.feature import local_binary_pattern
    from sklearn.decomposition import PCA

    def hog(v):
        image = v.gray()
        return lambda: skimage_hog(image, 9, (8, 8), (3, 3), "L2-Hys")

    def lbp(v):
        image = v.gray()

        def work():
            counts = np.bincount(local_binary_pattern(image, 8, 1, "uniform").astype(np.intp).ravel(), minlength=10)
            return counts / counts.sum()
        return work

    def histogram(v):
        image = v.colour()
        return lambda: np.stack([np.histogram(image[..., c], 16, (0, 255))[0] for c in range(3)])

    def pca(v):
        p = PCA(64)
        p.mean_, p.components_, p.whiten = v.take(784), v.take(64, 784), False
        p.n_components_, p.n_features_in_, p.explained_variance_ = 64, 784, np.ones(64, np.float32)
        x = v.take(1000, 784)
        return lambda: p.transform(x)

    def patches(v):
        mean, whiten, atoms = v.take(108), v.take(108, 108), v.take(1600, 108)
        image = v.take(3, 32, 32)
        squares = (atoms**2).sum(1)
        patches_in_cell = np.outer([14, 13], [14, 13]).astype(np.float32)[:, :, None]

        def work():
            x = np.lib.stride_tricks.sliding_window_view(image, (3, 6, 6)).reshape(729, 108)
            x = x - x.mean(1, keepdims=True)
            x /= np.sqrt((x**2).mean(1, keepdims=True) + np.float32(10 / 255**2))
            x = (x - mean) @ whiten.T
            d = np.sqrt(np.maximum((x**2).sum(1, keepdims=True) - 2 * (x @ atoms.T) + squares, 0))
            code = np.maximum(d.mean(1, keepdims=True) - d, 0).reshape(27, 27, 1600)
            sums = np.add.reduceat(np.add.reduceat(code, [0, 14], 0), [0, 14], 1)
            return sums / patches_in_cell
        return work

    version = f"scikit-image {skimage.__version__}, scikit-learn {sklearn.__version__}, NumPy {np.__version__}"
    return version, {"hog": hog, "lbp": lbp, "histogram": histogram, "pca": pca, "patches": patches}


class Features:
    """Answers the driver's commands. It has one work at a time."""

    def __init__(self, version, jobs):
        self.version, self.jobs = version, jobs

    def hello(self):
        return self.version

    def load(self, name, path):
        if name not in self.jobs:
            raise Absent(f"job {name!r}: unsupported")
        self.work = self.jobs[name](Values(path))

    def run(self, repeat):
        for _ in range(int(repeat)):
            self.work()

    def write(self, path):
        np.ascontiguousarray(self.work()).astype("<f4").tofile(path)


if __name__ == "__main__":
    serve(Features(*{"OpenCV": opencv, "scikit": scikit}[sys.argv[1]]()))
