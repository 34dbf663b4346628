"""Makes colour.npz: sRGB triples and the same colours in the other spaces, from reference libraries.

  pip install numpy==2.4.6 scikit-image==0.25.2 colour-science==0.4.6
  python make_goldens.py
"""
import itertools
import os

import colour
import numpy as np
from skimage.color import hsv2rgb, rgb2hsv

MATRIX = np.array([[0.4124564, 0.3575761, 0.1804375],
                   [0.2126729, 0.7151522, 0.0721750],
                   [0.0193339, 0.1191920, 0.9503041]])
INVERSE = np.array([[3.2404542, -1.5371385, -0.4985314],
                    [-0.9692660, 1.8760108, 0.0415560],
                    [0.0556434, -0.2040259, 1.0572252]])
WHITE = colour.XYZ_to_xy(np.array([0.95047, 1, 1.08883]))


def lab(rgb):
    return colour.XYZ_to_Lab(colour.models.eotf_sRGB(rgb) @ MATRIX.T, WHITE)


def rgb_of_lab(values):
    light = colour.Lab_to_XYZ(values, WHITE) @ INVERSE.T
    return colour.models.eotf_inverse_sRGB(np.clip(light, 0, 1))


rng = np.random.default_rng(1)
corners = list(itertools.product((0, 255), repeat=3))
ramp = [(v, v, v) for v in range(256)]
rgb8 = np.array(corners + ramp + rng.integers(0, 256, (400, 3)).tolist(), np.uint8)
rgb = np.float32(np.concatenate([rng.random((300, 3)), rng.random((100, 3)) * 0.06]))
hsv = np.float32(np.concatenate([rng.random((300, 3)), list(itertools.product((0, 0.5, 1), repeat=3))]))
labs = np.float32(rng.uniform((0, -100, -110), (100, 100, 100), (400, 3)))

# Planes first, as the library has them. The same float32 inputs go to both sides.
arrays = {
    'rgb8': rgb8.T, 'rgb8_hsv': rgb2hsv(rgb8 / 255).T, 'rgb8_lab': lab(rgb8 / 255).T,
    'rgb8_gray': (rgb8 / 255 @ [0.299, 0.587, 0.114])[None],
    'rgb': rgb.T, 'rgb_hsv': rgb2hsv(np.float64(rgb)).T, 'rgb_lab': lab(np.float64(rgb)).T,
    'rgb_gray': (np.float64(rgb) @ [0.299, 0.587, 0.114])[None],
    'hsv': hsv.T, 'hsv_rgb': hsv2rgb(np.float64(hsv)).T,
    'lab': labs.T, 'lab_rgb': rgb_of_lab(np.float64(labs)).T,
}
np.savez_compressed(os.path.join(os.path.dirname(__file__), 'colour.npz'),
                    **{k: np.ascontiguousarray(v) for k, v in arrays.items()})
