import os
import tempfile

from need import need

datasets = need("datasets")
import numpy as np

from expect import main


def check(e, file):
    for kind, ending in ("parquet", "parquet"), ("arrow", "arrow"):
        for name in "u", "uc":
            d = load(kind, file(f"{name}.{ending}"))
            assert isinstance(d.features["image"], datasets.Image), d.features
            assert d.features["label"].names == e.classes, d.features
            e.pictures(name, np.stack([np.asarray(x) for x in d["image"]]))
            e.same("labels", np.array(d["label"]), e.labels)
            assert d["path"][:] == e.paths
        d = load(kind, file(f"f.{ending}"))
        assert isinstance(d.features["images"], datasets.Array3D), d.features
        assert d.features["images"].shape == (32, 24, 3), d.features
        e.numbers("f", np.stack([np.asarray(x, np.float32) for x in d["images"]]), nhwc=True)
        d = load(kind, file(f"v.{ending}"))
        e.numbers("v", np.array(d["features"][:], np.float32).reshape(e.floats.shape))
    d = datasets.load_dataset("imagefolder", data_dir=file("folder"), split="train", cache_dir=CACHE.name)
    assert d.features["label"].names == e.classes, d.features


CACHE = tempfile.TemporaryDirectory()


def load(kind, path):
    return datasets.load_dataset(kind, data_files=path, split="train", cache_dir=CACHE.name)


main(check)
