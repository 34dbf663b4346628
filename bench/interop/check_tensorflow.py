from need import need

tf = need("tensorflow")
import numpy as np

from expect import main


def check(e, file):
    form = {
        "image/encoded": tf.io.FixedLenFeature([], tf.string),
        "image/format": tf.io.FixedLenFeature([], tf.string),
        "image/height": tf.io.FixedLenFeature([], tf.int64),
        "image/width": tf.io.FixedLenFeature([], tf.int64),
        "image/channels": tf.io.FixedLenFeature([], tf.int64),
        "image/filename": tf.io.FixedLenFeature([], tf.string),
        "image/class/label": tf.io.FixedLenFeature([], tf.int64),
        "image/class/text": tf.io.FixedLenFeature([], tf.string),
    }
    for name, packing in ("u.tfrecord", ""), ("u.tfrecord.gz", "GZIP"):
        got = [tf.io.parse_single_example(r, form) for r in tf.data.TFRecordDataset(file(name), packing)]
        e.pictures(name, np.stack([tf.io.decode_image(g["image/encoded"]).numpy() for g in got]))
        e.same("labels", np.array([g["image/class/label"].numpy() for g in got]), e.labels)
        assert {g["image/format"].numpy() for g in got} == {b"png"}
        assert {(g["image/height"].numpy(), g["image/width"].numpy(), g["image/channels"].numpy()) for g in got} == {(32, 24, 3)}
        assert [g["image/filename"].numpy().decode() for g in got] == e.paths
        assert [e.classes.index(g["image/class/text"].numpy().decode()) for g in got] == e.labels.tolist()
    for name, shape, nhwc in ("f.tfrecord", [32, 24, 3], True), ("v.tfrecord", [3 * 32 * 24], False):
        form = {"features": tf.io.FixedLenFeature(shape, tf.float32), "shape": tf.io.FixedLenFeature([len(shape)], tf.int64)}
        got = [tf.io.parse_single_example(r, form) for r in tf.data.TFRecordDataset(file(name))]
        a = np.stack([g["features"].numpy() for g in got])
        e.numbers(name, a if nhwc else a.reshape(e.floats.shape), nhwc)
        assert all(g["shape"].numpy().tolist() == shape for g in got)


main(check)
