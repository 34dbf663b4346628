"""Writes the files that ours are compared with. Versions: numpy 2.4.6, h5py 3.14.0, tensorflow-cpu 2.21.0, safetensors 0.8.0,
Python 3.11. Run it in this folder."""
import h5py
import numpy as np
import tensorflow as tf
from safetensors.numpy import save_file

N, C, H, W = 3, 2, 2, 3
images = (np.arange(N * C * H * W, dtype=np.float32) / 8).reshape(N, C, H, W)
labels = np.array([1, 0, -1], np.int64)
classes = np.array(["cat", "été"])
paths = np.array(["a/1.png", "b/ü.png", "c"])

# The members of our .npz have the same bytes.
np.savez("numpy.npz", images=images, labels=labels, classes=classes, paths=paths)

# The reader in the tests finds the same arrays in it as in ours.
with h5py.File("h5py.h5", "w", libver="earliest", track_order=False) as f:
    f.create_dataset("images", data=images, track_times=False)
    f.create_dataset("labels", data=labels, track_times=False)
    for name, texts in ("classes", classes), ("paths", paths):
        raw = [t.encode() for t in texts]
        f.create_dataset(name, data=np.array(raw, h5py.string_dtype("utf-8", max(map(len, raw)))), track_times=False)

# Our file has the same bytes.
with tf.io.TFRecordWriter("tensorflow.tfrecord") as w:
    for i in range(N):
        feature = {
            "features": tf.train.Feature(float_list=tf.train.FloatList(value=images[i].ravel())),
            "shape": tf.train.Feature(int64_list=tf.train.Int64List(value=[C, H, W])),
            "image/height": tf.train.Feature(int64_list=tf.train.Int64List(value=[H])),
            "image/width": tf.train.Feature(int64_list=tf.train.Int64List(value=[W])),
            "image/channels": tf.train.Feature(int64_list=tf.train.Int64List(value=[C])),
            "image/filename": tf.train.Feature(bytes_list=tf.train.BytesList(value=[str(paths[i]).encode()])),
            "image/class/label": tf.train.Feature(int64_list=tf.train.Int64List(value=[labels[i]])),
        }
        if labels[i] >= 0:
            text = str(classes[labels[i]]).encode()
            feature["image/class/text"] = tf.train.Feature(bytes_list=tf.train.BytesList(value=[text]))
        example = tf.train.Example(features=tf.train.Features(feature=feature))
        w.write(example.SerializeToString(deterministic=True))

# The tensors have the same values; ours stand in another order.
text = '["a/1.png",\n"b/ü.png",\n"c"]'.encode()
save_file({"images": images, "labels": labels, "paths": np.frombuffer(text + b" " * (-len(text) % 8), np.uint8)}, "safetensors.safetensors",
          {"format": "saccade dataset", "space": "none", "layout": "nchw", "classes": '["cat","été"]'})
