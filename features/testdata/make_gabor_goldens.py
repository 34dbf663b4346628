"""Makes gabor.npz: means and deviations of the magnitudes of skimage.filters.gabor_kernel by scipy.ndimage.convolve.

  pip install numpy==2.4.6 scipy==1.17.1 scikit-image==0.26.0
  python make_gabor_goldens.py

The border is made by numpy.pad and cut off again: with a kernel many times larger than the picture mode='reflect' of SciPy 1.17.1 reads
beyond the picture, and gives other numbers each time.
"""
import json
import os

import numpy as np
from scipy.ndimage import convolve
from skimage import data
from skimage.filters import gabor_kernel

HERE = os.path.dirname(os.path.abspath(__file__))


def energy(picture, frequencies, orientations, bandwidth, grid):
    height, width = picture.shape[1:]
    out = np.zeros((len(picture), grid, grid, len(frequencies), orientations, 2))
    for c, plane in enumerate(picture):
        for f, frequency in enumerate(frequencies):
            for k in range(orientations):
                g = gabor_kernel(frequency, np.pi * k / orientations, bandwidth)
                y, x = g.shape[0] // 2, g.shape[1] // 2
                padded = np.pad(plane, ((y, y), (x, x)), mode='symmetric')
                m = np.hypot(convolve(padded, g.real, mode='constant'), convolve(padded, g.imag, mode='constant'))
                m = m[y:y + height, x:x + width]
                if max(y, x) <= min(height, width):
                    assert np.allclose(m, np.hypot(convolve(plane, g.real, mode='reflect'), convolve(plane, g.imag, mode='reflect')), atol=1e-13)
                for i in range(grid):
                    for j in range(grid):
                        cell = m[i * height // grid:(i + 1) * height // grid, j * width // grid:(j + 1) * width // grid]
                        out[c, i, j, f, k] = cell.mean(), cell.std()
    return out.ravel()


rng = np.random.default_rng(5)
arrays = {
    'colour': data.astronaut()[40:71, 180:217].transpose(2, 0, 1), 'gray': data.coins()[20:84, 20:100][None],
    'float': rng.normal(size=(2, 9, 14)).astype(np.float32), 'row': rng.normal(size=(1, 1, 11)).astype(np.float32),
}
cases = [
    ('gray', [0.05, 0.1, 0.2, 0.4], 6, 1, 1), ('colour', [0.25, 0.07], 4, 1.5, 3), ('float', [0.31, 0.5], 5, 0.7, 2),
    ('float', [0.02], 1, 1, 1), ('gray', [0.15], 3, 2, 4), ('row', [0.1, 0.3], 4, 1, 1),
]
lines = []
for n, (name, frequencies, orientations, bandwidth, grid) in enumerate(cases):
    x = arrays[name].astype(np.float64) / (255 if arrays[name].dtype == np.uint8 else 1)
    arrays[f'want{n}'] = energy(x, frequencies, orientations, bandwidth, grid)
    lines.append(json.dumps({'picture': name, 'want': f'want{n}', 'params': {
        'frequencies': frequencies, 'orientations': orientations, 'bandwidth': bandwidth, 'grid': grid}}))
np.savez_compressed(os.path.join(HERE, 'gabor.npz'), **arrays)
with open(os.path.join(HERE, 'gabor.json'), 'w') as f:
    f.write('[\n' + ',\n'.join('  ' + line for line in lines) + '\n]\n')
