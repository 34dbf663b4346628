"""Makes lbp.npz: codes by skimage.feature.local_binary_pattern.

  pip install numpy==2.4.6 scikit-image==0.26.0
  python make_lbp_goldens.py

An array PICTURE/P/R/METHOD has the codes of a picture: uint16, variances as float64. The pictures have much that is equal but for
rounding: flat fields, slopes, few grey levels, far down and far to the right as well.
"""
import os
import warnings

import numpy as np
from skimage.feature import local_binary_pattern

warnings.simplefilter('ignore')
HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)
y, x = np.mgrid[:37, :41]
pictures = {
    'noise': rng.integers(0, 256, (29, 35)).astype(np.uint8),
    'few': rng.integers(100, 103, (33, 31)).astype(np.uint8),
    'slope': (3 * y + 2 * x + y // 9 * 7).astype(np.uint8),
    'flat': np.kron(np.array([[77, 255, 3], [200, 1, 129]], np.uint8), np.ones((12, 14), np.uint8)),
    'tall': rng.integers(7, 9, (700, 4)).astype(np.uint8),
    'wide': rng.integers(254, 256, (4, 700)).astype(np.uint8),
    'row': rng.integers(0, 256, (1, 13)).astype(np.uint8),
    'column': rng.integers(0, 256, (9, 1)).astype(np.uint8),
    'pixel': np.array([[9]], np.uint8),
    'float': rng.random((19, 23)).astype(np.float32),
    'floatflat': np.kron(rng.random((3, 3)), np.ones((7, 6))).astype(np.float32),
    'float13': (rng.integers(0, 4, (21, 22)) / np.float32(13)).astype(np.float32),
}
odd = rng.random((9, 11)).astype(np.float32)
odd[2, 3], odd[5, 7], odd[7, 1] = np.nan, np.inf, -np.inf
pictures['odd'] = odd
arrays = dict(pictures)
for name, picture in pictures.items():
    for p, r, method in [(8, 1, 'default'), (8, 1, 'uniform'), (8, 1, 'nri_uniform'), (8, 1, 'ror'), (8, 1, 'var'), (12, 1.5, 'default'),
                         (16, 2, 'default'), (16, 3, 'uniform'), (8, 2, 'nri_uniform'), (5, 2.7, 'ror'), (24, 3, 'uniform'), (12, 2.5, 'var'),
                         (1, 1, 'default'), (3, 1, 'nri_uniform'), (2, 1, 'uniform'), (8, 40, 'default')]:
        if name in ('row', 'column', 'tall', 'wide') and method not in ('default', 'var'):
            continue
        codes = local_binary_pattern(picture, p, r, method)
        arrays[f'{name}/{p}/{r}/{method}'] = codes if method == 'var' else codes.astype(np.uint16)
np.savez_compressed(os.path.join(HERE, 'lbp.npz'), **arrays)
