"""Makes pca.npz: principal components by scikit-learn, and ZCA by the formula of Keras' ImageDataGenerator, in float64.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python make_pca_goldens.py
"""
import os

import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(5)
arrays = {}

# digits: some features are constant. far: the mean is a thousand deviations away, and there are more rows than a block has.
# wide: fewer vectors than values, all of their components but the last one, which varies by rounding only.
arrays['digits'], k_digits = load_digits().data[:300].astype(np.uint8), 16
mixed = rng.normal(size=(1200, 7)) * 2.0**-np.arange(7) @ np.linalg.qr(rng.normal(size=(7, 7)))[0]
arrays['far'], k_far = (mixed + rng.normal(size=7) * 1000).astype(np.float32), 4
arrays['wide'], k_wide = (rng.normal(size=(20, 60)) * 1.1**-np.arange(60) + 3).astype(np.float32), 19
for name, k in [('digits', k_digits), ('far', k_far), ('wide', k_wide)]:
    x = arrays[name].astype(np.float64)
    pca = PCA(k, svd_solver='full').fit(x)
    arrays.update({f'{name}_mean': pca.mean_, f'{name}_components': pca.components_, f'{name}_variance': pca.explained_variance_})
    pca.mean_ = pca.mean_.astype(np.float32).astype(np.float64)  # what is kept of it, which matters when it is far
    arrays[f'{name}_result'] = pca.transform(x[:20])
    pca.whiten = True
    arrays[f'{name}_whitened'] = pca.transform(x[:20])

x = arrays['digits'].astype(np.float64)
mean = x.mean(0)
_, s, vt = np.linalg.svd((x - mean) / np.sqrt(len(x)))
for eps in 0.1, 10:
    arrays[f'zca_{eps}'] = ((x - mean) @ (vt.T * (1 / np.sqrt(s**2 + eps))) @ vt)[:20]
np.savez_compressed(os.path.join(HERE, 'pca.npz'), **{k: np.ascontiguousarray(v) for k, v in arrays.items()})
