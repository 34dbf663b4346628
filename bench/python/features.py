"""The worker process of one library's features: features.py opencv|skimage|numpy|sklearn.

Pictures are files of uint8, interleaved; arrays are float32. The protocol on standard input and output is described in
bench/README.md.
"""

import sys
from pathlib import Path

import numpy as np

from absent import Absent
from worker import serve


def opencv():
    import cv2

    cv2.setNumThreads(1)

    def hog(gray):
        # Blocks as scikit-image has them: 3×3 cells of 8×8 pixels, overlapping in steps of one cell.
        describe = cv2.HOGDescriptor((128, 128), (24, 24), (8, 8), (8, 8), 9).compute
        return lambda: describe(gray)

    def histogram(rgb):
        # Up to 255 with 255, as numpy.histogram has it.
        channels = [([c], [16], [0, 255.0001]) for c in range(3)]

        def work():
            counts = [cv2.calcHist([rgb], c, None, bins, limits) for c, bins, limits in channels]
            return np.concatenate(counts) / np.float32(rgb.shape[0] * rgb.shape[1])

        return work

    return f"OpenCV {cv2.__version__}", {
        "hog-128": lambda read: hog(read("gray128", np.uint8, 128, 128)),
        "histogram-224": lambda read: histogram(read("rgb224", np.uint8, 224, 224, 3)),
    }


def skimage():
    import skimage
    from skimage.feature import hog, local_binary_pattern

    def lbp(gray):
        def work():
            codes = local_binary_pattern(gray, 8, 1, "uniform")
            return np.bincount(codes.ravel().astype(np.intp), minlength=10) / codes.size

        return work

    def hogs(gray):
        return lambda: hog(gray, orientations=9, pixels_per_cell=(8, 8), cells_per_block=(3, 3))

    return f"scikit-image {skimage.__version__}", {
        "hog-128": lambda read: hogs(read("gray128", np.uint8, 128, 128)),
        "lbp-128": lambda read: lbp(read("gray128", np.uint8, 128, 128)),
    }


def numpy():
    def histogram(rgb):
        planes = [np.ascontiguousarray(rgb[..., c]).ravel() for c in range(3)]
        # numpy.histogram on integers counts bin by bin; counting levels and adding them up is several times as fast.
        first = [next(v for v in range(256) if v * 16 // 255 == k) for k in range(16)]

        def work():
            counts = [np.add.reduceat(np.bincount(p, minlength=256), first) for p in planes]
            return np.concatenate(counts) / planes[0].size

        return work

    def patches(rgb, mean, whiten, dictionary):
        size, eps = 6, np.float32(10 / 255**2)
        lengths = (dictionary * dictionary).sum(1)
        offset = whiten @ mean
        halves = [slice(0, 14), slice(14, 27)]

        def work():
            planes = rgb.transpose(2, 0, 1) / np.float32(255)
            x = np.lib.stride_tricks.sliding_window_view(planes, (size, size), axis=(1, 2))
            x = x.transpose(1, 2, 0, 3, 4).reshape(27 * 27, 3 * size * size)
            x = x - x.mean(1, keepdims=True)
            x /= np.sqrt((x * x).mean(1, keepdims=True) + eps)
            y = x @ whiten.T - offset
            z = y @ dictionary.T
            z *= -2
            z += (y * y).sum(1, keepdims=True)
            z += lengths
            np.sqrt(np.maximum(z, 0, out=z), out=z)
            z = np.maximum(z.mean(1, keepdims=True) - z, 0, out=z).reshape(27, 27, -1)
            return np.concatenate([z[i, j].mean((0, 1)) for i in halves for j in halves])

        return work

    return f"NumPy {np.__version__}", {
        "histogram-224": lambda read: histogram(read("rgb224", np.uint8, 224, 224, 3)),
        "patches-32": lambda read: patches(
            read("rgb32", np.uint8, 32, 32, 3), read("mean", "<f4", 108), read("whiten", "<f4", 108, 108), read("dictionary", "<f4", 1600, 108)),
    }


def sklearn():
    import sklearn
    from sklearn.decomposition import PCA

    def pca(vectors, mean, components):
        p = PCA(components.shape[0])
        p.mean_, p.components_, p.explained_variance_ = mean, components, np.ones(len(components), np.float32)
        return lambda: p.transform(vectors)

    return f"scikit-learn {sklearn.__version__}", {
        "pca-784": lambda read: pca(read("vectors", "<f4", 256, 784), read("pca_mean", "<f4", 784), read("components", "<f4", 64, 784)),
    }


class Features:
    """Answers the driver's commands for one library. It has one feature at a time."""

    def __init__(self, library):
        self.library = library

    def hello(self):
        self.version, self.features = self.library()
        return self.version

    def load(self, name, folder):
        if name not in self.features:
            raise Absent(f"feature {name!r}: unsupported")
        self.work = self.features[name](lambda file, dtype, *shape: np.fromfile(Path(folder) / file, dtype).reshape(shape))
        self.work()

    def run(self, repeat):
        for _ in range(int(repeat)):
            self.work()

    def write(self, path):
        """Writes the result as float32, little endian."""
        np.ascontiguousarray(self.work()).astype("<f4").tofile(path)


if __name__ == "__main__":
    serve(Features({f.__name__: f for f in (opencv, skimage, numpy, sklearn)}[sys.argv[1]]))
