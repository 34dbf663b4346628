"""Goldens of linear filters, edges and frequencies by SciPy, scikit-image and OpenCV: linear.npz, linear.json.

    pip install scipy==1.17.1 scikit-image==0.26.0 opencv-python-headless==5.0.0.93 pillow==12.0.0 numpy==2.4.6
"""

import cv2
import numpy as np
from scipy import ndimage as ndi
from skimage import feature, filters

from goldens import Group, gray, photo, planes

SCIPY = {"edge": "nearest", "reflect": "mirror", "symmetric": "reflect", "constant": "constant", "wrap": "wrap"}


def main():
    g = Group("linear")
    rgb = photo()
    g.source("rgb", planes(rgb))
    g.source("gray", planes(gray(rgb)))
    g.source("noise", np.random.default_rng(3).random((1, 13, 17), dtype=np.float32))
    g.source("line", np.random.default_rng(4).random((1, 1, 9), dtype=np.float32))
    large = planes(gray(photo(box=(170, 40, 250, 110))))
    g.source("large", large)

    def exact(src):
        a = g.arrays[src].astype(np.float64)
        return a

    def units(src):
        a = exact(src)
        return a / 255 if g.arrays[src].dtype == np.uint8 else a

    def each(src, function, of=exact):
        return np.stack([function(c) for c in of(src)])

    def smooth(step, src, function, tolerance=1e-6):
        """Adds the golden of what keeps the type: float64 in the reference, rounded once in uint8."""
        want = each(src, function)
        if g.arrays[src].dtype == np.uint8:
            g.add(step, src, np.rint(want).clip(0, 255).astype(np.uint8), 1, 0.998)  # but for ties
        else:
            g.add(step, src, want, tolerance)

    for sigma in [0.3, 1, 2.6]:
        for border, mode in SCIPY.items():
            smooth({"gaussian_blur": {"sigma": sigma, "border": border}}, "noise", lambda c: ndi.gaussian_filter(c, sigma, mode=mode))
        smooth({"gaussian_blur": {"sigma": sigma}}, "gray", lambda c: ndi.gaussian_filter(c, sigma, mode="mirror"))
        smooth({"gaussian_blur": {"sigma": sigma, "border": "edge"}}, "line", lambda c: ndi.gaussian_filter(c, sigma, mode="nearest"))
    smooth({"gaussian_blur": {"sigma": 1.5, "sigma_y": 0.7}}, "noise", lambda c: ndi.gaussian_filter(c, (0.7, 1.5), mode="mirror"))
    smooth({"gaussian_blur": {"sigma": 1.5}}, "rgb", lambda c: ndi.gaussian_filter(c, 1.5, mode="mirror"))
    for size, sigma in [(5, 1.2), (9, 3)]:
        want = each("noise", lambda c: cv2.GaussianBlur(c.astype(np.float32), (size, size), sigma))
        g.add({"gaussian_blur": {"sigma": sigma, "size": size}}, "noise", want, 1e-6)
        want = each("gray", lambda c: cv2.GaussianBlur(c.astype(np.uint8), (size, size), sigma))
        g.add({"gaussian_blur": {"sigma": sigma, "size": size}}, "gray", want.astype(np.uint8), 1)

    for w, h in [(3, 3), (5, 1), (1, 7), (9, 5), (31, 27)]:
        for border, mode in SCIPY.items():
            smooth({"box_blur": {"width": w, "height": h, "border": border}}, "noise", lambda c: ndi.uniform_filter(c, (h, w), mode=mode))
    for size in [3, 7]:
        want = each("rgb", lambda c: cv2.blur(c.astype(np.uint8), (size, size)))
        g.add({"box_blur": {"size": size}}, "rgb", want.astype(np.uint8), 1, 0.98)

    kernels = {
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "asymmetric": (np.arange(15).reshape(3, 5) / 105.0).tolist(),
        "column": [[0.25], [0.5], [0.25]],
        "outer": np.outer([1, 2, -1], [0.5, 0.25, 0, 0.25, -1]).tolist(),
        "zero": [[0, 0, 0]],
    }
    for kernel in kernels.values():
        for border, mode in SCIPY.items():
            smooth({"convolve": {"kernel": kernel, "border": border}}, "noise", lambda c: ndi.correlate(c, np.array(kernel), mode=mode), 2e-6)
        smooth({"convolve": {"kernel": kernel, "flip": True}}, "noise", lambda c: ndi.convolve(c, np.array(kernel), mode="mirror"), 2e-6)
        smooth({"convolve": {"kernel": kernel, "offset": 12.5}}, "gray", lambda c: ndi.correlate(c, np.array(kernel), mode="mirror") + 12.5)

    for radius, amount in [(1, 1), (2, 1.5), (0.5, -0.7)]:
        step = {"unsharp_mask": {"radius": radius, "amount": amount, "border": "symmetric"}}
        g.add(step, "noise", each("noise", lambda c: filters.unsharp_mask(c, radius, amount)), 2e-6)
        want = each("rgb", lambda c: filters.unsharp_mask(c, radius, amount), units) * 255
        g.add(step, "rgb", np.rint(want).astype(np.uint8), 1, 0.999)

    for name in ["sobel", "scharr", "prewitt"]:
        function = getattr(filters, name)
        for src in ["noise", "gray", "line"]:
            for axis, number in [("magnitude", None), ("x", 1), ("y", 0)]:
                step = {name: {"axis": axis, "border": "symmetric"}}
                g.add(step, src, each(src, lambda c: function(c, axis=number, mode="reflect"), units), 1e-6)
    for axis, (dx, dy) in {"x": (1, 0), "y": (0, 1)}.items():
        f32 = lambda c: c.astype(np.float32)
        g.add({"sobel": {"axis": axis, "raw": True}}, "noise", each("noise", lambda c: cv2.Sobel(f32(c), cv2.CV_32F, dx, dy)), 2e-6)
        g.add({"scharr": {"axis": axis, "raw": True}}, "noise", each("noise", lambda c: cv2.Scharr(f32(c), cv2.CV_32F, dx, dy)), 6e-6)
        g.add({"prewitt": {"axis": axis, "raw": True, "border": "symmetric"}}, "noise", each("noise", lambda c: ndi.prewitt(c, axis=dx)), 2e-6)
    for size in [1, 3]:
        want = each("noise", lambda c: cv2.Laplacian(c.astype(np.float32), cv2.CV_32F, ksize=size))
        g.add({"laplacian": {"size": size}}, "noise", want, 4e-6)
    g.add({"laplacian": {"border": "symmetric"}}, "gray", each("gray", ndi.laplace, units), 2e-6)
    for sigma in [0.8, 2]:
        for src in ["noise", "gray"]:
            step = {"laplacian_of_gaussian": {"sigma": sigma, "border": "symmetric"}}
            g.add(step, src, each(src, lambda c: ndi.gaussian_laplace(c, sigma), units), 2e-6)
    for src in ["noise", "gray"]:
        want = each(src, lambda c: filters.difference_of_gaussians(c, 1.2, 2.5), units)
        g.add({"difference_of_gaussians": {"low": 1.2, "high": 2.5, "border": "edge"}}, src, want, 1e-6)

    for size, sigma, angle, wave, gamma, phase in [(15, 3, 45, 8, 0.5, 0), (7, 2, 20, 4, 1, 90), (9, 1.5, -70, 5, 0.8, 30)]:
        kernel = cv2.getGaborKernel((size, size), sigma, np.radians(angle), wave, gamma, np.radians(phase), ktype=cv2.CV_64F)
        step = {"gabor": {"size": size, "sigma": sigma, "angle": angle, "wavelength": wave, "gamma": gamma, "phase": phase}}
        g.add(step, "noise", each("noise", lambda c: ndi.correlate(c, kernel, mode="mirror")), 2e-5)

    for size, color, space in [(7, 0.1, 3), (5, 0.5, 2), (9, 0.02, 10)]:
        step = {"bilateral": {"size": size, "sigma_color": color, "sigma_space": space}}
        want = each("noise", lambda c: cv2.bilateralFilter(c.astype(np.float32), size, color, space))
        g.add(step, "noise", want, 2e-3)  # OpenCV's table of weights is coarser
        g.add(step, "noise", each("noise", lambda c: bilateral(c[..., None], size, color, space)[..., 0]), 3e-6)
        step = {"bilateral": {"size": size, "sigma_color": color * 255, "sigma_space": space}}
        equal = 0.5 if size == 5 else 0.99  # there OpenCV is off by one more often
        g.add(step, "gray", each("gray", lambda c: cv2.bilateralFilter(c.astype(np.uint8), size, color * 255, space)), 1, equal)
        want = cv2.bilateralFilter(np.ascontiguousarray(rgb), size, color * 255, space)
        g.add(step, "rgb", planes(want), 1, equal)

    for sigma, low, high in [(1, 0.1, 0.2), (2, 0.05, 0.15), (0.6, 0.3, 0.9)]:
        step = {"canny": {"sigma": sigma, "low": low, "high": high}}
        for src in ["large", "noise"]:
            edges = each(src, lambda c: feature.canny(c, sigma, low, high), units)
            if src == "large":
                g.add(step, src, edges.astype(np.uint8) * 255, 255, 0.995)
            else:
                g.add(step, src, edges.astype(np.float32), 1, 0.995)

    for src in ["noise", "gray", "line"]:
        for cutoff, order in [(0.1, 2), (0.3, 8), (0.02, 1)]:
            low = each(src, lambda c: filters.butterworth(c, cutoff, False, order), units)
            high = each(src, lambda c: filters.butterworth(c, cutoff, True, order), units)
            g.add({"low_pass": {"cutoff": cutoff, "order": order}}, src, low, 1e-6)
            g.add({"high_pass": {"cutoff": cutoff, "order": order}}, src, high, 1e-6)

    for src, sigma in [("rgb", 2), ("noise", 1)]:
        g.add({"local_contrast_normalize": {"sigma": sigma}}, src, local_contrast(units(src), sigma), 2e-5)

    for size, offset in [(3, 2), (11, 2), (7, -3.5)]:
        for method, flag in [("mean", cv2.ADAPTIVE_THRESH_MEAN_C), ("gaussian", cv2.ADAPTIVE_THRESH_GAUSSIAN_C)]:
            for invert, kind in [(False, cv2.THRESH_BINARY), (True, cv2.THRESH_BINARY_INV)]:
                want = each("large", lambda c: cv2.adaptiveThreshold(c.astype(np.uint8), 255, flag, kind, size, offset))
                step = {"adaptive_threshold": {"size": size, "offset": offset, "method": method, "invert": invert}}
                g.add(step, "large", want.astype(np.uint8), 255, 1.0 if method == "mean" else 0.98)
    g.save()


def bilateral(x, size, color, space):
    """The formula, on H×W×C."""
    r = size // 2
    padded = np.pad(x, ((r, r), (r, r), (0, 0)), mode="reflect")
    h, w, _ = x.shape
    total, weights = np.zeros_like(x), np.zeros((h, w, 1))
    for j in range(-r, r + 1):
        for i in range(-r, r + 1):
            if j * j + i * i > r * r:
                continue
            v = padded[r + j : r + j + h, r + i : r + i + w]
            delta = np.abs(v - x).sum(-1, keepdims=True)
            weight = np.exp(-(j * j + i * i) / (2 * space**2) - delta**2 / (2 * color**2))
            total += weight * v
            weights += weight
    return total / weights


def local_contrast(x, sigma):
    """Jarrett et al. 2009, section 2, on C×H×W."""
    blur = lambda a: ndi.gaussian_filter(a, sigma, mode="mirror")
    v = x - blur(x.mean(0))
    deviation = np.sqrt(blur((v**2).mean(0)))
    return v / np.maximum(deviation, deviation.mean())


main()
