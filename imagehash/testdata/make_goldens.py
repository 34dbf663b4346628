"""Makes hashes.json: hashes by the Python package imagehash.

  pip install imagehash==4.3.2 pillow==12.0.0 numpy==2.4.6 scipy==1.17.1
  python make_goldens.py
"""
import json
import os

import imagehash
import numpy as np
from PIL import Image, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
PHOTOS = os.path.join(HERE, '..', '..', 'testdata', 'photos')
SIZES = [(1, 1), (1, 40), (40, 1), (5, 3), (8, 8), (8, 9), (32, 32), (33, 31), (100, 7), (240, 320)]


def hashes(image):
    return {name: str(f(image)) for name, f in
            [('average', imagehash.average_hash), ('difference', imagehash.dhash), ('dct', imagehash.phash)]}


def pattern(height, width, shift):
    y, x = np.mgrid[:height, :width]
    return (((x * x * 7 + y * x * 13 + y * y * 3) >> shift) % 256).astype(np.uint8)


photos = {}
for name in sorted(os.listdir(PHOTOS)):
    if name.endswith('.jpg'):
        photos[name] = hashes(ImageOps.exif_transpose(Image.open(os.path.join(PHOTOS, name))))
patterns = []
for h, w in SIZES:
    for shift in (0, 3, 7):
        patterns.append({'h': h, 'w': w, 'shift': shift, 'hashes': hashes(Image.fromarray(pattern(h, w, shift)))})
with open(os.path.join(HERE, 'hashes.json'), 'w') as f:
    json.dump({'photos': photos, 'patterns': patterns}, f, indent=1)
    f.write('\n')
