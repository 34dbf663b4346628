"""Goldens of histograms and levels by OpenCV, scikit-image and published formulas: exposure.npz, exposure.json.

    pip install opencv-python-headless==5.0.0.93 scikit-image==0.26.0 scipy==1.17.1 pillow==12.0.0 numpy==2.4.6
"""

import cv2
import numpy as np
from skimage import exposure, filters

from goldens import Group, gray, photo, planes


def main():
    g = Group("exposure")
    rgb = photo()
    other = photo("chelsea.jpg", (100, 80, 122, 98))
    g.source("rgb", planes(rgb))
    g.source("gray", planes(gray(rgb)))
    g.source("flat", np.full((1, 5, 7), 90, np.uint8))
    g.source("unit", g.arrays["rgb"].astype(np.float32) / np.float32(255))
    g.source("unit_gray", g.arrays["gray"].astype(np.float32) / np.float32(255))
    noise = g.source("noise", np.random.default_rng(3).normal(0.4, 0.3, (3, 9, 11)).astype(np.float32))

    def each(src, function):
        return np.stack([function(c) for c in g.arrays[src]])

    for src in ["rgb", "gray", "flat"]:
        g.add({"equalize": {"method": "opencv"}}, src, each(src, cv2.equalizeHist))
        for limit, columns, rows in [(2, 8, 8), (40, 4, 4), (4, 3, 5), (0.5, 1, 1), (1000, 2, 2)]:
            clahe = cv2.createCLAHE(limit, (columns, rows))
            g.add({"clahe": {"clip_limit": limit, "columns": columns, "rows": rows}}, src, each(src, clahe.apply))

    kinds = {"binary": cv2.THRESH_BINARY, "binary_inv": cv2.THRESH_BINARY_INV, "trunc": cv2.THRESH_TRUNC,
             "tozero": cv2.THRESH_TOZERO, "tozero_inv": cv2.THRESH_TOZERO_INV}
    for kind, flag in kinds.items():
        for src, value, top in [("rgb", 90, 200), ("gray", 90, 255), ("noise", 0.5, 1), ("unit", 0.25, 0.75)]:
            want = each(src, lambda c: cv2.threshold(c, value, top, flag)[1])
            g.add({"threshold": {"value": value, "max": top, "kind": kind}}, src, want)
    for src in ["rgb", "gray"]:
        g.add("otsu", src, each(src, lambda c: cv2.threshold(c, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]))
    flat = g.arrays["flat"]
    g.add("otsu", "flat", flat > filters.threshold_otsu(flat))  # OpenCV has the threshold 0 there
    for src in ["unit", "unit_gray", "noise"]:
        g.add("otsu", src, each(src, lambda c: (c > filters.threshold_otsu(c)).astype(np.float32)))
        g.add({"otsu": {"invert": True}}, src, each(src, lambda c: (c <= filters.threshold_otsu(c)).astype(np.float32)))

    lut = np.random.default_rng(5).integers(0, 256, 256, dtype=np.uint8)
    g.add({"lut": {"table": lut.tolist()}}, "rgb", cv2.LUT(rgb, lut).transpose(2, 0, 1))
    nodes = np.arange(256) / 255
    g.add({"lut": {"table": lut.tolist()}}, "noise", np.interp(noise.astype(np.float64), nodes, lut / 255.0), 2e-5)

    counts = [np.bincount(other[..., c].ravel(), minlength=256).tolist() for c in range(3)]
    matched = each("rgb", lambda c: c.astype(np.float64))
    for c in range(3):
        matched[c] = match(rgb[..., c], other[..., c])
    g.add({"match_histogram": {"reference": counts}}, "rgb", np.rint(matched).astype(np.uint8))
    g.add({"match_histogram": {"reference": counts}}, "unit", matched / 255, 2e-6)

    means = rgb.reshape(-1, 3).mean(0)
    balanced = rgb * (means.mean() / means)
    g.add("white_balance", "rgb", np.rint(balanced.clip(0, 255)).astype(np.uint8).transpose(2, 0, 1))
    g.add("white_balance", "unit", (balanced / 255).clip(0, 1).transpose(2, 0, 1), 1e-6)

    for black, white, low, high in [(20, 200, 0, 255), (60, 61, 10, 240), (0, 128, 255, 10)]:
        step = {"levels": {"black": black, "white": white, "out_black": low, "out_white": high}}
        want = exposure.rescale_intensity(rgb.astype(np.float64), (black, white), (low, high))
        g.add(step, "rgb", np.rint(want).astype(np.uint8).transpose(2, 0, 1))
    want = exposure.rescale_intensity(noise.astype(np.float64), (0.2, 0.7), (0.1, 0.9))
    g.add({"levels": {"black": 0.2, "white": 0.7, "out_black": 0.1, "out_white": 0.9}}, "noise", want, 1e-6)
    want = exposure.rescale_intensity(noise.astype(np.float64), (0.2, 0.7), (0, 1)) ** (1 / 1.8)
    g.add({"levels": {"black": 0.2, "white": 0.7, "gamma": 1.8}}, "noise", want, 1e-6)

    for src in ["rgb", "unit", "noise", "flat"]:
        x = g.arrays[src].astype(np.float64)
        x = x / 255 if g.arrays[src].dtype == np.uint8 else x
        # tf.image.per_image_standardization: https://www.tensorflow.org/api_docs/python/tf/image/per_image_standardization
        g.add("per_image_standardize", src, (x - x.mean()) / max(x.std(), 1 / np.sqrt(x.size)), 2e-6)
    g.add({"clamp": {}}, "noise", noise.clip(0, 1))
    g.add({"clamp": {"min": 30, "max": 99}}, "rgb", g.arrays["rgb"].clip(30, 99))
    g.save()


def match(source, template):
    """skimage.exposure.match_histograms without its cast to the type of the source."""
    return exposure.match_histograms(source.astype(np.float64), template.astype(np.float64))


main()
