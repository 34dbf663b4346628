"""What the scripts of goldens share: pictures, and a group of goldens with its index.

A group is GROUP.npz, which has the arrays, and GROUP.json, which has for each golden the step's configuration, the names of the
source and of the result, and by how much results may differ: `tolerance` for all values, and `exact`, the part of the
values that have to be equal.
"""

import json
import pathlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
PHOTOS = HERE / "../../testdata/photos"


def photo(name="astronaut.jpg", box=(190, 70, 190 + 26, 70 + 21)):
    """Returns a part of a photo, H×W×3 in uint8."""
    return np.asarray(Image.open(PHOTOS / name).convert("RGB").crop(box))


def gray(rgb):
    return np.asarray(Image.fromarray(rgb).convert("L"))


def planes(a):
    """Returns H×W or H×W×C as C×H×W."""
    a = np.asarray(a)
    return np.ascontiguousarray(a[None] if a.ndim == 2 else a.transpose(2, 0, 1))


class Group:
    def __init__(self, name):
        self.name, self.arrays, self.index = name, {}, []

    def source(self, name, a):
        """Adds a source, C×H×W, and returns it."""
        self.arrays[name] = np.asarray(a)
        return self.arrays[name]

    def add(self, step, src, want, tolerance=0.0, exact=0.0):
        """Adds what step makes of the source src, C×H×W."""
        want = np.asarray(want)
        if want.dtype == np.float64:
            want = want.astype(np.float32)
        if want.dtype == np.bool_:
            want = want.astype(np.uint8)
        name = f"g{len(self.index):03}"
        self.arrays[name] = np.ascontiguousarray(want)
        entry = {"step": step, "src": src, "want": name}
        if tolerance:
            entry["tolerance"] = tolerance
        if exact:
            entry["exact"] = exact
        self.index.append(entry)

    def save(self):
        np.savez_compressed(HERE / f"{self.name}.npz", **self.arrays)
        lines = ",\n".join(json.dumps(e) for e in self.index)
        (HERE / f"{self.name}.json").write_text(f"[\n{lines}\n]\n")
        size = (HERE / f"{self.name}.npz").stat().st_size
        print(f"{self.name}: {len(self.index)} goldens, {size} bytes")
