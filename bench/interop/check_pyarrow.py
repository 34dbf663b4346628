import io
import json

from need import need

pa = need("pyarrow")
import numpy as np
import pyarrow.parquet as pq
from PIL import Image

from expect import main


def check(e, file):
    for name in "u", "uc":
        for t in pq.read_table(file(name + ".parquet")), pa.ipc.open_file(file(name + ".arrow")).read_all():
            meta = json.loads(t.schema.metadata[b"huggingface"])
            assert meta["info"]["features"]["label"]["names"] == e.classes
            images = t["image"].to_pylist()
            e.pictures(name, np.stack([np.asarray(Image.open(io.BytesIO(i["bytes"]))) for i in images]))
            e.same("labels", t["label"].to_numpy(), e.labels)
            assert t["path"].to_pylist() == e.paths
    for t in pq.read_table(file("f.parquet")), pa.ipc.open_file(file("f.arrow")).read_all():
        e.numbers("f", np.array(t["images"].to_pylist(), np.float32), nhwc=True)
    for t in pq.read_table(file("v.parquet")), pa.ipc.open_file(file("v.arrow")).read_all():
        t.validate(full=True)
        e.numbers("v", np.array(t["features"].to_pylist(), np.float32).reshape(e.floats.shape))


main(check)
