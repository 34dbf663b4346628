"""What all contestants make: 3×224×224, (v/255 − mean)/std, and the sizes on the way there."""

import numpy as np

SHORTER, SIDE = 256, 224
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

_SCALE = (1 / (255 * np.array(STD))).astype(np.float32)[:, None, None]
_SHIFT = (-np.array(MEAN) / np.array(STD)).astype(np.float32)[:, None, None]


def scaled(width, height):
    """The size of a picture when its shorter side is 256, as torchvision computes it."""
    if width <= height:
        return SHORTER, SHORTER * height // width
    return SHORTER * width // height, SHORTER


def crop(array):
    """The middle of an H×W×3 array; halves go to the even neighbour, as in torchvision."""
    top, left = (round((n - SIDE) / 2) for n in array.shape[:2])
    return array[top : top + SIDE, left : left + SIDE]


def normalized(array):
    """The C×H×W float32 tensor of a 224×224×3 uint8 array."""
    planes = np.ascontiguousarray(array.transpose(2, 0, 1))  # first: arithmetic pixel by pixel is slow in NumPy
    out = np.multiply(planes, _SCALE, dtype=np.float32)
    out += _SHIFT
    return out
