#!/usr/bin/env python3
"""Makes resize.npz, geometry.npz and sizes.json beside this script. README.md says what they are.

pip install numpy==2.4.6 pillow==12.0.0 torch==2.15.0 torchvision==0.29.2
"""

import json
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
rng = np.random.default_rng(20240607)

FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "hamming": Image.Resampling.HAMMING,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos3": Image.Resampling.LANCZOS,
}


def noise(h, w, c=1):
    """Half noise, half hard edges, so that overshoot is clipped between the passes."""
    a = rng.integers(0, 256, (h, w, c), dtype=np.uint8)
    a[rng.random((h, w)) < 0.25] = 255
    a[rng.random((h, w)) < 0.25] = 0
    return a[:, :, 0] if c == 1 else a


def with_alpha(h, w, c):
    a = noise(h, w, c)
    a[:, :, -1] = rng.integers(0, 256, (h, w), dtype=np.uint8)
    a[rng.random((h, w)) < 0.2, -1] = 0
    a[rng.random((h, w)) < 0.2, -1] = 255
    return a


def resize():
    """src_NAME: the inputs, H×W or H×W×C; NAME_FILTER_HxW: the results."""
    cases = {
        # name: (mode, input, result sizes)
        "dot": ("RGB", noise(1, 1, 3), [(1, 1), (4, 7)]),
        "row": ("RGB", noise(1, 13, 3), [(1, 5), (3, 13), (2, 29)]),
        "column": ("L", noise(13, 1), [(5, 1), (13, 3), (29, 2)]),
        "rgb": ("RGB", noise(19, 23, 3), [(1, 1), (7, 5), (19, 11), (8, 23), (31, 14), (40, 37)]),
        "rgba": ("RGBA", with_alpha(17, 12, 4), [(5, 7), (17, 12), (17, 5), (29, 19)]),
        "la": ("LA", with_alpha(9, 14, 2), [(4, 5), (21, 9)]),
        "tall": ("L", noise(307, 3), [(5, 2), (20, 9), (400, 2)]),
        "float": ("F", rng.random((21, 16), dtype=np.float32), [(1, 1), (5, 6), (21, 7), (33, 20)]),
        "long": ("F", rng.random((2, 900), dtype=np.float32), [(2, 7), (3, 11)]),
    }
    arrays = {}
    for name, (mode, src, sizes) in cases.items():
        arrays[f"src_{name}"] = src
        img = Image.fromarray(src)
        assert img.mode == mode, (img.mode, mode)
        for h, w in sizes:
            for filter, code in FILTERS.items():
                arrays[f"{name}_{filter}_{h}x{w}"] = np.asarray(img.resize((w, h), code))
    return arrays


def torch_resize(arrays):
    """torch_src: C×H×W in 0..1; torch_FILTER_HxW: torchvision's results with antialias=True."""
    src = rng.random((3, 27, 40), dtype=np.float32)
    arrays["torch_src"] = src
    modes = {"bilinear": F.InterpolationMode.BILINEAR, "bicubic": F.InterpolationMode.BICUBIC}
    for filter, mode in modes.items():
        for h, w in [(10, 13), (27, 50), (54, 31)]:
            out = F.resize(torch.from_numpy(src), [h, w], mode, antialias=True)
            arrays[f"torch_{filter}_{h}x{w}"] = out.numpy()


def geometry():
    """Results of moving the pixels of src, 2×5×7 with the numbers 0..69, and dot, 2×1×1 with 200 and 100."""
    src = np.arange(70, dtype=np.uint8).reshape(2, 5, 7)
    dot = np.array([200, 100], dtype=np.uint8).reshape(2, 1, 1)
    arrays = {"src": src, "dot": dot}
    for name, a in (("src", src), ("dot", dot)):
        for mode in ("edge", "reflect", "symmetric", "wrap"):
            for t, r, b, l in [(0, 0, 0, 0), (1, 2, 3, 4), (4, 6, 0, 1), (23, 15, 12, 31)]:
                arrays[f"{name}_pad_{mode}_{t}_{r}_{b}_{l}"] = np.pad(a, ((0, 0), (t, b), (l, r)), mode)
        for t, r, b, l in [(1, 2, 3, 4), (0, 9, 0, 0)]:
            planes = [np.pad(p, ((t, b), (l, r)), constant_values=v) for p, v in zip(a, (7, 250))]
            arrays[f"{name}_pad_constant_{t}_{r}_{b}_{l}"] = np.stack(planes)
    # Negative amounts take pixels away.
    for t, r, b, l in [(-1, 2, 3, -4), (-2, -3, -1, -1)]:
        out = torch.nn.functional.pad(torch.from_numpy(src), (l, r, t, b), value=9)
        arrays[f"src_negative_{t}_{r}_{b}_{l}"] = out.numpy()
    for k in range(-3, 4):
        arrays[f"src_rot90_{k}"] = np.rot90(src, k or 1, axes=(1, 2))
    arrays["src_flip_horizontal"] = src[:, :, ::-1]
    arrays["src_flip_vertical"] = src[:, ::-1]
    for name, method in (("transpose", Image.Transpose.TRANSPOSE), ("transverse", Image.Transpose.TRANSVERSE)):
        arrays[f"src_{name}"] = np.stack([np.asarray(Image.fromarray(p).transpose(method)) for p in src])
    for h in (1, 2, 3, 4, 5, 6, 7, 8, 12):
        for w in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15):
            arrays[f"src_center_{h}_{w}"] = F.center_crop(torch.from_numpy(src), [h, w]).numpy()
    unit = F.to_tensor(np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, 2))
    arrays["to_float"] = unit.numpy()
    arrays["normalize"] = F.normalize(unit, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]).numpy()
    return {name: np.ascontiguousarray(a) for name, a in arrays.items()}


def sizes():
    """shorter: [h, w, n, new h, new w]; fit: [h, w, bound h, bound w, new h, new w]."""
    shorter, fit = [], []
    for _ in range(300):
        h, w = (int(v) for v in np.exp(rng.uniform(0, 9, 2)))
        n, bh, bw = (int(v) for v in np.exp(rng.uniform(0, 6, 3)))
        shorter.append([h, w, n, *F._compute_resized_output_size((h, w), [n])])
        try:
            out = ImageOps.contain(Image.new("1", (w, h)), (bw, bh), Image.Resampling.NEAREST)
        except ValueError:
            continue  # a side of 0, where we have 1
        fit.append([h, w, bh, bw, out.height, out.width])
    return {"shorter": shorter, "fit": fit}


def save(name, arrays):
    np.savez_compressed(os.path.join(HERE, name), **arrays)


arrays = resize()
torch_resize(arrays)
save("resize.npz", arrays)
save("geometry.npz", geometry())
with open(os.path.join(HERE, "sizes.json"), "w") as f:
    json.dump(sizes(), f, separators=(",", ":"))
    f.write("\n")
