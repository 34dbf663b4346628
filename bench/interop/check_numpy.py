from need import need

np = need("numpy")
from expect import main


def check(e, file):
    for name in "u.npz", "uc.npz":
        with np.load(file(name)) as z:  # allow_pickle is False
            assert set(z.files) == {"images", "labels", "classes", "paths"}, z.files
            e.same(name, z["images"], e.chw)
            e.same("labels", z["labels"], e.labels)
            assert z["classes"].tolist() == e.classes, z["classes"]
            assert z["paths"].tolist() == e.paths
    with np.load(file("f.npz")) as z:
        e.numbers("f.npz", z["images"], nhwc=True)
    with np.load(file("v.npz")) as z:
        assert z["features"].shape == (len(e.paths), 3 * 32 * 24) and z["features"].dtype == np.float32
        e.numbers("v.npz", z["features"].reshape(e.floats.shape))


main(check)
