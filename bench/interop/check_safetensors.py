import json

from need import need

safetensors = need("safetensors")
from safetensors.numpy import load_file

from expect import main


def check(e, file):
    t = load_file(file("u.safetensors"))
    e.same("images", t["images"], e.chw)
    e.same("labels", t["labels"], e.labels)
    assert json.loads(t["paths"].tobytes()) == e.paths
    with safetensors.safe_open(file("u.safetensors"), "numpy") as f:
        assert json.loads(f.metadata()["classes"]) == e.classes
    e.numbers("f", load_file(file("f.safetensors"))["images"], nhwc=True)
    e.numbers("v", load_file(file("v.safetensors"))["features"].reshape(e.floats.shape))


main(check)
