"""Classifies the images below a folder, as one writes it with Pillow and scikit-learn: one row for each, in the order of the paths.

cli.py classify WEIGHTS CLASSES FOLDER PROCESSES    rows on standard output
cli.py version                                      the versions of the libraries
cli.py size                                         the bytes of what has to be installed
"""

import csv
import importlib.metadata
import os
import re
import sys
import sysconfig

SIDE = 32
BATCH = 256


def classifier(weights, classes):
    """scikit-learn's softmax regression with the weights in a file: those of the classes, then the biases."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    w = np.fromfile(weights, np.float32)
    n = len(classes)
    model = LogisticRegression()
    model.classes_ = np.array(classes)
    model.coef_, model.intercept_ = w[:-n].reshape(n, -1), w[-n:]
    return model


def features(path):
    import numpy as np
    from PIL import Image

    with Image.open(path) as image:
        image = image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.asarray(image, np.float32).transpose(2, 0, 1).ravel() / 255


def batches(paths, processes):
    if processes == 1:
        for i in range(0, len(paths), BATCH):
            yield paths[i : i + BATCH], [features(p) for p in paths[i : i + BATCH]]
        return
    import multiprocessing

    with multiprocessing.Pool(processes) as pool:
        rows = pool.imap(features, paths, chunksize=32)
        for i in range(0, len(paths), BATCH):
            part = paths[i : i + BATCH]
            yield part, [next(rows) for _ in part]


def classify(weights, classes, folder, processes):
    import numpy as np

    with open(classes, encoding="utf-8") as f:
        model = classifier(weights, f.read().splitlines())
    paths = sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["path", "class", "probability"])
    for part, x in batches(paths, int(processes)):
        p = model.predict_proba(np.stack(x))
        for path, best, row in zip(part, p.argmax(1), p):
            out.writerow([path, model.classes_[best], row[best]])
        sys.stdout.flush()


def version():
    names = ["numpy", "pillow", "scikit-learn"]
    print(f"Python {sys.version.split()[0]}, " + ", ".join(f"{n} {importlib.metadata.version(n)}" for n in names))


def needed(name, seen):
    """Adds a distribution and those that it requires."""
    if name in seen:
        return
    try:
        seen[name] = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return
    for r in seen[name].requires or []:
        if "extra ==" not in r:
            needed(re.match(r"[\w.-]+", r)[0].lower(), seen)


def size():
    seen = {}
    for name in ["pillow", "scikit-learn"]:
        needed(name, seen)
    packages = sum(os.path.getsize(p) for d in seen.values() for f in d.files or [] if os.path.isfile(p := d.locate_file(f)))
    interpreter = os.path.getsize(os.path.realpath(sys.executable))
    for d, folders, files in os.walk(sysconfig.get_path("stdlib")):
        folders[:] = [f for f in folders if f not in ("site-packages", "dist-packages", "test", "__pycache__")]
        interpreter += sum(os.path.getsize(p) for f in files if os.path.isfile(p := os.path.join(d, f)))
    print(packages, interpreter)


if __name__ == "__main__":
    {"classify": classify, "version": version, "size": size}[sys.argv[1]](*sys.argv[2:])
