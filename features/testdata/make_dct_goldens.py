"""Makes dct.npz: coefficients by scipy.fft.dctn(norm='ortho'), in the zigzag order of libjpeg's jpeg_natural_order.

  pip install numpy==2.4.6 scipy==1.17.1 scikit-image==0.26.0
  python make_dct_goldens.py
"""
import os

import numpy as np
from scipy.fft import dctn
from skimage import data

HERE = os.path.dirname(os.path.abspath(__file__))

# jutils.c of libjpeg
NATURAL = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63]


def zigzag(height, width):
    places = [(u, v) for u in range(height) for v in range(width)]
    return sorted(places, key=lambda p: (p[0] + p[1], p[0] if (p[0] + p[1]) % 2 else p[1]))


assert [8 * u + v for u, v in zigzag(8, 8)] == NATURAL


def coefficients(picture, n, grid):
    out = []
    height, width = picture.shape[1:]
    order = zigzag(height // grid, width // grid)[:n]
    for plane in picture:
        for i in range(grid):
            for j in range(grid):
                cell = plane[i * height // grid:(i + 1) * height // grid, j * width // grid:(j + 1) * width // grid]
                made = dctn(cell, norm='ortho')
                out += [made[u, v] for u, v in order]
    return np.array(out)


rng = np.random.default_rng(3)
colour = data.astronaut()[40:101, 180:257].transpose(2, 0, 1)
arrays = {
    'colour': colour, 'gray': data.coins()[20:84, 20:100][None],
    'float': rng.normal(size=(2, 5, 19)).astype(np.float32), 'square': rng.normal(size=(1, 8, 8)).astype(np.float32),
    'column': rng.normal(size=(1, 70, 1)).astype(np.float32),
}
cases = [('colour', 64, 1), ('gray', 64, 1), ('gray', 1, 1), ('gray', 64, 8), ('colour', 20, 7), ('float', 95, 1),
         ('float', 9, 2), ('square', 64, 1), ('column', 64, 1), ('column', 6, 1), ('gray', 1000, 1)]
for name, n, grid in cases:
    x = arrays[name].astype(np.float64) / (255 if arrays[name].dtype == np.uint8 else 1)
    arrays[f'{name}_{n}_{grid}'] = coefficients(x, n, grid)
np.savez_compressed(os.path.join(HERE, 'dct.npz'), **arrays)
