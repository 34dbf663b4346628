"""Makes fourier.npz: random Fourier features by the formula, in float64, of what scikit-learn's RBFSampler draws, and its gamma.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python make_fourier_goldens.py
"""
import os

import numpy as np
from sklearn.kernel_approximation import RBFSampler

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(3)
x = (rng.normal(size=(20, 37)) * rng.uniform(0.2, 3, 37) + rng.normal(size=37)).astype(np.float32)
sampler = RBFSampler(gamma='scale', n_components=60, random_state=5).fit(x.astype(np.float64))
weights, offsets = sampler.random_weights_.astype(np.float32), sampler.random_offset_.astype(np.float32)
want = np.sqrt(2 / 60) * np.cos(x.astype(np.float64) @ weights.astype(np.float64) + offsets.astype(np.float64))
assert np.abs(want - sampler.transform(x.astype(np.float64))).max() < 1e-5
angles = np.concatenate([rng.normal(size=2000) * 10.0 ** rng.integers(-3, 9, 2000), (np.arange(-50, 50) + 0.5) * np.pi, [0, 1 << 20]])
angles = angles.astype(np.float32)
np.savez_compressed(os.path.join(HERE, 'fourier.npz'), x=x, gamma=np.array([sampler._gamma]), weights=weights.T.copy(),
                    offsets=offsets, want=want, angles=angles, cosines=np.cos(angles.astype(np.float64)))
