"""Makes colour.npz and spaces.npz: sRGB triples and the same colours in the other spaces, and delta_e.npz: pairs of
colours in Lab and their differences, from reference libraries.

  pip install numpy==2.4.6 scikit-image==0.25.2 colour-science==0.4.6 coloraide==8.13.1
  python make_goldens.py
"""
import colorsys
import itertools
import os

import colour
import numpy as np
from coloraide import Color
from skimage.color import (deltaE_cie76, deltaE_ciede94, deltaE_ciede2000, hsv2rgb, rgb2hsv, rgb2ycbcr,
                           rgb2yiq)

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


def save(name, arrays):
    np.savez_compressed(os.path.join(os.path.dirname(__file__), name),
                        **{k: np.ascontiguousarray(v) for k, v in arrays.items()})


save('colour.npz', arrays)


# The other spaces, of colours that are partly dark and partly gray.
def hsl(rgb):
    h, l, s = np.array([colorsys.rgb_to_hls(*p) for p in rgb]).T
    return np.stack([h, s, l], -1)


def hwb(rgb):
    # Coloraide has NaN for the hue of grays, and degrees.
    p = np.array([Color('srgb', p).convert('hwb').coords(nans=False) for p in rgb.tolist()])
    return p / [360, 1, 1]


def polar(values):
    return colour.models.Jab_to_JCh(values) / [1, 1, 360]


def ycbcr(rgb, standard, legal):
    p = colour.RGB_to_YCbCr(rgb, K=colour.WEIGHTS_YCBCR[standard], in_legal=False, out_bits=8, out_legal=legal)
    return p if legal else p + [0, 0.5, 0.5]


def adapted(xyz):
    return colour.adaptation.chromatic_adaptation_VonKries(xyz, np.array([0.95047, 1, 1.08883]), D50, 'Bradford')


def oklab(light):
    # The C++ of https://bottosson.github.io/posts/oklab/.
    r, g, b = light.T
    l = np.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m = np.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s = np.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return np.stack([0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                     1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                     0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s], -1)


D50 = np.array([0.96422, 1, 0.82521])
WHITE_D50 = colour.XYZ_to_xy(D50)
rng = np.random.default_rng(2)
rgb = np.float32(np.concatenate([rng.random((250, 3)), rng.random((50, 3)) * 0.06,
                                 list(itertools.product((0, 0.5, 1), repeat=3))]))
wide = np.float64(rgb)
light = colour.models.eotf_sRGB(wide)
xyz = light @ MATRIX.T
xyz50 = adapted(xyz)
lab50 = colour.XYZ_to_Lab(xyz50, WHITE_D50)
spaces = {
    'gray_709': ycbcr(wide, 'ITU-R BT.709', False)[:, :1],
    'linear_rgb': light, 'hsl': hsl(wide), 'hwb': hwb(wide), 'xyz': xyz, 'luv': colour.XYZ_to_Luv(xyz, WHITE),
    'lch': polar(lab(wide)), 'ycbcr': ycbcr(wide, 'ITU-R BT.601', False), 'ycbcr_601': rgb2ycbcr(wide) / 255,
    'ycbcr_709': ycbcr(wide, 'ITU-R BT.709', True), 'yiq': rgb2yiq(wide),
    'cmyk': colour.CMY_to_CMYK(colour.RGB_to_CMY(wide)), 'oklab': oklab(light), 'oklch': polar(oklab(light)),
    'xyz_d50': xyz50, 'lab_d50': lab50, 'luv_d50': colour.XYZ_to_Luv(xyz50, WHITE_D50), 'lch_d50': polar(lab50),
}
save('spaces.npz', {'rgb': rgb.T, **{k: v.T for k, v in spaces.items()}})

a, b = rng.uniform((0, -100, -110), (100, 100, 100), (2, 200, 3))
b[:100] = a[:100] + rng.normal(size=(100, 3))
save('delta_e.npz', {'a': a, 'b': b, '76': deltaE_cie76(a, b), '94': deltaE_ciede94(a, b), '2000': deltaE_ciede2000(a, b)})
