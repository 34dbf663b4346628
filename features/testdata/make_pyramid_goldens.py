"""Makes pyramid.npz: histograms by numpy.histogram and HOG by skimage.feature.hog of the cells of pyramids.

  pip install numpy==2.4.6 scikit-image==0.26.0
  python make_pyramid_goldens.py
"""
import os

import numpy as np
from skimage import data
from skimage.feature import hog

HERE = os.path.dirname(os.path.abspath(__file__))


def cells(picture, n):
    height, width = picture.shape[1:]
    for i in range(n):
        for j in range(n):
            yield picture[:, i * height // n:(i + 1) * height // n, j * width // n:(j + 1) * width // n]


def pyramid(picture, levels, of, weights):
    return np.concatenate([of(cell) * weight for n, weight in zip(levels, weights) for cell in cells(picture, n)])


def histogram(cell):
    return np.concatenate([np.histogram(plane, 8, (0, 255))[0] for plane in cell]).astype(np.float64)


def gradients(cell):
    return hog(cell[0].astype(np.float64), 9, (8, 8), (2, 2), 'L2-Hys')


colour = data.astronaut()[40:83, 180:231].transpose(2, 0, 1)  # 43×51: no level divides them
gray = data.coins()[20:84, 20:116][None]
np.savez_compressed(
    os.path.join(HERE, 'pyramid.npz'), colour=colour, gray=gray,
    counts=pyramid(colour, [1, 2, 4], histogram, [1, 1, 1]),
    weighted=pyramid(colour, [1, 2, 4, 8], histogram, [1 / 8, 1 / 8, 1 / 4, 1 / 2]),
    thirds=pyramid(colour, [3, 5], histogram, [1 / 2, 1 / 2]),
    hog=pyramid(gray, [1, 2, 4], gradients, [1, 1, 1]).astype(np.float32))
