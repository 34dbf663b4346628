"""Makes patches.npz: codes of patches by the formulas of Coates, Lee & Ng (2011), in float64, and ZCA by numpy.linalg.eigh.

  pip install numpy==2.4.6
  python make_patches_goldens.py
"""
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)
arrays = {}


def codes(x, size, stride, eps, mean, whiten, atoms, encoding, threshold, pool):
    rows, cols = (x.shape[1] - size) // stride + 1, (x.shape[2] - size) // stride + 1
    sums = np.zeros((pool, pool, len(atoms) * (1 if encoding == 'triangle' else 2)))
    counts = np.zeros((pool, pool, 1))
    for i in range(rows):
        for j in range(cols):
            v = x[:, i * stride:i * stride + size, j * stride:j * stride + size].ravel()
            v = (v - v.mean()) / np.sqrt(v.var() + eps)
            y = whiten @ (v - mean)
            if encoding == 'triangle':
                z = np.linalg.norm(y - atoms, axis=1)
                f = np.maximum(0, z.mean() - z)
            else:
                f = np.maximum(0, np.concatenate([atoms @ y, -atoms @ y]) - threshold)
            cell = i * pool // rows, j * pool // cols
            sums[cell] += f
            counts[cell] += 1
    return (sums / np.maximum(counts, 1)).ravel()


arrays['colour'] = rng.integers(0, 256, (3, 13, 17)).astype(np.uint8)
arrays['gray'] = rng.integers(0, 256, (1, 9, 10)).astype(np.uint8)
for name, picture, size, stride, eps, k, encoding, threshold, pool in [
        ('default', 'colour', 6, 1, 10 / 255**2, 20, 'triangle', 0, 2),
        ('apart', 'colour', 3, 2, 0.01, 7, 'triangle', 0, 3),
        ('soft', 'colour', 4, 1, 0.001, 9, 'soft_threshold', 0.5, 2),
        ('zero', 'gray', 3, 3, 0.001, 4, 'soft_threshold', 0, 1),
        ('empty', 'gray', 8, 1, 0.001, 5, 'triangle', 0, 4)]:
    x = arrays[picture] / 255.0
    n = len(x) * size * size
    mean, whiten = (rng.normal(size=n) * 0.1).astype(np.float32), rng.normal(size=(n, n)).astype(np.float32)
    atoms = (rng.normal(size=(k, n)) * np.sqrt(n)).astype(np.float32)
    arrays.update({name + '_mean': mean, name + '_whiten': whiten, name + '_dictionary': atoms})
    f8 = np.float64
    arrays[name] = codes(x, size, stride, eps, mean.astype(f8), whiten.astype(f8), atoms.astype(f8), encoding, threshold, pool)

x = (rng.normal(size=(300, 12)) @ rng.normal(size=(12, 12)) + 3).astype(np.float32)
x[:, 11] = x[:, 3]  # an eigenvalue of 0
values, v = np.linalg.eigh(np.cov(x.T.astype(np.float64), bias=True))
arrays.update(vectors=x, vectors_mean=x.mean(0, dtype=np.float64), vectors_whiten=v @ np.diag(1 / np.sqrt(values.clip(0) + 0.1)) @ v.T)
np.savez_compressed(os.path.join(HERE, 'patches.npz'), **arrays)
