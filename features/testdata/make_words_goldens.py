"""Makes words.npz: bags of words and VLAD by the formulas of their papers, in float64, with the nearest words of scipy.cluster.vq.

  pip install numpy==2.4.6 scipy==1.17.1
  python make_words_goldens.py
"""
import json
import os

import numpy as np
from scipy.cluster.vq import vq
from scipy.spatial.distance import cdist

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)


def cells(field, length, n):
    """The descriptors of each of n×n cells."""
    sets, (h, w) = field.shape[0] // length, field.shape[1:]
    found = [[] for _ in range(n * n)]
    for y in range(h):
        for x in range(w):
            for d in field[:, y, x].reshape(sets, length):
                if d.any():
                    found[y * n // h * n + x * n // w].append(d)
    return [np.array(f).reshape(-1, length) for f in found]


def counts(x, words, nearest, beta):
    total = np.zeros(len(words))
    if not nearest:
        return total + np.bincount(vq(x, words)[0], minlength=len(words)) if len(x) else total
    for d in cdist(x, words, 'sqeuclidean'):
        near = np.argsort(d)[:nearest]
        e = np.exp(-beta * d[near])
        total[near] += e / e.sum()
    return total


def bag(field, words, levels=(1,), norm='l1', nearest=0, beta=10, **_):
    v = np.concatenate([counts(x, words, nearest, beta) for n in levels for x in cells(field, words.shape[1], n)])
    return {'l1': v / v.sum(), 'l2': v / np.linalg.norm(v), 'power': np.sqrt(v / v.sum()), 'none': v}[norm]


def unit(v):
    n = np.linalg.norm(v, axis=-1, keepdims=True)
    return v / np.where(n == 0, 1, n)


def vlad(field, words, levels=(1,), norm='intra'):
    all_cells = []
    for n in levels:
        for x in cells(field, words.shape[1], n):
            v = np.zeros(words.shape)
            for d, k in zip(x, vq(x, words)[0] if len(x) else []):
                v[k] += d - words[k]
            v = {'intra': unit(v), 'power': np.sign(v) * np.sqrt(abs(v)), 'l2': v}[norm]
            all_cells.append(unit(v.ravel()))
    return np.concatenate(all_cells)


field = rng.normal(size=(12, 7, 9)).astype(np.float32)
field[:6, 2:4, 3] = 0  # left out
words = rng.normal(size=(11, 6)).astype(np.float32)
f8, w8 = field.astype(np.float64), words.astype(np.float64)
arrays = {'field': field, 'words': words}
for name, make, params in [
        ('bag_default', bag, {}),
        ('bag_levels', bag, dict(levels=[1, 2, 3], norm='l2')),
        ('bag_small_cells', bag, dict(levels=[16], norm='none')),
        ('bag_soft', bag, dict(levels=[2], assignment='soft', nearest=4, beta=0.7, norm='power')),
        ('bag_softest', bag, dict(assignment='soft', nearest=60, beta=0.05)),
        ('vlad_default', vlad, {}),
        ('vlad_power', vlad, dict(levels=[1, 2], norm='power')),
        ('vlad_l2', vlad, dict(levels=[10], norm='l2'))]:
    arrays[name + '_want'] = make(f8, w8, **params)
    arrays[name + '_params'] = np.frombuffer(json.dumps(params).encode(), np.uint8)
np.savez_compressed(os.path.join(HERE, 'words.npz'), **arrays)
