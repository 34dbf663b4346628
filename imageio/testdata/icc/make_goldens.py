"""Makes files/ and goldens.npz: small pictures with colour profiles, and what LittleCMS makes of them in sRGB.

    pip install pillow==13.0.0 numpy==2.4.6      (that Pillow has LittleCMS 2.19)
    python make_goldens.py

The profiles are those of internal/icc/testdata. A golden is what Pillow reads, converted by ImageCms with relative colorimetric
intent and without optimization (flag 0x0100), as H x W x C; alpha is as it was.
"""
import io
import os
import shutil
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageCms, features

assert PIL.__version__ == "13.0.0" and features.version("littlecms2") == "2.19" and np.__version__ == "2.4.6"

os.chdir(os.path.dirname(os.path.abspath(__file__)))
shutil.rmtree("files", ignore_errors=True)
os.mkdir("files")
goldens = {}
SRGB = ImageCms.createProfile("sRGB")


def profile(name):
    with open(f"../../../internal/icc/testdata/profiles/{name}.icc", "rb") as f:
        return f.read()


def to_srgb(img, data):
    gray = img.mode in ("L", "LA")
    mode = "L" if gray else "RGB"
    t = ImageCms.buildTransform(io.BytesIO(data), SRGB, mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, 0x0100)
    out = np.asarray(t.apply(img.convert(mode)))
    out = out[:, :, :1] if gray else out
    if img.mode in ("RGBA", "LA"):
        out = np.concatenate([out, np.asarray(img)[:, :, -1:]], 2)
    return out


def picture(channels, seed=1, height=13, width=17):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 80 * np.sin(x / (5 + c) + c) + 60 * np.cos(y / (4 + c) + 2 * c) for c in range(channels)]
    a = np.clip(np.stack(waves, 2) + rng.integers(-4, 5, (height, width, channels)), 0, 255).astype(np.uint8)
    return Image.fromarray(a[:, :, 0] if channels == 1 else a)


def save(name, img, icc, **args):
    data = profile(icc)
    img.save("files/" + name, icc_profile=data, **args)
    back = Image.open("files/" + name)
    assert back.info["icc_profile"] == data
    if back.mode == "P":
        back = back.convert("RGB")
    goldens[name] = to_srgb(back, data)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def wide_png(name, img, icc):
    """A PNG of 16 bits whose values are 257 times those of img."""
    a = np.asarray(img)
    kind = 2 if a.ndim == 3 else 0
    rows = (a.astype(">u2") * 257).astype(">u2").reshape(a.shape[0], -1)
    raw = b"".join(b"\0" + r.tobytes() for r in rows)
    with open("files/" + name, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", a.shape[1], a.shape[0], 16, kind, 0, 0, 0)))
        f.write(chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile(icc))) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))
    goldens[name] = to_srgb(img, profile(icc))


save("p3.jpg", picture(3), "p3", quality=95, subsampling=0)
save("adobe_420.jpg", picture(3, 2, 40, 48), "adobe", quality=90)
save("gray_gamma.jpg", picture(1), "gray_gamma", quality=95)
save("swapped.png", picture(3), "swapped")
save("p3_alpha.png", picture(4), "p3")
save("gray_table.png", picture(1), "gray_table")
save("gray_gamma_alpha.png", picture(2), "gray_gamma")
save("prophoto_palette.png", picture(3).quantize(16), "prophoto")
wide_png("p3_wide.png", picture(3), "p3")
wide_png("gray_gamma_wide.png", picture(1), "gray_gamma")
save("adobe.webp", picture(3), "adobe", lossless=True)
save("p3_lossy.webp", picture(3), "p3", quality=90)
save("p3_alpha.webp", picture(4), "p3", lossless=True, exact=True)
save("kinds.tiff", picture(3), "kinds")
save("gray_table.tiff", picture(1), "gray_table", compression="tiff_lzw")
save("p3_alpha.tiff", picture(4), "p3")
save("srgb.jpg", picture(3), "srgb_table", quality=95, subsampling=0)
np.savez_compressed("goldens.npz", **goldens)
