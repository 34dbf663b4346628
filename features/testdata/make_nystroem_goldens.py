"""Makes nystroem.npz: scikit-learn's Nystroem of all kernels, with landmarks that the same samples are.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python make_nystroem_goldens.py
"""
import os

import numpy as np
from sklearn.kernel_approximation import Nystroem

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)
x = rng.normal(size=(40, 17)).astype(np.float32)
histograms = rng.gamma(0.5, size=(40, 17))
histograms[rng.random(histograms.shape) < 0.2] = 0
histograms = (histograms / histograms.sum(1, keepdims=True)).astype(np.float32)
arrays = dict(x=x, histograms=histograms)


def intersection(a, b):
    return np.minimum(a, b).sum()


for name, data, k in [
        ('rbf', x, dict(kernel='rbf', gamma=0.05, n_components=20)),
        ('linear', x, dict(kernel='linear', n_components=12)),
        ('deficient', x, dict(kernel='linear', n_components=30)),
        ('polynomial', x, dict(kernel='polynomial', gamma=0.1, coef0=1, degree=3, n_components=20)),
        ('chi2', histograms, dict(kernel='chi2', gamma=1, n_components=20)),
        ('intersection', histograms, dict(kernel=intersection, n_components=20))]:
    n = Nystroem(random_state=2, **k).fit(data.astype(np.float64))
    arrays[name + '_landmarks'] = data[n.component_indices_]
    arrays[name] = n.transform(data.astype(np.float64))
np.savez_compressed(os.path.join(HERE, 'nystroem.npz'), **arrays)
