import io

from need import need

need("tfrecord")
import numpy as np
from PIL import Image
from tfrecord.reader import tfrecord_loader

from expect import main


def check(e, file):
    form = {"image/encoded": "byte", "image/class/label": "int", "image/class/text": "byte"}
    got = list(tfrecord_loader(file("u.tfrecord"), None, form))
    e.pictures("u", np.stack([np.asarray(Image.open(io.BytesIO(bytes(g["image/encoded"])))) for g in got]))
    e.same("labels", np.concatenate([g["image/class/label"] for g in got]).astype(np.int64), e.labels)


main(check)
