from need import need

h5py = need("h5py")
from expect import main


def check(e, file):
    with h5py.File(file("u.h5")) as f:
        assert set(f) == {"images", "labels", "classes", "paths"}, list(f)
        assert f["images"].chunks is None  # contiguous
        e.same("images", f["images"][...], e.chw)
        e.same("labels", f["labels"][...], e.labels)
        assert f["classes"].asstr()[...].tolist() == e.classes
        assert f["paths"].asstr()[...].tolist() == e.paths
    with h5py.File(file("f.h5")) as f:
        e.numbers("f", f["images"][...], nhwc=True)
    with h5py.File(file("v.h5")) as f:
        e.numbers("v", f["features"][...].reshape(e.floats.shape))


main(check)
