#!/usr/bin/env python3
"""Makes filters.npz beside this script. README.md says what it is.

pip install numpy==2.4.6 pillow==12.0.0 torch==2.15.0 torchvision==0.29.2 opencv-python-headless==5.0.0.93 pyvips[binary]==3.2.0
"""

import os

import cv2
import numpy as np
import PIL
import pyvips
import torch
from PIL import Image
from torchvision.transforms import functional as F

assert np.__version__ == "2.4.6" and PIL.__version__ == "12.0.0" and cv2.__version__ == "5.0.0", "other versions"
assert torch.__version__.startswith("2.15.0") and pyvips.__version__ == "3.2.0", "other versions"

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20261130)


def sinc_window(lobes):
    return lambda x: np.where(np.abs(x) < lobes, np.sinc(x) * np.sinc(x / lobes), 0)


def cubic(b, c):
    """Mitchell and Netravali, eq. 8."""

    def f(x):
        x = np.abs(x)
        near = (12 - 9 * b - 6 * c) * x**3 + (-18 + 12 * b + 6 * c) * x**2 + (6 - 2 * b)
        far = (-b - 6 * c) * x**3 + (6 * b + 30 * c) * x**2 + (-12 * b - 48 * c) * x + (8 * b + 24 * c)
        return np.where(x < 1, near, np.where(x < 2, far, 0)) / 6

    return f


CURVES = {
    "lanczos3": (sinc_window(3), 3),
    "bicubic": (cubic(0, 0.5), 2),
    "lanczos2": (sinc_window(2), 2),
    "mitchell": (cubic(1 / 3, 1 / 3), 2),
    "gaussian": (lambda x: np.where(np.abs(x) <= 3, np.exp(-(x**2) / (2 * 0.5**2)), 0), 3),
}


def matrix(name, n, m):
    """m×n weights: all pixels whose centre is within the support, scaled to sum to 1. A side that keeps its length is left alone."""
    if n == m:
        return np.eye(n)
    scale = n / m
    if name == "area":  # how much of pixel j lies under pixel i of the result
        i, j = np.arange(m)[:, None], np.arange(n)[None]
        return np.clip(np.minimum(j + 1, (i + 1) * scale) - np.maximum(j, i * scale), 0, None) / scale
    curve, support = CURVES[name]
    stretch = max(scale, 1)
    distance = (np.arange(n)[None] + 0.5 - (np.arange(m)[:, None] + 0.5) * scale) / stretch
    w = np.where(np.abs(distance) <= support, curve(distance), 0)
    return w / w.sum(1, keepdims=True)


def resample(a, name, h, w):
    return matrix(name, a.shape[0], h) @ a.astype(np.float64) @ matrix(name, a.shape[1], w).T


def check():
    """The formula against Pillow for the filters that it has, and against libvips inside, where borders don't matter."""
    a = rng.random((90, 120), dtype=np.float32)
    for name, code in (("lanczos3", Image.Resampling.LANCZOS), ("bicubic", Image.Resampling.BICUBIC)):
        for h, w in ((31, 47), (200, 170)):
            assert np.abs(np.asarray(Image.fromarray(a).resize((w, h), code)) - resample(a, name, h, w)).max() < 1e-5
    img = pyvips.Image.new_from_array(a.astype(np.float64))
    for name in ("lanczos3", "lanczos2", "mitchell"):
        shrunk = img.reduce(2.5, 2.5, kernel=name).numpy()
        off = np.abs(shrunk - resample(a, name, 36, 48))[4:-4, 4:-4].max()
        assert off < 1e-6, (name, off)


def light(v):
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def code(v):
    return np.where(v <= 0.0031308, 12.92 * v, 1.055 * np.abs(v) ** (1 / 2.4) - 0.055)


def main():
    check()
    arrays = {}
    src = rng.integers(0, 256, (17, 21), dtype=np.uint8)
    src[:9, :9] = np.indices((9, 9)).sum(0) % 2 * 255
    unit = src.astype(np.float32) / np.float32(255)
    arrays["src"] = src
    sizes = [(1, 1), (7, 5), (17, 11), (5, 21), (34, 42), (23, 30), (9, 30)]
    for h, w in sizes:
        for name in ("lanczos2", "mitchell", "gaussian", "area"):
            arrays[f"float64_{name}_{h}x{w}"] = resample(unit, name, h, w)
        for name, kind in (("bilinear", cv2.INTER_LINEAR), ("bicubic", cv2.INTER_CUBIC)):
            arrays[f"sharp_{name}_{h}x{w}"] = cv2.resize(unit, (w, h), interpolation=kind)
            arrays[f"sharp8_{name}_{h}x{w}"] = cv2.resize(src, (w, h), interpolation=kind)
            mode = {"bilinear": F.InterpolationMode.BILINEAR, "bicubic": F.InterpolationMode.BICUBIC}[name]
            out = F.resize(torch.from_numpy(unit)[None], [h, w], mode, antialias=False).numpy()[0]
            arrays[f"torch_{name}_{h}x{w}"] = out
        # Where one side gets smaller and the other larger, OpenCV takes another filter for both.
        if (h <= 17) == (w <= 21):
            arrays[f"area_area_{h}x{w}"] = cv2.resize(unit, (w, h), interpolation=cv2.INTER_AREA)
            arrays[f"area8_area_{h}x{w}"] = cv2.resize(src, (w, h), interpolation=cv2.INTER_AREA)
        for name in ("bicubic", "lanczos3", "mitchell"):
            lit = code(resample(light(unit.astype(np.float64)), name, h, w))
            arrays[f"linear_{name}_{h}x{w}"] = lit
            assert np.abs(lit * 255 % 1 - 0.5).min() > 3e-5, "a value that float32 can't round"
            arrays[f"linear8_{name}_{h}x{w}"] = np.floor(np.clip(lit, 0, 1) * 255 + 0.5).astype(np.uint8)
    for name, a in arrays.items():
        if a.dtype == np.float64:
            arrays[name] = a.astype(np.float32)
    np.savez_compressed(os.path.join(HERE, "filters.npz"), **arrays)


main()
