"""Makes texture.npz from reference libraries, and texture.json, which says what is what.

  pip install numpy==2.4.6 scipy==1.17.1 scikit-image==0.26.0 opencv-python-headless==5.0.0.93 mahotas==1.4.19
  python make_texture_goldens.py
"""
import json
import os

import cv2
import mahotas
import numpy as np
from scipy import stats
from skimage import color, data
from skimage.feature import graycomatrix, graycoprops
from skimage.measure import moments_central, moments_hu, moments_normalized

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(3)
cases = {}

colour = data.astronaut()[40:85, 180:233].transpose(2, 0, 1)
gray = data.coins()[20:64, 20:75]
noise = rng.integers(0, 4, (20, 33)).astype(np.uint8)
unit = np.float32(rng.normal(0.4, 0.3, (17, 14)))
blob = np.zeros((40, 50), np.uint8)
blob[8:31, 12:20] = 255
blob[24:31, 20:35] = 180
arrays = {'colour': colour, 'gray': gray[None], 'noise': noise[None], 'unit': unit[None], 'blob': blob[None],
          'hsv': np.float32(color.rgb2hsv(colour.transpose(1, 2, 0)).transpose(2, 0, 1)),
          'flat': np.full((1, 6, 9), 77, np.uint8), 'dot': np.full((1, 1, 1), 9, np.uint8),
          'empty': np.zeros((1, 5, 5), np.uint8)}


def add(kind, picture, want, space='gray', **params):
    name = f'{kind}{len(cases.setdefault(kind, []))}'
    arrays[name] = np.float64(want).ravel()
    cases[kind].append({'picture': picture, 'want': name, 'space': space, 'params': params})


def f8(picture):
    """The values as stages take them: uint8 counts as v/255."""
    a = arrays[picture]
    return np.float64(a) / (255 if a.dtype == np.uint8 else 1)


def moments(planes, rows, columns):
    out = []
    h, w = planes.shape[1:]
    for r in range(rows):
        for c in range(columns):
            for p in planes:
                v = p[r * h // rows:(r + 1) * h // rows, c * w // columns:(c + 1) * w // columns].ravel()
                out += [v.mean(), v.std(), np.cbrt(stats.moment(v, 3))]
    return out


for picture, space in [('colour', 'rgb'), ('hsv', 'hsv'), ('gray', 'gray'), ('unit', 'gray'), ('flat', 'gray'), ('dot', 'gray')]:
    add('moments', picture, moments(f8(picture), 1, 1), space)
add('moments', 'colour', moments(f8('colour'), 2, 3), 'rgb', rows=2, columns=3)
add('moments', 'hsv', moments(f8('hsv'), 4, 5), 'hsv', rows=4, columns=5)
add('moments', 'unit', moments(f8('unit'), 17, 1), 'gray', rows=17)

np.savez_compressed(os.path.join(HERE, 'texture.npz'), **{k: np.ascontiguousarray(v) for k, v in arrays.items()})
with open(os.path.join(HERE, 'texture.json'), 'w') as f:
    f.write('{\n' + ',\n'.join(
        f'  "{k}": [\n' + ',\n'.join('    ' + json.dumps(c) for c in v) + '\n  ]' for k, v in cases.items()) + '\n}\n')
