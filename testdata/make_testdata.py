"""Makes fashion/ and photos/ (see README.md). Run with the versions below:

    pip install numpy==2.4.6 pillow==13.0.0 scikit-image==0.26.0 scikit-learn==1.9.1
    python make_testdata.py --fashion FOLDER

FOLDER holds Fashion-MNIST's four files (train-images-idx3-ubyte.gz …), from
https://github.com/zalandoresearch/fashion-mnist or from Debian's package dataset-fashion-mnist, which puts
them into /usr/share/datasets/fashion-mnist. `--check` makes nothing and reports what scikit-learn's softmax
attains on the pixels of fashion/.
"""

import argparse
import gzip
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
CLASSES = ["t_shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle_boot"]
PER_CLASS = {"train": 100, "test": 30}
PHOTO_SIDE = 512  # longest side of a photo, in pixels
PHOTO_BYTES = 60_000  # a photo's file is no larger
ORIENTATION = 0x0112  # EXIF tag


def read_idx(folder, prefix):
    """Returns the images, n×28×28, and the labels, n, of one part of Fashion-MNIST."""
    with gzip.open(folder / f"{prefix}-labels-idx1-ubyte.gz") as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8)
    with gzip.open(folder / f"{prefix}-images-idx3-ubyte.gz") as f:
        images = np.frombuffer(f.read(), np.uint8, offset=16)
    return images.reshape(len(labels), 28, 28), labels


def make_fashion(folder):
    """Writes the first images of each class, named by their index in the original file."""
    for part, prefix in [("train", "train"), ("test", "t10k")]:
        images, labels = read_idx(folder, prefix)
        for label, name in enumerate(CLASSES):
            out = HERE / "fashion" / part / name
            out.mkdir(parents=True, exist_ok=True)
            for i in np.flatnonzero(labels == label)[: PER_CLASS[part]]:
                Image.fromarray(images[i]).save(out / f"{i:05d}.png", optimize=True)


def save_photo(image, name, exif=None):
    """Writes the best quality of JPEG (4:2:0) that is no larger than PHOTO_BYTES."""
    path = HERE / "photos" / name
    for quality in range(92, 40, -1):
        image.save(path, quality=quality, optimize=True, exif=exif or b"")
        if path.stat().st_size <= PHOTO_BYTES:
            return


def make_photos():
    from skimage import data

    for name in ["astronaut", "chelsea", "coffee", "rocket"]:
        image = Image.fromarray(getattr(data, name)())
        image.thumbnail((PHOTO_SIDE, PHOTO_SIDE), Image.Resampling.LANCZOS)
        if name != "coffee":
            save_photo(image, f"{name}.jpg")
            continue
        # As a phone held upright stores it: turned left, and EXIF says "turn right to show" (orientation 6).
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        save_photo(image.transpose(Image.Transpose.ROTATE_90), "coffee_exif6.jpg", exif)


def read_folder(part):
    paths = sorted((HERE / "fashion" / part).glob("*/*.png"))
    pixels = np.array([np.asarray(Image.open(p), np.float32).ravel() / 255 for p in paths])
    return pixels, [p.parent.name for p in paths]


def check():
    from sklearn.linear_model import LogisticRegression

    (x, y), (xt, yt) = read_folder("train"), read_folder("test")
    for c in [0.01, 0.1, 1]:
        score = LogisticRegression(C=c, max_iter=2000).fit(x, y).score(xt, yt)
        print(f"softmax on pixels, {len(y)} train, {len(yt)} test, C={c}: accuracy {score:.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--fashion", type=Path, default=Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if args.check:
        check()
    else:
        make_fashion(args.fashion)
        make_photos()
