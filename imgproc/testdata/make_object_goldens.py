"""Goldens of percentiles and of what is done to parts of black and white pictures, by SciPy and scikit-image: objects.npz,
objects.json.

    pip install scipy==1.17.1 scikit-image==0.26.0 pillow==12.0.0 numpy==2.4.6
"""

import numpy as np
from scipy import ndimage as ndi
from skimage import morphology

from goldens import Group


def main():
    g = Group("objects")
    rng = np.random.default_rng(5)
    g.source("blobs", (ndi.gaussian_filter(rng.random((2, 60, 70)), (0, 2, 2)) > 0.5).astype(np.uint8) * 255)
    g.source("grains", (ndi.gaussian_filter(rng.random((1, 50, 41)), (0, 0.7, 0.7)) > 0.5).astype(np.float32))
    g.source("noise", (rng.random((1, 45, 60)) > 0.4).astype(np.uint8) * 255)
    g.source("row", (rng.random((1, 1, 30)) > 0.4).astype(np.uint8) * 255)
    g.source("column", (rng.random((1, 30, 1)) > 0.4).astype(np.float32))
    for src in ["blobs", "grains", "noise", "row", "column"]:
        values = g.arrays[src]

        def add(step, function):
            want = np.stack([function(c != 0) for c in values])
            g.add(step, src, want.astype(values.dtype) * values.max())

        add("fill_holes", ndi.binary_fill_holes)
        add("remove_small_objects", lambda c: morphology.remove_small_objects(c, max_size=64))
        for size in [1, 5, 20]:
            for connectivity in [4, 8]:
                step = {"remove_small_objects": {"max_size": size, "connectivity": connectivity}}
                add(step, lambda c: morphology.remove_small_objects(c, max_size=size, connectivity=connectivity // 4))
        for mask in [[".1.", "110", ".00"], ["000", "010", "000"], ["10"], ["1", ".", "0", "0"], ["1"], ["0."]]:
            a = np.array([list(row) for row in mask])
            add({"hit_or_miss": {"mask": mask}}, lambda c: ndi.binary_hit_or_miss(c, a == "1", a == "0"))
    g.source("bytes", rng.integers(0, 256, (2, 17, 21), dtype=np.uint8))
    g.source("floats", rng.standard_normal((1, 19, 15), dtype=np.float32))
    for src in ["bytes", "floats", "row", "column"]:
        for size in [3, 5, 9]:
            for percent in [1, 20, 62.5, 100] if size > 3 else [0, 10, 50]:
                want = np.stack([ndi.percentile_filter(c, percent, size) for c in g.arrays[src]])
                g.add({"percentile": {"percent": percent, "size": size}}, src, want)
        want = np.stack([ndi.percentile_filter(c, 70, 5, mode="nearest") for c in g.arrays[src]])
        g.add({"percentile": {"percent": 70, "size": 5, "border": "edge"}}, src, want)
    g.save()


main()
