"""What Pillow reads of JPEG files that it saved: jpeg.npz.

    pip install pillow==12.0.0 numpy==2.4.6

A golden's name is SOURCE_QUALITY; sources are parts of a photo of this repository, C×H×W.
"""

import io
import pathlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
PHOTOS = HERE / "../../testdata/photos"


def saved(image, quality):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file)


def planes(image):
    a = np.asarray(image)
    return np.ascontiguousarray(a[None] if a.ndim == 2 else a.transpose(2, 0, 1))


def main():
    photo = Image.open(PHOTOS / "astronaut.jpg")
    noise = np.random.default_rng(1).integers(0, 256, (19, 23, 3), dtype=np.uint8)
    sources = {
        "photo": photo.crop((180, 60, 180 + 53, 60 + 38)),
        "gray": photo.crop((180, 60, 180 + 29, 60 + 27)).convert("L"),
        "noise": Image.fromarray(noise),
    }
    for w, h in [(1, 1), (2, 3), (4, 5), (5, 4), (6, 17), (16, 16), (17, 1), (1, 18)]:
        sources[f"{w}x{h}"] = photo.crop((200, 100, 200 + w, 100 + h))
    arrays = {}
    for name, image in sources.items():
        arrays[f"src_{name}"] = planes(image)
        for quality in [1, 10, 49, 50, 75, 95, 100]:
            arrays[f"{name}_{quality}"] = planes(saved(image, quality))
    np.savez_compressed(HERE / "jpeg.npz", **arrays)


main()
