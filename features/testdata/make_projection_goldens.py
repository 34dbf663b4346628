"""Makes projection.npz: scikit-learn's SparseRandomProjection, and its LinearDiscriminantAnalysis with the solver eigen.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python make_projection_goldens.py
"""
import os

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.random_projection import SparseRandomProjection

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(21)
# Four classes of unequal size and spread; the last feature is constant within one class, and one class has a single sample.
labels = np.repeat([0, 1, 2, 4, 5], [30, 12, 25, 18, 1])
rng.shuffle(labels)
means, mix = rng.normal(size=(6, 9)) * 2, rng.normal(size=(6, 9, 9)) * 0.7
x = np.stack([means[c] + mix[c] @ rng.normal(size=9) for c in labels])
x[labels == 2, 8] = 0.25
x = x.astype(np.float32)
arrays = dict(x=x, labels=labels)
f8 = x.astype(np.float64)
for name, shrinkage, k in [('none', None, 4), ('fixed', 0.3, 3), ('auto', 'auto', 4)]:
    lda = LinearDiscriminantAnalysis(solver='eigen', shrinkage=shrinkage, n_components=k).fit(f8, labels)
    arrays[name] = lda.transform(f8)
two = labels < 2
arrays['two'] = LinearDiscriminantAnalysis(solver='eigen', shrinkage='auto').fit(f8[two][:, :1], labels[two]).transform(f8[:, :1])
sparse = SparseRandomProjection(n_components=5, dense_output=True, random_state=0).fit(f8)
arrays.update(sparse_components=sparse.components_.toarray().astype(np.float32), sparse=sparse.transform(f8))
np.savez_compressed(os.path.join(HERE, 'projection.npz'), **{k: np.ascontiguousarray(v) for k, v in arrays.items()})
