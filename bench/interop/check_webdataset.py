import glob

from need import need

wds = need("webdataset")
import numpy as np

from expect import main


def check(e, file):
    for urls in sorted(glob.glob(file("s-*.tar"))), [file("u.tar")], [file("u.tar.gz")]:
        d = wds.WebDataset(urls, shardshuffle=False).decode("rgb8").to_tuple("png", "cls", "json")
        got = list(d)
        e.pictures(urls[0], np.stack([g[0] for g in got]))
        e.same("labels", np.array([g[1] for g in got], np.int64), e.labels)
        assert [g[2]["path"] for g in got] == e.paths
        assert [e.classes.index(g[2]["class"]) for g in got] == e.labels.tolist()
    assert len(glob.glob(file("s-*.tar"))) > 2
    for name, nhwc in ("f.tar", True), ("v.tar", False):
        got = list(wds.WebDataset([file(name)], shardshuffle=False).decode().to_tuple("npy", "cls"))
        a = np.stack([g[0] for g in got])
        e.numbers(name, a if nhwc else a.reshape(e.floats.shape), nhwc)


main(check)
