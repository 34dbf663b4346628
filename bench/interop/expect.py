"""What the outputs should have, computed by Pillow and NumPy alone: the pictures of a folder, 32x24, as uint8 and as float32."""
import os
import sys

import numpy as np
from PIL import Image, ImageOps

HEIGHT, WIDTH = 32, 24


def samples(folder):
    """Returns names of classes, paths and labels, in the order of the data set."""
    classes = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    paths, labels = [], []
    for label, name in enumerate(classes):
        for file in sorted(os.listdir(os.path.join(folder, name)), key=os.fsencode):
            paths.append(os.path.join(folder, name, file))
            labels.append(label)
    return classes, paths, np.array(labels, np.int64)


def picture(path):
    """Returns H x W x C, uint8."""
    im = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    return np.asarray(im.resize((WIDTH, HEIGHT), Image.BILINEAR))


class Expect:
    def __init__(self, folder):
        self.classes, self.paths, self.labels = samples(folder)
        self.hwc = np.stack([picture(p) for p in self.paths])
        self.chw = self.hwc.transpose(0, 3, 1, 2)
        self.floats = (self.chw.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)

    def same(self, what, got, want, tolerance=0):
        got, want = np.asarray(got), np.asarray(want)
        assert got.shape == want.shape, f"{what}: shape {got.shape}, want {want.shape}"
        assert got.dtype == want.dtype, f"{what}: dtype {got.dtype}, want {want.dtype}"
        if got.dtype.kind in "fiu":
            worst = np.abs(got.astype(np.float64) - want.astype(np.float64)).max()
            assert worst <= tolerance, f"{what}: differs by {worst}, at most {tolerance} allowed"
        else:
            assert (got == want).all(), f"{what}: {got[got != want][:3]}, want {want[got != want][:3]}"

    def pictures(self, what, got):
        self.same(what, got, self.hwc)

    def numbers(self, what, got, nhwc=False):
        self.same(what, got, self.floats.transpose(0, 2, 3, 1) if nhwc else self.floats, 1e-6)


def main(check):
    """Calls check(expect, file) where file("u.npz") is the path of an output."""
    folder, out = sys.argv[1:3]
    expect = Expect(folder)
    check(expect, lambda name: os.path.join(out, name))
    print("ok:", len(expect.paths), "samples")
