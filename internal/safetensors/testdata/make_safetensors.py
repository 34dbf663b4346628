"""Makes golden.safetensors, golden.json and cases.json with the reference implementation:

    pip install safetensors==0.8.0 numpy==2.4.6
    python make_safetensors.py
"""

import base64
import json
import struct
from pathlib import Path

import numpy as np
import safetensors
from safetensors.numpy import save

HERE = Path(__file__).parent


def golden():
    """Every dtype that NumPy has, odd shapes and odd names. One metadata key: several are written in no order."""
    rng = np.random.default_rng(1)
    arrays = {
        "scalar": np.array(1.5, np.float32),
        "no values": np.zeros((0, 3), np.float32),
        "b/weights": rng.standard_normal((2, 3)).astype(np.float32),
        "a/limits": np.array([np.finfo(np.float32).max, np.finfo(np.float32).tiny, -0.0, np.inf], np.float32),
        'naïve "日本" \\ \n\t\x01 <&>': np.arange(3, dtype=np.uint8),
    }
    for dtype in ["int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float64"]:
        limits = np.finfo(dtype) if dtype == "float64" else np.iinfo(dtype)
        arrays[dtype] = np.array([[limits.min, limits.max, 7]], dtype)
    arrays["float16"] = np.array([1.5, -2], np.float16)
    arrays["bool"] = np.array([True, False, True])
    (HERE / "golden.safetensors").write_bytes(save(arrays, {"format": 'é "quoted" </script>'}))
    values = {name: {"shape": a.shape, "values": [repr(v.item()) for v in a.ravel()]} for name, a in arrays.items()}
    (HERE / "golden.json").write_text(json.dumps(values, indent=1) + "\n")


def file(header, data=b"", length=None):
    if not isinstance(header, bytes):
        header = (header if isinstance(header, str) else json.dumps(header)).encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def entry(dtype="F32", shape=(1,), offsets=(0, 4)):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}


def one(**fields):
    return {"a": {**entry(), **fields}}


def cases():
    """Files that are broken, or nearly so, in one way each."""
    four, eight = bytes(4), bytes(8)
    a = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
    yield "good", file(one(), four)
    yield "empty file", b""
    yield "7 bytes", bytes(7)
    yield "length only", bytes(8)
    yield "no tensors", file("{}")
    yield "header cut", file(one(), four)[:30]
    yield "length beyond the file", file(one(), four, 1000)
    yield "length -1", file(one(), four, 2**64 - 1)
    yield "length 2^63", file(one(), four, 2**63)
    yield "length over the limit", file(one(), four, 100_000_001)
    yield "length one short", file(one(), four, len(json.dumps(one())) - 1)
    yield "spaces after the header", file("{" + a + "}     ", four)
    yield "new lines in the header", file("{\n" + a.replace(":", " : \t") + "\r\n}\n", four)
    yield "space before the header", file(" {" + a + "}", four)
    yield "zero bytes after the header", file("{" + a + "}\0\0", four)
    yield "text after the header", file("{" + a + "}x", four)
    yield "not UTF-8", file(b'{"a\xff":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', four)
    yield "BOM", file("\ufeff{" + a + "}", four)
    yield "not JSON", file("{" + a, four)
    yield "trailing comma", file("{" + a + ",}", four)
    yield "array header", file("[]")
    yield "null header", file("null")
    yield "string header", file('"a"')
    yield "deep nesting", file('{"a":' + "[" * 200 + "]" * 200 + "}")
    yield "deep unknown field", file("{" + a[:-1] + ',"x":' + "[" * 100 + "]" * 100 + "}}", four)
    yield "same name twice", file("{" + a + "," + a + "}", four)
    yield "same name twice, escaped", file("{" + a + "," + a.replace('"a"', '"\\u0061"') + "}", four)
    yield "dtype twice", file("{" + a.replace('"shape"', '"dtype":"F32","shape"') + "}", four)
    yield "metadata twice", file('{"__metadata__":{},"__metadata__":{},' + a + "}", four)
    yield "metadata key twice", file('{"__metadata__":{"k":"1","k":"2"},' + a + "}", four)
    yield "metadata", file({"__metadata__": {"k": "v", "": ""}, **one()}, four)
    yield "metadata null", file({"__metadata__": None, **one()}, four)
    yield "metadata number", file({"__metadata__": {"k": 1}, **one()}, four)
    yield "metadata value null", file({"__metadata__": {"k": None}, **one()}, four)
    yield "metadata value object", file({"__metadata__": {"k": {}}, **one()}, four)
    yield "metadata array", file({"__metadata__": [], **one()}, four)
    yield "metadata string", file({"__metadata__": "v", **one()}, four)
    yield "metadata is a tensor", file({"__metadata__": entry()}, four)
    yield "metadata lone surrogate", file('{"__metadata__":{"k":"\\ud800"},' + a + "}", four)
    yield "entry null", file({"a": None})
    yield "entry array", file({"a": ["F32", [1], [0, 4]]}, four)
    yield "unknown field", file(one(x=[{"y": None}]), four)
    yield "no dtype", file('{"a":{"shape":[1],"data_offsets":[0,4]}}', four)
    yield "no shape", file('{"a":{"dtype":"F32","data_offsets":[0,4]}}', four)
    yield "no offsets", file('{"a":{"dtype":"F32","shape":[1]}}', four)
    yield "dtype unknown", file(one(dtype="F31"), four)
    yield "dtype lower case", file(one(dtype="f32"), four)
    yield "dtype null", file(one(dtype=None), four)
    yield "dtype number", file(one(dtype=1), four)
    yield "field in upper case", file("{" + a.replace("dtype", "DTYPE") + "}", four)
    yield "shape null", file(one(shape=None), four)
    yield "shape number", file(one(shape=1), four)
    yield "shape string", file(one(shape=["1"]), four)
    yield "shape with null", file(one(shape=[1, None]), four)
    yield "shape fraction", file(one(shape=[1.0]), four)
    yield "shape exponent", file("{" + a.replace("[1]", "[1e0]") + "}", four)
    yield "shape negative", file(one(shape=[-1]), four)
    yield "shape minus zero", file("{" + a.replace("[1],", "[-0],").replace("0,4", "0,0") + "}")
    yield "shape twice negative", file(one(shape=[-1, -1]), four)
    yield "shape leading zero", file("{" + a.replace("[1]", "[01]") + "}", four)
    yield "shape 2^64", file(one(shape=[2**64]), four)
    yield "shape overflows", file(one(shape=[2**32, 2**32]), four)
    yield "shape overflows to 4", file(one(shape=[2**62 + 1]), four)
    yield "shape overflows before a zero", file(one(shape=[2**62, 8, 0], data_offsets=[0, 0]))
    yield "shape too large", file(one(shape=[2]), four)
    yield "shape too small", file(one(shape=[1, 0]), four)
    yield "scalar", file(one(shape=[]), four)
    yield "many ones", file(one(shape=[1] * 1000), four)
    yield "no values", file(one(shape=[5, 0], data_offsets=[0, 0]))
    yield "offsets beyond the file", file(one(shape=[2], data_offsets=[0, 8]), four)
    yield "offsets huge", file(one(shape=[2**60], data_offsets=[0, 2**62]), four)
    yield "offsets backwards", file(one(data_offsets=[4, 0]), four)
    yield "offsets negative", file(one(data_offsets=[-4, 0]), four)
    yield "offsets one", file(one(data_offsets=[4]), four)
    yield "offsets three", file(one(data_offsets=[0, 4, 8]), four)
    yield "hole before", file(one(data_offsets=[4, 8]), eight)
    yield "hole between", file({"a": entry(), "b": entry(offsets=(8, 12))}, bytes(12))
    yield "overlap", file({"a": entry(shape=(2,), offsets=(0, 8)), "b": entry(shape=(2,), offsets=(4, 12))}, bytes(12))
    yield "same data twice", file({"a": entry(), "b": entry()}, four)
    yield "empty inside", file({"a": entry(shape=(2,), offsets=(0, 8)), "b": entry(shape=(0,), offsets=(4, 4))}, eight)
    yield "empty between", file({"a": entry(), "b": entry(offsets=(4, 8)), "c": entry(shape=(0,), offsets=(4, 4))}, eight)
    yield "order reversed", file({"b": entry(offsets=(4, 8)), "a": entry()}, eight)
    yield "trailing byte", file(one(), bytes(5))
    yield "data cut", file(one(), bytes(3))
    yield "data without tensors", file("{}", four)


def verdicts():
    out = []
    for name, data in cases():
        try:
            safetensors.deserialize(data)
            accepted, error = True, ""
        except safetensors.SafetensorError as e:
            accepted, error = False, str(e)
        out.append({"name": name, "accepted": accepted, "error": error[:120], "file": base64.b64encode(data).decode()})
    (HERE / "cases.json").write_text(json.dumps(out, indent=1) + "\n")
    return out


if __name__ == "__main__":
    golden()
    for case in verdicts():
        print(case["accepted"], case["name"], "|", case["error"])
