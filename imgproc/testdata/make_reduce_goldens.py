#!/usr/bin/env python3
"""Makes reduce.npz beside this script. README.md says what it is.

pip install numpy==2.4.6 pillow==12.0.0
"""

import os

import numpy as np
import PIL
from PIL import Image

assert np.__version__ == "2.4.6" and PIL.__version__ == "12.0.0", "other versions"

rng = np.random.default_rng(20240608)

FACTORS = [1, 2, 3, 4, 5, 6, 7, 8, 13, 16, 31, 100, 255, 256]


def noise(shape):
    """A third of the pixels extreme, so that means of 0 and 255 occur; alpha likewise."""
    a = rng.integers(0, 256, shape, dtype=np.uint8)
    a[rng.random(shape) < 0.2] = 255
    a[rng.random(shape) < 0.1] = 0
    return a


SOURCES = {
    "dot": noise((1, 1, 3)),
    "rgb": noise((67, 131, 3)),
    "rgba": noise((45, 70, 4)),
    "la": noise((33, 40, 2)),
    "wide": noise((9, 600)),
    "white": np.full((300, 280), 255, dtype=np.uint8),
    "float": rng.random((50, 37), dtype=np.float32),
}

arrays = {}
for name, src in SOURCES.items():
    arrays[f"src_{name}"] = src
    for factor in FACTORS:
        arrays[f"{name}_{factor}"] = np.asarray(Image.fromarray(src).reduce(factor))
np.savez_compressed(os.path.join(os.path.dirname(os.path.abspath(__file__)), "reduce.npz"), **arrays)
