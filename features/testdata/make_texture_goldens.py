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
          # of few bits, so that sums and differences of it are exact in float32, too
          'hsv': np.float32(np.rint(color.rgb2hsv(colour.transpose(1, 2, 0)).transpose(2, 0, 1) * 256) / 256),
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

# Properties of co-occurrence matrices; pictures are quantised first. float32 is rounded to 0..255, halves to even as rint does.
PROPS = ['contrast', 'dissimilarity', 'homogeneity', 'energy', 'correlation', 'ASM', 'entropy', 'mean', 'variance', 'std']
for picture, p in [
    ('gray', {}), ('noise', {'levels': 256}), ('gray', {'levels': 256, 'symmetric': True}),
    ('gray', {'levels': 100, 'distances': [1, 2, 5], 'angles': [0, 90]}),
    ('gray', {'levels': 16, 'distances': [1, 2, 3, 7, 10], 'angles': [-135, -30, 15, 30, 60, 120, 150, 180, 210, 270, 300, 330]}),
    ('gray', {'levels': 8, 'distances': [3, 4], 'mean_angles': True}), ('unit', {'levels': 2}), ('unit', {'levels': 64, 'symmetric': True}),
    ('flat', {}), ('dot', {}), ('gray', {'distances': [50, 60], 'symmetric': True}), ('blob', {'levels': 7}),
]:
    a = arrays[picture][0]
    if a.dtype == np.float32:
        a = np.uint8(np.rint(np.float32(a * np.float32(255))).clip(0, 255))
    levels = p.get('levels', 16)
    P = graycomatrix(np.uint8(np.uint32(a) * levels // 256), p.get('distances', [1]), np.deg2rad(p.get('angles', [0, 45, 90, 135])),
                     levels, p.get('symmetric', False))
    props = np.array([graycoprops(P, name) for name in PROPS])
    if p.get('mean_angles'):
        props = props.mean(2)
    add('glcm', picture, props, **p, props=[name.lower() for name in PROPS])

for picture in ['gray', 'blob', 'noise', 'flat', 'dot', 'empty', 'unit']:
    a = np.abs(arrays[picture][0]) if picture == 'unit' else arrays[picture][0]
    if picture == 'unit':
        arrays['positive'] = a[None]
        picture = 'positive'
    for binary in [False, True]:
        h = cv2.HuMoments(cv2.moments(np.uint8(a != 0) if binary else a)).ravel()
        same = moments_hu(moments_normalized(moments_central(np.float64(a != 0 if binary else a)))) * [1, 1, 1, 1, 1, 1, -1]
        assert picture == 'empty' or np.allclose(h, same, 1e-6, 1e-20), (picture, h, same)
        add('hu', picture, h, binary=binary)

for picture, radius, degree in [('gray', 20, 8), ('blob', 15, 8), ('blob', 15.5, 12), ('noise', 40, 5), ('noise', 5, 1), ('flat', 3, 9),
                                ('dot', 1, 8), ('empty', 2, 4), ('positive', 8, 20), ('unit', 7, 8)]:
    with np.errstate(invalid='ignore'):
        add('zernike', picture, mahotas.features.zernike_moments(arrays[picture][0], radius, degree), radius=radius, degree=degree)


def edges(planes, rows, columns, bins, norm):
    gx, gy = (np.array([cv2.Sobel(p, cv2.CV_64F, *d) for p in planes]) for d in [(1, 0), (0, 1)])
    best = np.hypot(gx, gy).argmax(0)[None]
    gx, gy = np.take_along_axis(gx, best, 0)[0], np.take_along_axis(gy, best, 0)[0]
    angle = np.rad2deg(np.arctan2(gy, gx)) % 180
    out = []
    h, w = gx.shape
    for r in range(rows):
        for c in range(columns):
            cell = np.s_[r * h // rows:(r + 1) * h // rows, c * w // columns:(c + 1) * w // columns]
            out.append(np.histogram(angle[cell], np.arange(bins + 1) * (180 / bins), weights=np.hypot(gx, gy)[cell])[0] / gx[cell].size)
    v = np.ravel(out)
    return v / max({'l1': v.sum(), 'l2': np.linalg.norm(v), 'none': 1}[norm], 1e-30)


for picture, space, p in [('gray', 'gray', {}), ('colour', 'rgb', {}), ('noise', 'gray', {'rows': 3, 'columns': 1, 'bins': 4, 'norm': 'l1'}),
                          ('noise', 'gray', {'bins': 12, 'norm': 'none'}), ('unit', 'gray', {'rows': 2, 'columns': 5, 'bins': 9, 'norm': 'none'}),
                          ('hsv', 'hsv', {'rows': 1, 'columns': 1, 'bins': 36}), ('flat', 'gray', {}), ('blob', 'gray', {'norm': 'none'})]:
    a = np.float64(arrays[picture])
    v = edges(a, p.get('rows', 4), p.get('columns', 4), p.get('bins', 8), p.get('norm', 'l2'))
    if p.get('norm') == 'none' and arrays[picture].dtype == np.uint8:
        v /= 255
    add('edges', picture, v, space, **p)

np.savez_compressed(os.path.join(HERE, 'texture.npz'), **{k: np.ascontiguousarray(v) for k, v in arrays.items()})
with open(os.path.join(HERE, 'texture.json'), 'w') as f:
    f.write('{\n' + ',\n'.join(
        f'  "{k}": [\n' + ',\n'.join('    ' + json.dumps(c) for c in v) + '\n  ]' for k, v in cases.items()) + '\n}\n')
