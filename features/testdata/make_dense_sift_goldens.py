"""Makes dense_sift.npz: descriptors by the formulas of VLFeat's vl_dsift (vl/dsift.c) and vl_phow, in float64, one by one.

  pip install numpy==2.4.6 scikit-image==0.26.0
  python make_dense_sift_goldens.py
"""
import json
import os

import numpy as np
from skimage import data

HERE = os.path.dirname(os.path.abspath(__file__))
EPSILON = 2.0**-23


def smooth(im, sigma):
    """vl_imsmooth: cut off at 4 sigma, continued by the outermost pixels."""
    r = int(np.ceil(4 * sigma))
    k = np.exp(-0.5 * (np.arange(-r, r + 1) / (sigma + EPSILON)) ** 2)
    k /= k.sum()
    for axis in range(2):
        padded = np.pad(im, [(r, r) if a == axis else (0, 0) for a in range(2)], mode='edge')
        im = np.apply_along_axis(lambda v: np.convolve(v, k, 'valid'), axis, padded)
    return im


def orientations(im):
    gy, gx = np.gradient(im)  # one-sided on the border
    at = np.mod(np.arctan2(gy, gx), 2 * np.pi) * 8 / (2 * np.pi)
    bins, rest, mod = np.floor(at).astype(int), at - np.floor(at), np.hypot(gx, gy)
    planes = np.zeros((8,) + im.shape)
    y, x = np.indices(im.shape)
    planes[bins % 8, y, x] += (1 - rest) * mod
    planes[(bins + 1) % 8, y, x] += rest * mod
    return planes


def taps(b, k, window, window_size):
    u = np.arange(-b + 1, b)
    gauss = np.exp(-0.5 * ((u + b * (k - 1.5)) / (b * window_size)) ** 2)
    return (1 - abs(u) / b) * (gauss if window == 'gaussian' else gauss.mean())


def dsift(im, b, first, rows, cols, step, window='gaussian', window_size=2, contrast=0):
    planes = orientations(im)
    out = np.zeros((128, rows, cols))
    for i in range(rows):
        for j in range(cols):
            d = np.zeros((4, 4, 8))
            for by in range(4):
                for bx in range(4):
                    y = (first + i * step + by * b + np.arange(-b + 1, b)).clip(0, im.shape[0] - 1)
                    x = (first + j * step + bx * b + np.arange(-b + 1, b)).clip(0, im.shape[1] - 1)
                    part = planes[:, y][:, :, x]
                    ky, kx = taps(b, by, window, window_size), taps(b, bx, window, window_size)
                    d[by, bx] = np.einsum('tyx,y,x->t', part, ky, kx)
            d = d.ravel()
            mass = d.sum() / (3 * b + 1) ** 2
            d = d / (np.linalg.norm(d) + EPSILON)
            d = d.clip(max=0.2)
            d = d / (np.linalg.norm(d) + EPSILON)
            out[:, i, j] = d if mass >= contrast else 0
    return out


def fields(im, sizes, step, magnification=0, root=False, **more):
    largest = max(sizes)
    rows, cols = ((n - 1 - 3 * largest) // step + 1 for n in im.shape)
    found = []
    for b in sizes:
        s = smooth(im, b / magnification) if magnification else im
        d = dsift(s, b, (3 * (largest - b)) // 2, rows, cols, step, **more)
        found.append(np.sqrt(d / np.maximum(d.sum(0), 1e-300)) if root else d)
    return np.concatenate(found)


rng = np.random.default_rng(3)
coins = data.coins()[60:60 + 57, 150:150 + 49]
flat = coins.copy()
flat[:, :25] = 128 + (np.arange(57)[:, None] // 9)  # nearly even
pictures = {'coins': coins, 'flat': flat, 'noise': rng.integers(0, 256, (17, 11)).astype(np.uint8)}
cases = [
    ('gaussian', 'coins', dict(sizes=[4], step=4)),
    ('narrow', 'coins', dict(sizes=[5], step=7, window_size=0.8)),
    ('flat', 'coins', dict(sizes=[3], step=5, window='flat', window_size=1.5)),
    ('phow', 'flat', dict(sizes=[4, 7, 6], step=5, window='flat', window_size=1.5, magnification=6, contrast=0.005)),
    ('root', 'noise', dict(sizes=[2], step=1, root=True)),
    ('least', 'noise', dict(sizes=[1], step=3)),
]
arrays = {name: p[None] for name, p in pictures.items()}
for name, p, params in cases:
    arrays[name + '_want'] = fields(pictures[p] / 255.0, **params).astype(np.float32)
    arrays[name + '_params'] = np.frombuffer(json.dumps(dict(picture=p, **params)).encode(), np.uint8)
np.savez_compressed(os.path.join(HERE, 'dense_sift.npz'), **arrays)
