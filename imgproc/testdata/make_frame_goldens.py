#!/usr/bin/env python3
"""Makes frame.npz beside this script. README.md says what it is.

pip install numpy==2.4.6 pillow==12.0.0 torch==2.15.0 torchvision==0.29.2
"""

import os

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image, ImageOps
from torchvision.transforms import functional as F

assert np.__version__ == "2.4.6" and PIL.__version__ == "12.0.0", "other versions"
assert torch.__version__.startswith("2.15.0") and torchvision.__version__.startswith("0.29.2"), "other versions"

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20261126)

FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos3": Image.Resampling.LANCZOS,
}
MODES = {"bilinear": F.InterpolationMode.BILINEAR, "bicubic": F.InterpolationMode.BICUBIC}


def frames(arrays):
    """letterbox_NAME_FILTER_HxW with the value 7, 90, 201, 33, and fill_NAME_FILTER_HxW."""
    alpha = rng.integers(0, 256, (12, 17, 4), dtype=np.uint8)
    alpha[rng.random((12, 17)) < 0.3, 3] = 0
    sources = {
        "gray": rng.integers(0, 256, (13, 22), dtype=np.uint8),
        "rgb": rng.integers(0, 256, (19, 11, 3), dtype=np.uint8),
        "rgba": alpha,
        "float": rng.random((9, 20), dtype=np.float32),
        "row": rng.integers(0, 256, (1, 15), dtype=np.uint8),
        "dot": rng.integers(0, 256, (1, 1, 3), dtype=np.uint8),
    }
    for name, src in sources.items():
        arrays[f"src_{name}"] = src
        img = Image.fromarray(src)
        value = (7, 90, 201, 33)[: len(img.getbands())]
        for filter, code in FILTERS.items():
            for h, w in [(8, 8), (12, 7), (7, 14), (19, 20)]:
                color = value if len(value) > 1 else value[0]
                if min(w / img.width, h / img.height) * min(img.size) > 0.5:  # else Pillow fails, where we have a side of 1
                    out = ImageOps.pad(img, (w, h), code, color)
                    arrays[f"letterbox_{name}_{filter}_{h}x{w}"] = np.asarray(out)
                arrays[f"fill_{name}_{filter}_{h}x{w}"] = np.asarray(ImageOps.fit(img, (w, h), code))


def resized_crop(arrays):
    """cropresize_NAME_FILTER_X_Y_W_H_HEIGHTxWIDTH of src_rgb and src_float."""
    for name in ("rgb", "float"):
        src = arrays[f"src_{name}"]
        for filter, mode in MODES.items():
            for x, y, w, h in [(0, 0, 11, 9), (3, 2, 5, 7), (10, 8, 1, 1)]:
                img = Image.fromarray(src)
                out = np.asarray(F.resized_crop(img, y, x, h, w, [6, 8], mode))
                arrays[f"cropresize_{name}_{filter}_{x}_{y}_{w}_{h}_6x8"] = out


def several(arrays):
    """fivecrop_H_W, tencrop_H_W and tencropvertical_H_W of src_planes, crop after crop."""
    src = np.arange(2 * 6 * 9, dtype=np.uint8).reshape(2, 6, 9)
    arrays["src_planes"] = src
    t = torch.from_numpy(src)
    for h, w in [(1, 1), (3, 4), (4, 5), (5, 2), (6, 9), (6, 4)]:
        arrays[f"fivecrop_{h}_{w}"] = torch.cat(F.five_crop(t, [h, w])).numpy()
        arrays[f"tencrop_{h}_{w}"] = torch.cat(F.ten_crop(t, [h, w])).numpy()
        arrays[f"tencropvertical_{h}_{w}"] = torch.cat(F.ten_crop(t, [h, w], vertical_flip=True)).numpy()


arrays = {}
frames(arrays)
resized_crop(arrays)
several(arrays)
np.savez_compressed(os.path.join(HERE, "frame.npz"), **arrays)
