#!/usr/bin/env python3
"""Makes deskew.npz beside this script. README.md says what it is.

pip install numpy==2.4.6 scipy==1.17.1 opencv-python-headless==5.0.0.93
"""

import os

import cv2
import numpy as np
import scipy
from scipy.ndimage import affine_transform

assert np.__version__ == "2.4.6" and scipy.__version__ == "1.17.1" and cv2.__version__ == "5.0.0", "other versions"

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20261126)


def stroke(h, w):
    """A slanted, blurred stroke with a hook, and a little noise."""
    a = np.zeros((h, w), np.float32)
    x0, x1 = rng.uniform(0.1, 0.9, 2) * w
    cv2.line(a, (int(x0), 2), (int(x1), h - 3), 1, 2)
    cv2.line(a, (int(x1), h - 3), (int(w * rng.random()), h // 2), 1, 2)
    a = cv2.GaussianBlur(a, (3, 3), 0)
    a[rng.random((h, w)) < 0.02] = rng.random()
    return np.round(a * 255).astype(np.uint8)


def exact(a):
    """The formula in float64, sheared by SciPy."""
    a = a.astype(np.float64) / 255
    y, x = np.indices(a.shape)
    m = a.sum()
    dx, dy = x - (a * x).sum() / m, y - (a * y).sum() / m
    skew = (a * dx * dy).sum() / (a * dy * dy).sum()
    return affine_transform(a, [[1, 0], [skew, 1]], [0, -0.5 * a.shape[0] * skew], order=1, mode="grid-constant")


def tutorial(img):
    """deskew of https://docs.opencv.org/4.x/dd/d3b/tutorial_py_svm_opencv.html, for any size."""
    m = cv2.moments(img)
    if abs(m["mu02"]) < 1e-2:
        return img.copy()
    skew = m["mu11"] / m["mu02"]
    h, w = img.shape[:2]
    M = np.float32([[1, skew, -0.5 * h * skew], [0, 1, 0]])
    return cv2.warpAffine(img, M, (w, h), flags=cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR)


arrays = {}
for i, (h, w) in enumerate([(28, 28), (28, 28), (20, 20), (17, 31), (40, 13)]):
    a = stroke(h, w)
    arrays[f"src_{i}"] = a
    arrays[f"exact_{i}"] = exact(a).astype(np.float32)
    arrays[f"opencv_{i}"] = tutorial(a)
    arrays[f"opencvf_{i}"] = tutorial(a.astype(np.float32) / 255)
for name, a in {"empty": np.zeros((5, 7), np.uint8), "row": np.full((1, 7), 200, np.uint8)}.items():
    arrays[f"src_{name}"] = a
    arrays[f"opencv_{name}"] = tutorial(a)
np.savez_compressed(os.path.join(HERE, "deskew.npz"), **arrays)
