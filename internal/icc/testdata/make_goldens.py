"""Makes profiles/ and goldens.npz: small ICC profiles, written here byte by byte, and what LittleCMS makes of colours in them.

    pip install pillow==13.0.0 numpy==2.4.6      (that Pillow has LittleCMS 2.19)
    python make_goldens.py

goldens.npz: "colours" is N x 3, a cube with 9 values along each edge and all grays, uint8; for each profile there is what
ImageCms makes of them in sRGB, relative colorimetric, without black point compensation and without optimization (flag
0x0100, which is 8 bits of precision else). Profiles of gray have N x 1, of colours' first channel.
"""
import os
import shutil
import struct

import numpy as np
import PIL
from PIL import Image, ImageCms, features

assert PIL.__version__ == "13.0.0" and features.version("littlecms2") == "2.19" and np.__version__ == "2.4.6"

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def fixed(*values):
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def xyz(*v):
    return b"XYZ \0\0\0\0" + fixed(*v)


def gamma(g):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(g * 256))


def table(values):
    values = np.round(np.asarray(values) * 65535).astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + values.tobytes()


def para(kind, *params):
    return b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + fixed(*params)


def desc(version, text):
    if version == 2:
        return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text.encode() + b"\0" + bytes(78)
    body = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(body), 28) + body


def profile(text, space, tags, version=4, kind=b"mntr", pcs=b"XYZ "):
    tags = {"desc": desc(version, text), "wtpt": xyz(0.9642, 1, 0.8249), **tags}
    at, entries, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        entries += struct.pack(">4sII", name.encode(), at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sBBH4s4s4s12s4s", at + len(body), b"", version, 0, 0, kind, space, pcs, b"", b"acsp")
    head += bytes(68 - len(head)) + fixed(0.9642, 1, 0.8249)
    head += bytes(128 - len(head))
    return head + struct.pack(">I", len(tags)) + entries + body


SRGB = [(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)]
P3 = [(0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)]
ADOBE = [(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)]
PROPHOTO = [(0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491)]
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def rgb(text, colorants, curves, **args):
    tags = {c + "XYZ": xyz(*v) for c, v in zip("rgb", colorants)}
    tags |= {c + "TRC": v for c, v in zip("rgb", curves if isinstance(curves, list) else 3 * [curves])}
    return profile(text, b"RGB ", tags, **args)


x = np.linspace(0, 1, 1024)
light = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
PROFILES = {
    "srgb": rgb("sRGB by function", SRGB, para(3, *CURVE)),
    "srgb_table": rgb("sRGB by table", SRGB, table(light), version=2),
    "p3": rgb("Display P3", P3, para(3, *CURVE)),
    "adobe": rgb("Adobe RGB", ADOBE, gamma(2.19921875), version=2),
    "prophoto": rgb("ProPhoto", PROPHOTO, gamma(1.8), version=2),
    "swapped": rgb("swapped", SRGB[1:] + SRGB[:1], table(light[::33]), version=2),
    "linear": rgb("linear light", SRGB, b"curv" + bytes(8)),
    "kinds": rgb("functions 0, 1, 2", P3, [para(0, 1.8), para(1, 2.2, 0.95, 0.05), para(2, 2.0, 0.9, 0.05, 0.02)]),
    "kinds_4": rgb("function 4", ADOBE, para(4, 2.4, 0.94, 0.055, 0.08, 0.045, 0.005, 0.002)),
    "table_2": rgb("tables of 2 and 3", P3, [table([0, 1]), table([0, 0.2, 1]), table([0.02, 0.9])], version=2),
    "other_white": rgb("another white", [(0.4125, 0.2127, 0.0193), (0.3576, 0.7152, 0.1192), (0.1804, 0.0722, 0.9503)], gamma(2.2)),
    "gray_gamma": profile("gray gamma 1.8", b"GRAY", {"kTRC": gamma(1.8)}, version=2),
    "gray_table": profile("dot gain", b"GRAY", {"kTRC": table(x[::64] ** 1.3)}, version=2),
    "gray_srgb": profile("gray sRGB", b"GRAY", {"kTRC": para(3, *CURVE)}),
    "gray_linear": profile("gray light", b"GRAY", {"kTRC": b"curv" + bytes(8)}),
}

step = np.round(np.linspace(0, 255, 9)).astype(np.uint8)
colours = np.concatenate([np.stack(np.meshgrid(step, step, step), -1).reshape(-1, 3), np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)])
goldens = {"colours": colours}
shutil.rmtree("profiles", ignore_errors=True)
os.mkdir("profiles")
to = ImageCms.createProfile("sRGB")
for name, data in PROFILES.items():
    with open(f"profiles/{name}.icc", "wb") as f:
        f.write(data)
    gray = data[16:20] == b"GRAY"
    source = ImageCms.ImageCmsProfile(f"profiles/{name}.icc")
    t = ImageCms.buildTransform(source, to, "L" if gray else "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, 0x0100)
    picture = Image.fromarray(colours[None, :, 0] if gray else colours[None])
    out = np.asarray(t.apply(picture))[0]
    goldens[name] = out[:, :1] if gray else out
np.savez_compressed("goldens.npz", **goldens)
