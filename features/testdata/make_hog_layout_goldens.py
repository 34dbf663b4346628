"""Makes hog_layouts.npz and hog_layouts.json: HOG by OpenCV, and signed HOG by scikit-image's formula, in float64.

  pip install opencv-python-headless==4.12.0.88 numpy==2.2.6
  python make_hog_layout_goldens.py
"""
import json
import os

import cv2
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
with np.load(os.path.join(HERE, 'hog.npz')) as f:
    pictures = {name: f[name] for name in ('colour', 'gray', 'noise')}
arrays, cases = {}, []


def opencv(image, bins, cell, block, sqrt, signed):
    size = image.shape[1], image.shape[0]
    d = cv2.HOGDescriptor(size, (cell * block,) * 2, (cell,) * 2, (cell,) * 2, bins, 1, -1, 0, 0.2, sqrt, 64, signed)
    return d.compute(image).ravel()


def signed(image, bins, cell, block):
    """skimage.feature.hog with L2-Hys, but for angles up to 360 degrees."""
    v = image.astype(np.float64)
    gy, gx = np.zeros_like(v), np.zeros_like(v)
    gy[1:-1], gx[:, 1:-1] = v[2:] - v[:-2], v[:, 2:] - v[:, :-2]
    angle = np.rad2deg(np.arctan2(gy, gx)) % 360
    magnitude = np.hypot(gy, gx)
    rows, cols = v.shape[0] // cell, v.shape[1] // cell
    cells = np.zeros((rows, cols, bins))
    for k in range(bins):
        inside = (angle >= k * 360 / bins) & (angle < (k + 1) * 360 / bins)
        part = np.where(inside, magnitude, 0)[:rows * cell, :cols * cell]
        cells[:, :, k] = part.reshape(rows, cell, cols, cell).mean(axis=(1, 3))
    out = []
    for r in range(rows - block + 1):
        for c in range(cols - block + 1):
            b = cells[r:r + block, c:c + block]
            b = np.minimum(b / np.sqrt(np.sum(b ** 2) + 1e-10), 0.2)
            out.append((b / np.sqrt(np.sum(b ** 2) + 1e-10)).ravel())
    return np.concatenate(out)


def case(picture, values, params):
    name = f'case{len(cases)}'
    arrays[name] = np.float32(values)
    cases.append({'picture': picture, 'want': name, 'params': {k: v for k, v in params.items() if v}})


# The picture has to have whole cells for OpenCV: each is cut to them.
for picture, bins, cell, block, sqrt, both in [
    ('gray', 9, 8, 2, False, False), ('gray', 9, 8, 2, True, False), ('gray', 9, 8, 2, False, True), ('gray', 18, 8, 2, True, True),
    ('colour', 9, 8, 2, False, False), ('noise', 9, 8, 2, False, False), ('gray', 7, 16, 3, False, False), ('colour', 12, 5, 1, True, False),
    ('gray', 9, 4, 4, False, False), ('noise', 6, 3, 2, False, True),
]:
    planes = pictures[picture]
    h, w = planes.shape[1] // cell * cell, planes.shape[2] // cell * cell
    image = np.ascontiguousarray(planes[::-1, :h, :w].transpose(1, 2, 0))  # BGR
    case(picture, opencv(image[:, :, 0] if image.shape[2] == 1 else image, bins, cell, block, sqrt, both),
         {'layout': 'opencv', 'orientations': bins, 'cell': cell, 'block': block, 'transform_sqrt': sqrt, 'signed': both})
for picture, bins, cell, block in [('gray', 18, 8, 3), ('gray', 8, 16, 2), ('noise', 12, 8, 1), ('noise', 2, 6, 2)]:
    case(picture, signed(pictures[picture][0], bins, cell, block),
         {'orientations': bins, 'cell': cell, 'block': block, 'signed': True})
np.savez_compressed(os.path.join(HERE, 'hog_layouts.npz'), **arrays)
with open(os.path.join(HERE, 'hog_layouts.json'), 'w') as f:
    json.dump(cases, f, indent=1)
    f.write('\n')
