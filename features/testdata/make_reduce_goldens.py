"""Makes reduce.npz: normalised vectors and pairs of features by scikit-learn, in float64 of float32 vectors.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python make_reduce_goldens.py
"""
import os

import numpy as np
from sklearn.preprocessing import Normalizer, PolynomialFeatures

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)
x = rng.normal(0, [1, 1e-3, 1e4, 1, 1, 20, 3], (6, 7)).astype(np.float32)
x[2] = 0
x[3, 1:] = 0
x8 = x.astype(np.float64)
arrays = {'vectors': x, 'l2': Normalizer().fit_transform(x8)}
for name, alpha in [('half', 0.5), ('third', 1 / 3), ('square', 2)]:
    arrays[f'power_{name}'] = np.sign(x8) * np.abs(x8)**alpha
for interaction_only in False, True:
    pairs = PolynomialFeatures(2, interaction_only=interaction_only, include_bias=False).fit_transform(x8)
    name = 'interactions' if interaction_only else 'pairs'
    arrays[f'{name}_linear'], arrays[name] = pairs, pairs[:, x.shape[1]:]
np.savez_compressed(os.path.join(HERE, 'reduce.npz'), **arrays)
