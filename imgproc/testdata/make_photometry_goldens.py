"""Goldens of photometry by torchvision and Pillow: photometry.npz, photometry.json.

    pip install torch==2.15.0 torchvision==0.29.2 pillow==13.0.0 numpy==2.4.6
"""

import numpy as np
import torch
from PIL import Image, ImageOps
from torchvision.transforms.v2 import functional as F

from goldens import Group, gray, photo, planes


def main():
    g = Group("photometry")
    rgb = photo()
    g.source("rgb", planes(rgb))
    g.source("gray", planes(gray(rgb)))
    dark = g.source("dark", planes((rgb // 3 + 20).astype(np.uint8)))
    g.source("flat", np.full((1, 5, 7), 90, np.uint8))
    g.source("unit", g.arrays["rgb"].astype(np.float32) / np.float32(255))
    g.source("unit_gray", g.arrays["gray"].astype(np.float32) / np.float32(255))
    noise = np.random.default_rng(3).random((3, 9, 11), dtype=np.float32)
    g.source("noise", noise)

    def torch_golden(step, function, sources=("rgb", "gray", "unit", "unit_gray", "noise"), tolerance=2e-6, exact8=1.0):
        for src in sources:
            a = torch.from_numpy(g.arrays[src])
            want = function(a).numpy()
            if want.dtype == np.uint8:
                g.add(step, src, want, 0 if exact8 == 1.0 else 1, exact8)
            else:
                g.add(step, src, want, tolerance)

    for f in [0, 0.4, 1, 1.7]:
        torch_golden({"brightness": {"factor": f}}, lambda a: F.adjust_brightness(a, f))
        torch_golden({"contrast": {"factor": f}}, lambda a: F.adjust_contrast(a, f))
        torch_golden({"saturation": {"factor": f}}, lambda a: F.adjust_saturation(a, f))
        torch_golden({"sharpness": {"factor": f}}, lambda a: F.adjust_sharpness(a, f))
    for shift in [-0.5, -0.13, 0.0, 0.3, 0.5]:
        torch_golden({"hue": {"shift": shift}}, lambda a: F.adjust_hue(a, shift), tolerance=5e-6)
    torch_golden("grayscale", lambda a: F.rgb_to_grayscale(a, num_output_channels=a.shape[0]))
    for gamma, gain in [(0.45, 1), (2.2, 1), (1.3, 1.4)]:
        torch_golden({"gamma": {"gamma": gamma, "gain": gain}}, lambda a: F.adjust_gamma(a, gamma, gain))
    torch_golden("invert", F.invert)
    for bits in [1, 3, 8]:
        torch_golden({"posterize": {"bits": bits}}, lambda a: F.posterize(a, bits))
    torch_golden({"solarize": {"threshold": 100}}, lambda a: F.solarize(a, 100), ("rgb", "gray"))
    torch_golden({"solarize": {"threshold": 0.3}}, lambda a: F.solarize(a, 0.3), ("unit", "noise"))
    torch_golden("auto_contrast", F.autocontrast, ("unit", "unit_gray", "noise"))
    torch_golden("equalize", F.equalize, ("rgb", "gray", "dark", "flat", "unit", "noise"))

    for src in ["rgb", "gray", "dark", "flat"]:
        a = g.arrays[src]
        image = Image.fromarray(a[0] if len(a) == 1 else a.transpose(1, 2, 0))
        for cutoff in [0, 2, 17.5]:
            g.add({"auto_contrast": {"cutoff": cutoff}}, src, planes(ImageOps.autocontrast(image, cutoff)))
        g.add("equalize", src, planes(ImageOps.equalize(image)))
        g.add({"solarize": {}}, src, planes(ImageOps.solarize(image)))
    g.save()


main()
