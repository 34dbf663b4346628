"""Makes gmm.npz: mixtures of Gaussians by sklearn.mixture.GaussianMixture, from the starts that stand beside them.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python make_gmm_goldens.py
"""
import os
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(5)
k, d = 6, 5
x = np.concatenate([
    rng.normal(rng.normal(3, 2, d), rng.uniform(0.3, 2, d), (n, d)) for n in (100, 180, 40, 260, 120)
]) * [1, 10, 0.01, 3, 1] + [0, 50, 1, 0, 0]
x = rng.permutation(x).astype(np.float32)
start = {'weights': np.full(k, 1 / k), 'means': x[:k].astype(np.float64), 'variances': np.tile(x.var(0, dtype=np.float64) / 4, (k, 1))}
arrays = {'x': x, **{'start_' + n: a for n, a in start.items()}}
warnings.simplefilter('ignore')  # that some iterations aren't all
for name, iterations, tol in [('one', 1, 0), ('some', 6, 0), ('all', 500, 1e-3)]:
    g = GaussianMixture(
        k, covariance_type='diag', tol=tol, max_iter=iterations, reg_covar=0, weights_init=start['weights'],
        means_init=start['means'], precisions_init=1 / start['variances']).fit(x.astype(np.float64))
    print(name, g.n_iter_, g.lower_bound_)
    arrays.update({name + '_weights': g.weights_, name + '_means': g.means_, name + '_variances': g.covariances_,
                   name + '_iterations': np.int32([g.n_iter_])})
np.savez_compressed(os.path.join(HERE, 'gmm.npz'), **arrays)
