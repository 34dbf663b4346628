"""Goldens of medians, morphology, labels and distances by SciPy and OpenCV: ranks.npz, ranks.json.

    pip install scipy==1.17.1 opencv-python-headless==5.0.0.93 pillow==12.0.0 numpy==2.4.6
"""

import cv2
import numpy as np
from scipy import ndimage as ndi

from goldens import Group, gray, photo, planes

SCIPY = {"edge": "nearest", "reflect": "mirror", "symmetric": "reflect", "constant": "constant", "wrap": "wrap"}


def main():
    g = Group("ranks")
    rgb = photo()
    rng = np.random.default_rng(3)
    g.source("rgb", planes(rgb))
    g.source("gray", planes(gray(rgb)))
    g.source("noise", rng.random((1, 23, 37), dtype=np.float32))
    g.source("wide", rng.integers(0, 256, (1, 9, 150), dtype=np.uint8))
    g.source("line", rng.integers(0, 256, (1, 1, 40), dtype=np.uint8))
    g.source("blobs", (ndi.gaussian_filter(rng.random((1, 60, 70)), (0, 2, 2)) > 0.5).astype(np.uint8) * 255)
    g.source("dots", (rng.random((1, 40, 45)) > 0.03).astype(np.uint8))
    g.source("checker", np.indices((9, 12)).sum(0)[None] % 2 * np.float32(0.5))
    sources = ["rgb", "gray", "noise", "wide", "line"]

    def each(src, function):
        return np.stack([function(c) for c in g.arrays[src]])

    for size in [3, 5, 9, 21]:
        for src in sources:
            g.add({"median": {"size": size}}, src, each(src, lambda c: ndi.median_filter(c, size, mode="nearest")))
    for border, mode in SCIPY.items():
        for size in [3, 7]:
            for src in ["gray", "noise"]:
                want = each(src, lambda c: ndi.median_filter(c, size, mode=mode))
                g.add({"median": {"size": size, "border": border}}, src, want)
    g.add({"median": {"size": 3}}, "gray", each("gray", lambda c: cv2.medianBlur(c, 3)))

    mask = ["0100", "1101", "0011"]
    elements = [({}, np.ones((3, 3), np.uint8))]
    for w, h in [(15, 15), (5, 2), (1, 4), (17, 1), (40, 3), (2, 2), (99, 51)]:
        elements.append(({"width": w, "height": h}, np.ones((h, w), np.uint8)))
    for w, h in [(5, 5), (9, 7), (4, 6), (15, 15)]:
        for shape, flag in [("ellipse", cv2.MORPH_ELLIPSE), ("cross", cv2.MORPH_CROSS)]:
            elements.append(({"width": w, "height": h, "shape": shape}, cv2.getStructuringElement(flag, (w, h))))
    elements.append(({"mask": mask}, np.array([[int(v) for v in row] for row in mask], np.uint8)))
    for parameters, element in elements:
        for src in sources:
            g.add({"erode": parameters}, src, each(src, lambda c: cv2.erode(c, element)))
            g.add({"dilate": parameters}, src, each(src, lambda c: cv2.dilate(c, element)))
    names = {"open": cv2.MORPH_OPEN, "close": cv2.MORPH_CLOSE, "morph_gradient": cv2.MORPH_GRADIENT, "top_hat": cv2.MORPH_TOPHAT, "black_hat": cv2.MORPH_BLACKHAT}
    for name, flag in names.items():
        for src in ["rgb", "noise"]:
            for parameters, element in [elements[0], elements[2], elements[8]]:
                g.add({name: parameters}, src, each(src, lambda c: cv2.morphologyEx(c, flag, element)), 0 if src == "rgb" else 1e-6)
            want = each(src, lambda c: cv2.morphologyEx(c, flag, elements[0][1], iterations=2))
            g.add({name: {"iterations": 2}}, src, want, 0 if src == "rgb" else 1e-6)
    g.add({"erode": {"iterations": 3}}, "gray", each("gray", lambda c: cv2.erode(c, elements[0][1], iterations=3)))

    for src in ["blobs", "dots", "checker"]:
        for connectivity, structure in [(4, None), (8, np.ones((3, 3)))]:
            want = each(src, lambda c: ndi.label(c, structure)[0].astype(np.float32))
            g.add({"connected_components": {"connectivity": connectivity}}, src, want)
        g.add("distance_transform", src, each(src, lambda c: ndi.distance_transform_edt(c != 0)), 1e-5)
        g.add({"distance_transform": {"metric": "cityblock"}}, src, each(src, lambda c: ndi.distance_transform_cdt(c != 0, "taxicab").astype(np.float32)))
        g.add({"distance_transform": {"metric": "chessboard"}}, src, each(src, lambda c: ndi.distance_transform_cdt(c != 0, "chessboard").astype(np.float32)))
    for src in ["rgb", "noise", "line"]:
        scale = 255 if g.arrays[src].dtype == np.uint8 else 1
        want = each(src, lambda c: cv2.integral(c.astype(np.float64)) / scale)
        g.add("integral_image", src, want, want.max() * 1e-7)
    g.save()


main()
