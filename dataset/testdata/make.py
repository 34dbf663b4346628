"""Makes the small data sets here with the tools that people make large ones with.

pip install numpy==2.4.6 pillow==13.0.0 webdataset==1.0.2 tfrecord==1.14.6 datasets==5.2.0 pyarrow==26.0.1 safetensors==0.8.0
python make.py
"""

import gzip
import io
import json
import os
import shutil
import tarfile
import zipfile

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import webdataset
from PIL import Image
from safetensors.numpy import save_file
from tfrecord.writer import TFRecordWriter

os.chdir(os.path.dirname(os.path.abspath(__file__)))
CLASSES = ["zebra", "cat", "sea lion"]  # not in alphabetical order
N, H, W = 7, 5, 6
images = np.random.default_rng(7).integers(0, 256, (N, H, W, 3), dtype=np.uint8)
labels = np.array([2, 0, 1, 1, 0, 2, 0])
names = [CLASSES[i] for i in labels]


def png(a):
    out = io.BytesIO()
    Image.fromarray(a).save(out, "png")
    return out.getvalue()


pngs = [png(a) for a in images]

# the pixels and labels of all files here
np.save("images.npy", images)
np.save("labels.npy", labels)
with open("classes.txt", "w") as f:
    f.write("".join(name + "\n" for name in CLASSES))

# NumPy
np.savez("hwc.npz", images=images, labels=labels, classes=np.array(CLASSES))
np.savez_compressed("chw_compressed.npz", x=images.transpose(0, 3, 1, 2).copy(), y=labels[:, None].astype(np.uint8), class_names=np.array(CLASSES))
np.savez("float_onehot.npz", images=(images / np.float32(255)).astype(np.float32), labels=np.eye(3, dtype=np.float32)[labels], label_names=np.array(CLASSES, "S"))
np.savez("gray_splits.npz", x_train=images[:5, :, :, 0], y_train=labels[:5], x_test=images[5:, :, :, 0], y_test=labels[5:])
np.savez("strings.npz", images, np.array(names))
np.savez("float64.npz", images=(images / 255).astype(">f8"), labels=labels.astype(">i2"))
save_file({"images": images, "labels": labels.astype(np.int32)}, "images.safetensors", {"classes": json.dumps(CLASSES)})

# WebDataset: a class in .cls, in .json, in .txt
for kind in ["cls", "json", "txt"]:
    with webdataset.TarWriter(f"wds_{kind}.tar", mtime=0) as out:
        for i in range(N):
            value = {"cls": int(labels[i]), "json": {"label": names[i], "other": 1}, "txt": names[i]}[kind]
            out.write({"__key__": f"sample{i:06d}", "png": pngs[i], kind: value})
for k, part in enumerate([range(4), range(4, N)]):
    with webdataset.TarWriter(f"shard-{k:06d}.tar", mtime=0) as out:
        for i in part:
            out.write({"__key__": f"sample{i:06d}", "png": pngs[i], "cls": names[i]})


def tree(path, mode, fmt):
    with tarfile.open(path, mode, format=fmt) as out:
        for i in sorted(range(N), key=lambda i: (names[i], i)):
            info = tarfile.TarInfo(f"top/{names[i]}/{i}.{'v' * 90 if fmt == tarfile.PAX_FORMAT else 'v'}.png")
            info.size = len(pngs[i])
            out.addfile(info, io.BytesIO(pngs[i]))


tree("folders_pax.tar", "w", tarfile.PAX_FORMAT)
tree("folders_gnu.tar", "w", tarfile.GNU_FORMAT)
tree("folders.tar.gz", "w:gz", tarfile.USTAR_FORMAT)
with zipfile.ZipFile("folders.zip", "w") as z:
    for i in sorted(range(N), key=lambda i: (names[i], i)):
        z.writestr(f"{names[i]}/{i}.png", pngs[i], zipfile.ZIP_DEFLATED if i % 2 else zipfile.ZIP_STORED)

# TFRecord
writer = TFRecordWriter("slim.tfrecord")
for i in range(N):
    writer.write({"image/encoded": (pngs[i], "byte"), "image/class/label": (int(labels[i]) + 1, "int"), "image/class/text": (names[i].encode(), "byte"), "image/format": (b"png", "byte")})
writer.close()
writer = TFRecordWriter("raw.tfrecord")
for i in range(N):
    writer.write({"image_raw": (images[i].tobytes(), "byte"), "height": (H, "int"), "width": (W, "int"), "depth": (3, "int"), "label": (int(labels[i]), "int")})
writer.close()

# Hugging Face
features = datasets.Features({"image": datasets.Image(), "label": datasets.ClassLabel(names=CLASSES)})
ds = datasets.Dataset.from_dict({"image": [Image.fromarray(a) for a in images], "label": labels.tolist()}, features=features)
ds.to_parquet("hf.parquet")
os.makedirs("hf/data", exist_ok=True)
ds.select(range(3)).to_parquet("hf/data/train-00000-of-00002.parquet")
ds.select(range(3, 5)).to_parquet("hf/data/train-00001-of-00002.parquet")
ds.select(range(5, 7)).to_parquet("hf/data/test-00000-of-00001.parquet")
shutil.rmtree("saved", ignore_errors=True)
ds.save_to_disk("saved", num_shards=2)

# Parquet and Arrow of other kinds
table = pa.table({"id": pa.array(range(N)), "img": pa.array(pngs, pa.binary()), "category": pa.array(names).dictionary_encode()})
pq.write_table(table, "plain_zstd.parquet", compression="zstd", row_group_size=3, use_dictionary=False, write_page_index=True)
pq.write_table(table, "v2_gzip.parquet", compression="gzip", data_page_version="2.0", data_page_size=200, write_page_checksum=True)
pq.write_table(table, "lz4.parquet", compression="lz4", column_encoding={"img": "DELTA_LENGTH_BYTE_ARRAY", "category": "PLAIN", "id": "DELTA_BINARY_PACKED"}, use_dictionary=False)
pa.feather.write_feather(table, "lz4.arrow", compression="lz4", chunksize=4)
pa.feather.write_feather(table, "zstd.arrow", compression="zstd")
with pa.OSFile("file.arrow", "wb") as f, pa.ipc.new_file(f, table.schema) as out:
    out.write_table(table, max_chunksize=3)

# CIFAR: records of 1 + 3072 and 2 + 3072 bytes
rng = np.random.default_rng(8)
cifar = rng.integers(0, 256, (3, 3072), dtype=np.uint8)
np.save("cifar_pixels.npy", cifar)
os.makedirs("cifar10", exist_ok=True)
for name, part in {"data_batch_1.bin": [0], "data_batch_2.bin": [1], "test_batch.bin": [2]}.items():
    with open("cifar10/" + name, "wb") as f:
        for i in part:
            f.write(bytes([3 * i]) + cifar[i].tobytes())
with open("cifar10/batches.meta.txt", "w") as f:
    f.write("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n")
os.makedirs("cifar100", exist_ok=True)
for name, part in {"train.bin": [0, 1], "test.bin": [2]}.items():
    with open("cifar100/" + name, "wb") as f:
        for i in part:
            f.write(bytes([i, 40 * i]) + cifar[i].tobytes())

# lists
shutil.rmtree("list", ignore_errors=True)
os.makedirs("list/images")
for i in range(N):
    with open(f"list/images/{i}.png", "wb") as f:
        f.write(pngs[i])
with open("list/labels.csv", "w") as f:
    f.write("image_id,class,split\n" + "".join(f'{i},{names[i]},{"train" if i < 5 else "test"}\n' for i in range(N)))
with open("list/list.txt", "w") as f:
    f.write("".join(f"images/{i}.png {labels[i]}\n" for i in range(N)))
with open("list/metadata.jsonl", "w") as f:
    f.write("".join(json.dumps({"file_name": f"images/{i}.png", "label": names[i]}) + "\n" for i in range(N)))
