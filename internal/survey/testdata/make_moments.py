"""Writes moments.json: mean and standard deviation by channel, of pictures as they are and after resizing, by NumPy in float64.

    pip install numpy==2.3.4 pillow==12.0.0
    python make_moments.py

The pictures are ../../../testdata/photos/*.jpg and ../../../testdata/fashion/train.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

here = Path(__file__).parent
root = here / "../../../testdata"


def moments(arrays):
    values = np.concatenate([a.reshape(-1, a.shape[-1]) for a in arrays]).astype(np.float64)
    return {"pixels": len(values), "mean": values.mean(axis=0).tolist(), "std": values.std(axis=0).tolist()}


def read(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


def normalized(image):
    """The preset pixels: resize, to_float, normalize in float32."""
    v = np.asarray(image.resize((32, 32), Image.Resampling.BILINEAR)).astype(np.float32) / np.float32(255)
    return (v - np.float32(0.5)) / np.float32(4)


sets = {
    "photos": sorted((root / "photos").glob("*.jpg")),
    "fashion": sorted((root / "fashion/train").glob("*/*.png")),
}
out = {
    name: {
        "pictures": moments([np.asarray(read(p)) / 255 for p in paths]),
        "pixels": moments([normalized(read(p)) for p in paths]),
    }
    for name, paths in sets.items()
}
(here / "moments.json").write_text(json.dumps(out, indent=1) + "\n")
