"""Makes gist.npz: GIST in float64 by the formulas that A. Oliva and A. Torralba published in MATLAB (LMgist of the LabelMe toolbox), written
anew with numpy.fft; there is no library for Python to compare with.

  pip install numpy==2.4.6 scikit-image==0.26.0
  python make_gist_goldens.py
"""
import json
import os

import numpy as np
from numpy.fft import fft2, fftshift, ifft2
from skimage import data

HERE = os.path.dirname(os.path.abspath(__file__))


def even_contrast(picture, prefilter):
    margin, s = 5, prefilter / np.sqrt(np.log(2))
    x = np.pad(np.log(picture + 1), margin, mode='symmetric')
    height, width = x.shape
    n = max(height, width)
    n += n % 2
    x = np.pad(x, ((0, n - height), (0, n - width)), mode='symmetric')
    fx, fy = np.meshgrid(np.arange(-n // 2, n // 2), np.arange(-n // 2, n // 2))
    low = fftshift(np.exp(-(fx**2 + fy**2) / s**2))
    x = x - ifft2(fft2(x) * low).real
    x = x / (0.2 + np.sqrt(np.abs(ifft2(fft2(x**2) * low))))
    return x[margin:height - margin, margin:width - margin]


def transfer_functions(orientations, ny, nx):
    fx, fy = np.meshgrid(np.arange(-nx // 2, nx // 2), np.arange(-ny // 2, ny // 2))
    radius, angle = fftshift(np.hypot(fx, fy)), fftshift(np.angle(fx + 1j * fy))
    for scale, n in enumerate(orientations):
        for k in range(n):
            a = angle + np.pi / n * k
            a = a + 2 * np.pi * (a < -np.pi) - 2 * np.pi * (a > np.pi)
            yield np.exp(-10 * 0.35 * (radius / nx / (0.3 / 1.85**scale) - 1)**2 - 2 * (16 * n**2 / 32**2) * np.pi * a**2)


def gist(picture, orientations=(8, 8, 8, 8), blocks=4, prefilter=4):
    x = picture.astype(np.float64)
    x = x - x.min()
    x = even_contrast(255 * x / x.max(), prefilter)
    extension = 32
    height, width = x.shape
    spectrum = fft2(np.pad(x, extension, mode='symmetric'))
    rows, columns = (np.fix(np.linspace(0, n, blocks + 1)).astype(int) for n in x.shape)
    out = []
    for g in transfer_functions(orientations, *spectrum.shape):
        m = np.abs(ifft2(spectrum * g))[extension:extension + height, extension:extension + width]
        for j in range(blocks):  # MATLAB goes down the columns
            for i in range(blocks):
                out.append(m[rows[i]:rows[i + 1], columns[j]:columns[j + 1]].mean())
    return np.array(out)


rng = np.random.default_rng(9)
arrays = {
    'coins': data.coins()[20:148, 20:148], 'camera': data.camera()[::2, ::2], 'wide': data.camera()[100:140, 200:256],
    'float': rng.normal(size=(10, 6)).astype(np.float32),
}
cases = [('coins', {}), ('camera', {}), ('wide', {'orientations': [6, 4, 1], 'blocks': 3, 'prefilter': 7.5}),
         ('float', {'orientations': [2, 3, 5, 4, 3, 2, 1, 12], 'blocks': 5}), ('wide', {'blocks': 1, 'prefilter': 60})]
lines = []
for i, (name, params) in enumerate(cases):
    arrays[f'want{i}'] = gist(arrays[name], **params)
    lines.append(json.dumps({'picture': name, 'want': f'want{i}', 'params': params}))
np.savez_compressed(os.path.join(HERE, 'gist.npz'), **{k: v[None] if v.ndim == 2 else v for k, v in arrays.items()})
with open(os.path.join(HERE, 'gist.json'), 'w') as f:
    f.write('[\n' + ',\n'.join('  ' + line for line in lines) + '\n]\n')
