#!/usr/bin/env python3
"""Makes warp.npz and warp.json beside this script. README.md says what they are.

pip install numpy==2.4.6 scipy==1.17.1 torch==2.15.0 torchvision==0.29.2 opencv-python-headless==5.0.0.93
"""

import json
import os

import cv2
import numpy as np
import scipy
import torch
import torchvision
from scipy import ndimage
from scipy.interpolate import RBFInterpolator
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F
from torchvision.transforms import _functional_tensor as FT

assert np.__version__ == "2.4.6" and scipy.__version__ == "1.17.1" and cv2.__version__ == "5.0.0", "other versions"
assert torch.__version__.startswith("2.15.0") and torchvision.__version__.startswith("0.29.2"), "other versions"

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20241126)
MODES = {"nearest": InterpolationMode.NEAREST, "bilinear": InterpolationMode.BILINEAR}
BORDERS = {"constant": "grid-constant", "edge": "nearest", "reflect": "mirror", "symmetric": "reflect", "wrap": "grid-wrap"}

arrays, cases = {}, []


def case(stage, src, out, **config):
    """Notes that the stage with this configuration makes out of the array src."""
    name = f"out_{len(cases)}"
    arrays[name] = np.asarray(out, dtype=np.uint8 if src.startswith("byte") else np.float32)
    cases.append({"out": name, "stage": stage, "src": src, "config": {k: v for k, v in config.items() if v is not None}})


# Everything is computed in float64, from float32 values.
photo = rng.random((2, 9, 11)).astype(np.float32)
arrays["photo"] = photo
PHOTO = torch.from_numpy(photo.astype(np.float64))
byte = rng.integers(0, 256, (3, 15, 13), dtype=np.uint8)
arrays["byte"] = byte
BYTE = torch.from_numpy(byte)
FILL = [0.25, 0.75]


def filled(image, fill, warp):
    """warp(image) in float64 with a constant beyond the border. torchvision's own fill weighs pixels at the border twice."""
    image = image.to(torch.float64)
    return warp(image) + (1 - warp(torch.ones_like(image))) * torch.tensor(fill, dtype=torch.float64)[:, None, None]



# torchvision: rotate, affine, perspective.
for angle in [15, -45, 90, 180, 271.5, 1000.25]:
    for mode, interpolation in MODES.items():
        for expand in [False, True]:
            out = F.rotate(PHOTO, angle, interpolation, expand=expand)
            case("rotate", "photo", out, angle=angle, filter=mode, expand=expand)
    case("rotate", "photo", filled(PHOTO, FILL, lambda i: F.rotate(i, angle, MODES["bilinear"], center=[4, 6.5])), angle=angle, center=[4, 6.5], value=FILL)
    case("rotate", "photo", F.rotate(PHOTO, angle, MODES["bilinear"], center=[4, 6.5], expand=True), angle=angle, center=[4, 6.5], expand=True)
    case("rotate", "byte", filled(BYTE, [7, 100, 250], lambda i: F.rotate(i, angle, MODES["bilinear"])).round(), angle=angle, value=[7, 100, 250])
    case("rotate", "byte", F.rotate(BYTE, angle + 1.5, MODES["nearest"], expand=True), angle=angle + 1.5, expand=True, filter="nearest")
for angle, translate, scale, shear, center in [
    (0, [0, 0], 1.0, [0.0, 0.0], None),
    (30, [2, -1], 1.25, [0.0, 0.0], None),
    (-12.5, [0.5, 3.25], 0.7, [10.0, -20.0], None),
    (200, [0, 0], 0.3, [-45.0, 60.0], [3, 7]),
]:
    for mode, interpolation in MODES.items():
        out = F.affine(PHOTO, angle, translate, scale, shear, interpolation, center=center)
        case("affine_map", "photo", out, Angle=angle, Translate=translate, Scale=scale, Shear=shear, Center=center, filter=mode)
for x, y in [(10, 0), (0, 25), (-40, 12.5), (80, -3)]:
    case("shear", "photo", filled(PHOTO, FILL, lambda i: F.affine(i, 0.0, [0, 0], 1.0, [float(x), float(y)], MODES["bilinear"])), x=x, y=y, value=FILL)
CORNERS = [[0, 0], [10, 0], [10, 8], [0, 8]]
for end in [
    [[0, 0], [10, 0], [10, 8], [0, 8]],
    [[2.1, 1.2], [9.3, 3.1], [7.2, 7.3], [1.1, 5.4]],
    [[10, 0], [0, 0], [0, 8], [10, 8]],
    [[4.2, 3.1], [6.3, 2.2], [10, 8.1], [0.3, 8.4]],
    [[-4.1, 2.2], [12, -3.3], [9.1, 13.4], [3.2, 6]],
]:
    for mode, interpolation in MODES.items():
        case("perspective", "photo", F.perspective(PHOTO, CORNERS, end, interpolation), start=CORNERS, end=end, filter=mode)
    case("perspective", "photo", filled(PHOTO, FILL, lambda i: F.perspective(i, CORNERS, end)), start=CORNERS, end=end, value=FILL)

# SciPy: affine_transform and map_coordinates. Matrices go from the result to the source there, rows first.
SWAP = np.array([[0, 1], [1, 0]])
for matrix in [
    [[1, 0, 0], [0, 1, 0]],
    [[1, 0, 2.25], [0, 1, -3.5]],
    [[0.8, 0.6, 1], [-0.6, 0.8, 4]],
    [[2.5, 0.3, -4], [0.1, 1.75, 2]],
    [[0.2, 0.05, 5], [-0.1, 0.3, 4]],
    [[-0.9, 0.2, 10], [0.4, 1.1, -2]],
]:
    m = np.array(matrix, dtype=np.float64)
    inverse = np.linalg.inv(m[:, :2])
    offset = -inverse @ m[:, 2]
    for i, (border, mode) in enumerate(BORDERS.items()):
        height, width = [(9, 11), (6, 14)][i % 2]
        out = [ndimage.affine_transform(p, SWAP @ inverse @ SWAP, SWAP @ offset, (height, width), np.float64, 1, mode) for p in photo.astype(np.float64)]
        size = {} if height == 9 else {"height": height, "width": width}
        case("affine", "photo", out, matrix=matrix, border=border, **size)
    # torch: bicubic, with a = -3/4.
    ys, xs = np.mgrid[0:9, 0:11]
    places = np.einsum("ij,jyx->yxi", inverse, np.stack([xs, ys]).astype(np.float64)) + offset
    grid = torch.from_numpy((2 * places + 1) / np.array([11, 9]) - 1)[None]
    for border, padding in [("constant", "zeros"), ("edge", "border"), ("symmetric", "reflection")]:
        out = torch.nn.functional.grid_sample(PHOTO[None], grid, "bicubic", padding, align_corners=False)[0]
        case("affine", "photo", out, matrix=matrix, border=border, filter="bicubic")
for border, mode in BORDERS.items():
    x = (rng.random((5, 8)) * 22 - 6).astype(np.float32)
    y = (rng.random((5, 8)) * 20 - 6).astype(np.float32)
    out = [ndimage.map_coordinates(p, [y.astype(np.float64), x.astype(np.float64)], np.float64, 1, mode) for p in photo.astype(np.float64)]
    arrays[f"x_{border}"], arrays[f"y_{border}"] = x[None], y[None]
    case("remap", "photo", out, border=border, x=f"x_{border}", y=f"y_{border}")

# SciPy: RBFInterpolator.
for source, target, size, border in [
    ([[0, 0], [10, 0], [0, 8]], [[1, 0.5], [9, 2], [0, 7]], (9, 11), "constant"),
    ([[0, 0], [10, 0], [0, 8], [10, 8]], [[0, 0], [10, 0], [0, 8], [10, 8]], (9, 11), "constant"),
    ([[0, 0], [10, 0], [0, 8], [10, 8], [5, 4]], [[0, 0], [10, 0], [0, 8], [10, 8], [6.5, 3]], (12, 14), "edge"),
    ([[1, 1], [8, 2], [2.5, 6], [9, 7], [5, 4], [3, 3]], [[0, 2], [9, 0], [4, 5], [7, 8], [6, 4], [2, 2.5]], (9, 11), "reflect"),
]:
    f = RBFInterpolator(np.array(target, np.float64), np.array(source, np.float64), kernel="thin_plate_spline", degree=1)
    ys, xs = np.mgrid[0 : size[0], 0 : size[1]]
    places = f(np.stack([xs.ravel(), ys.ravel()], 1).astype(np.float64)).reshape(*size, 2)
    out = [ndimage.map_coordinates(p, [places[..., 1], places[..., 0]], np.float64, 1, BORDERS[border]) for p in photo.astype(np.float64)]
    size = {} if size == (9, 11) else {"height": size[0], "width": size[1]}
    case("thin_plate_spline", "photo", out, source=source, target=target, border=border, **size)

# torchvision: elastic_transform, of random numbers that Go can draw, too.
arrays["tall"] = rng.random((1, 22, 27)).astype(np.float32)


def noise(seed, first, h, w):
    """Numbers of SplitMix64, in -1..1."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.arange(first, first + h * w, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    u = (z >> np.uint64(40)).astype(np.float64) / 2**24
    return torch.from_numpy(u.reshape(1, 1, h, w)) * 2 - 1


for seed, alpha, sigma, mode in [(0, 50.0, 5.0, "bilinear"), (1234567890123, 20.0, 2.0, "bilinear"), (7, 9.0, 0.4, "bilinear"), (3, 50.0, 4.0, "nearest")]:
    h, w = 22, 27
    k = int(8 * sigma + 1) | 1
    dx = F.gaussian_blur(noise(seed, 0, h, w), [k, k], [sigma, sigma]) * alpha / w
    dy = F.gaussian_blur(noise(seed, h * w, h, w), [k, k], [sigma, sigma]) * alpha / h
    field = torch.concat([dx, dy], 1).permute([0, 2, 3, 1])
    out = F.elastic_transform(torch.from_numpy(arrays["tall"].astype(np.float64)), field, MODES[mode])
    case("elastic", "tall", out, seed=seed, alpha=alpha if alpha != 50 else None, sigma=sigma if sigma != 5 else None, filter=mode)

# OpenCV on a smooth picture: it rounds places to 1/32 of a pixel.
ys, xs = np.mgrid[0:40, 0:56]
smooth = np.stack([128 + 100 * np.sin(xs / 9 + c) * np.cos(ys / 11) for c in range(3)], -1).round().astype(np.uint8)
arrays["bytes_smooth"] = smooth.transpose(2, 0, 1)
for matrix in [[[0.9, 0.2, 3], [-0.25, 1.1, 6]], [[1.5, 0, -9.3], [0.1, 0.7, 4.4]]]:
    for mode, flag in [("bilinear", cv2.INTER_LINEAR), ("bicubic", cv2.INTER_CUBIC)]:
        out = cv2.warpAffine(smooth, np.array(matrix), (56, 40), flags=flag, borderMode=cv2.BORDER_REPLICATE)
        case("affine", "bytes_smooth", out.transpose(2, 0, 1), matrix=matrix, filter=mode, border="edge")

# Sizes of expanded rotations.
sizes = []
for _ in range(400):
    h, w = (int(v) for v in rng.integers(1, 3000 if rng.random() < 0.3 else 60, 2))
    angle = float(rng.integers(-40, 40) * 15 if rng.random() < 0.5 else round(rng.uniform(-400, 400), 3))
    ow, oh = FT._compute_affine_output_size(F._get_inverse_affine_matrix([0.0, 0.0], -angle, [0.0, 0.0], 1.0, [0.0, 0.0]), w, h)
    sizes.append([h, w, angle, oh, ow])

np.savez_compressed(os.path.join(HERE, "warp.npz"), **arrays)
with open(os.path.join(HERE, "warp.json"), "w") as f:
    json.dump({"cases": cases, "sizes": sizes}, f, separators=(",", ":"))
    f.write("\n")
print(len(cases), "cases")
