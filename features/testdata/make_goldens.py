"""Makes hog.npz, histogram.npz and standardize.npz from reference libraries, and cases.json, which says what is what.

  pip install numpy==2.4.6 scikit-image==0.25.2 scikit-learn==1.9.1
  python make_goldens.py
"""
import json
import os

import numpy as np
from skimage import data
from skimage.feature import hog
from sklearn.preprocessing import StandardScaler

HERE = os.path.dirname(os.path.abspath(__file__))
NORMS = {'l2hys': 'L2-Hys', 'l2': 'L2', 'l1': 'L1', 'l1sqrt': 'L1-sqrt'}
cases = {'hog': [], 'histogram': []}


def save(name, arrays):
    np.savez_compressed(os.path.join(HERE, name), **{k: np.ascontiguousarray(v) for k, v in arrays.items()})


# Pictures, planes first: a colour one whose sides no cell divides, a gray one, and one of noise, which has all
# directions that small integers have.
rng = np.random.default_rng(1)
colour = data.astronaut()[40:101, 180:257]
gray = data.coins()[20:84, 20:100]
noise = rng.integers(0, 4, (40, 33)).astype(np.uint8)
pictures = {'colour': colour.transpose(2, 0, 1), 'gray': gray[None], 'noise': noise[None]}

hogs = dict(pictures)
for picture, param in [
    ('gray', {}), ('colour', {}), ('noise', {}),
    ('gray', {'norm': 'l2'}), ('gray', {'norm': 'l1'}), ('colour', {'norm': 'l1sqrt'}),
    ('gray', {'transform_sqrt': True}), ('colour', {'transform_sqrt': True, 'norm': 'l2', 'block': 2}),
    ('noise', {'orientations': 8, 'cell': 4, 'block': 1}), ('noise', {'orientations': 4, 'cell': 5, 'block': 2}),
    ('noise', {'orientations': 12, 'cell': 7, 'block': 1}), ('noise', {'orientations': 1, 'cell': 8, 'block': 2}),
    ('noise', {'orientations': 2, 'cell': 3, 'block': 1}), ('noise', {'orientations': 7, 'cell': 6, 'block': 2}),
    ('gray', {'orientations': 18, 'cell': 16, 'block': 2}), ('gray', {'cell': 64, 'block': 1}),
    ('colour', {'orientations': 6, 'cell': 11, 'block': 4}),
    # as float32 of 0..1
    ('gray', {'unit': True}), ('colour', {'unit': True, 'transform_sqrt': True}),
]:
    image = pictures[picture].transpose(1, 2, 0).astype(np.float64)
    if param.get('unit'):
        image = np.float64(np.float32(image) / np.float32(255))
    cell, block = param.get('cell', 8), param.get('block', 3)
    features, stars = hog(image, param.get('orientations', 9), (cell, cell), (block, block),
                          NORMS[param.get('norm', 'l2hys')], True, param.get('transform_sqrt', False),
                          channel_axis=2)
    name = f'hog{len(cases["hog"])}'
    hogs[name] = np.float32(features)
    case = {'picture': picture, 'want': name, 'unit': param.pop('unit', False), 'params': param}
    if picture != 'colour':
        hogs[name + '_stars'], case['stars'] = np.float32(stars), name + '_stars'
    cases['hog'].append(case)
save('hog.npz', hogs)

# Histograms: each channel by itself with numpy.histogram, all together with numpy.histogramdd. uint8 is counted
# over 0..255; the float32 values are in the range of their space and also beyond.
lab = np.float32(rng.uniform((-5, -140, -140), (110, 140, 140), (300, 3)).T.reshape(3, 15, 20))
hists = {'colour': pictures['colour'], 'gray': pictures['gray'], 'lab': lab}
unit, byte, cie = [(0, 1)] * 3, [(0, 255)] * 3, [(0, 100), (-128, 127), (-128, 127)]
for picture, space, ranges, bins, joint in [
    ('gray', 'gray', byte, [16], False), ('gray', 'gray', byte, [256], False), ('gray', 'gray', byte, [51], False),
    ('colour', 'rgb', byte, [16], False), ('colour', 'rgb', byte, [5, 17, 255], False),
    ('colour', 'rgb', byte, [4], True), ('colour', 'rgb', byte, [3, 5, 7], True),
    ('lab', 'lab', cie, [10], False), ('lab', 'lab', cie, [4, 6, 5], True),
]:
    values = np.float64(hists[picture]).reshape(len(hists[picture]), -1)
    values = np.array([np.clip(v, *r) for v, r in zip(values, ranges)])
    each = bins * len(values) if len(bins) == 1 else bins
    if joint:
        counts = np.histogramdd(values.T, each, ranges[:len(values)])[0].ravel()
    else:
        counts = np.concatenate([np.histogram(v, n, r)[0] for v, n, r in zip(values, each, ranges)])
    name = f'counts{len(cases["histogram"])}'
    hists[name] = np.uint16(counts)
    cases['histogram'].append({'picture': picture, 'want': name, 'space': space,
                               'params': {'bins': bins, 'joint': joint}})
save('histogram.npz', hists)

vectors = np.float32(rng.normal(3, [1e-3, 1, 50, 1e4, 0.1], (100, 5)))
vectors[:, 4] = 0.1  # constant
photos = np.float32(rng.random((6, 2, 3, 4)))
scaler = StandardScaler().fit(np.float64(vectors))
values = StandardScaler().fit(np.float64(photos.reshape(6, -1)))
channels = StandardScaler().fit(np.float64(photos.transpose(0, 2, 3, 1).reshape(-1, 2)))
save('standardize.npz', {
    'vectors': vectors, 'vectors_mean': scaler.mean_, 'vectors_std': scaler.scale_,
    'vectors_want': scaler.transform(np.float64(vectors)),
    'photos': photos, 'channels_mean': channels.mean_, 'channels_std': channels.scale_,
    'values_mean': values.mean_, 'values_std': values.scale_,
})
with open(os.path.join(HERE, 'cases.json'), 'w') as f:
    f.write('{\n' + ',\n'.join(
        f'  "{k}": [\n' + ',\n'.join('    ' + json.dumps(c) for c in v) + '\n  ]' for k, v in cases.items()) + '\n}\n')
