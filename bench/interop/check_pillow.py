import os

from need import need

need("PIL")
import numpy as np
from PIL import Image

from expect import main, samples


def check(e, file):
    for folder in "folder", "webp", "jpeg":
        classes, paths, _ = samples(file(folder))
        assert classes == e.classes and len(paths) == len(e.paths), classes
    pictures = [
        os.path.join(file("folder"), e.classes[label], os.path.splitext(os.path.basename(path))[0] + ".png")
        for path, label in zip(e.paths, e.labels)
    ]
    e.pictures("folder", np.stack([np.asarray(Image.open(p)) for p in pictures]))
    webp = [p.replace("/folder/", "/webp/").replace(".png", ".webp") for p in pictures]
    e.pictures("webp", np.stack([np.asarray(Image.open(p).convert("RGB")) for p in webp]))
    jpeg = [Image.open(p.replace("/folder/", "/jpeg/").replace(".png", ".jpg")) for p in pictures]
    assert {(j.format, j.mode, j.size) for j in jpeg} == {("JPEG", "RGB", (24, 32))}
    mean = np.abs(np.stack([np.asarray(j) for j in jpeg]).astype(float) - e.hwc).mean()
    assert mean < 4, f"JPEG pictures differ by {mean} on the average"


main(check)
