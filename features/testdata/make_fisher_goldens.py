"""Makes fisher.npz: Fisher vectors by skimage.feature.fisher_vector, with a mixture by its learn_gmm.

scikit-image gives gradients for weights, means and variances, the last with the sign turned. The first are left out here and the sign
turned back, and power and L2 normalisation follow.

  pip install numpy==2.4.6 scikit-image==0.26.0 scikit-learn==1.9.1
  python make_fisher_goldens.py
"""
import os

import numpy as np
from skimage.feature import fisher_vector, learn_gmm

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(17)
k, d = 7, 10
centres = rng.normal(2, 1, (5, d)) * np.linspace(0.1, 3, d)


def descriptors(h, w):
    x = centres[rng.integers(0, 5, h * w)] + rng.normal(0, 0.4, (h * w, d)) * np.linspace(0.1, 3, d)
    return x.astype(np.float32)


gmm = learn_gmm([descriptors(20, 20).astype(np.float64)], n_modes=k, gm_args={'covariance_type': 'diag', 'random_state': 0})
gmm.weights_ = gmm.weights_.astype(np.float32).astype(np.float64)
gmm.means_ = gmm.means_.astype(np.float32).astype(np.float64)
gmm.covariances_ = gmm.covariances_.astype(np.float32).astype(np.float64)
gmm.precisions_cholesky_ = 1 / np.sqrt(gmm.covariances_)
arrays = {'weights': gmm.weights_.astype(np.float32), 'means': gmm.means_.astype(np.float32), 'variances': gmm.covariances_.astype(np.float32)}
for name, h, w in [('small', 3, 4), ('field', 17, 19), ('one', 1, 1)]:
    x = descriptors(h, w)
    f = fisher_vector(x.astype(np.float64), gmm)[k:]
    f[k * d:] *= -1
    power = np.sign(f) * np.sqrt(abs(f))
    arrays[name] = x.T.reshape(d, h, w)
    arrays.update({name + '_none': f, name + '_l2': f / np.linalg.norm(f), name + '_power': power / np.linalg.norm(power)})
np.savez_compressed(os.path.join(HERE, 'fisher.npz'), **arrays)
