"""Makes files/ and goldens.npz from generated pictures.

    pip install pillow==11.3.0 numpy==2.2.6
    python make_goldens.py

Each file is written by Pillow (or, where Pillow can't, byte by byte below) and read back by Pillow: what it
reads is the golden, as H×W×C, stored under the file's name. Files upright_* are the same picture in the eight
orientations of Exif, whose golden is upright.png's. See README.md.
"""
import os
import shutil
import struct
import zlib

import numpy as np
import PIL
from PIL import Image

assert PIL.__version__ == "11.3.0" and np.__version__ == "2.2.6"

os.chdir(os.path.dirname(os.path.abspath(__file__)))
shutil.rmtree("files", ignore_errors=True)
os.mkdir("files")
goldens = {}


def picture(height, width, channels, seed=1):
    """A smooth gradient that has no symmetry, with a little noise; the last of 2 or 4 channels is alpha."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for c in range(channels):
        wave = 127 + 60 * np.sin(x / (5 + c) + c) + 60 * np.cos(y / (4 + c) + 2 * c)
        planes.append(wave + rng.integers(-4, 5, (height, width)))
    a = np.clip(np.stack(planes, 2), 0, 255).astype(np.uint8)
    if channels in (2, 4):
        a[:2, :, -1], a[-2:, :, -1] = 0, 255
    return a


def image(a):
    return Image.fromarray(a[:, :, 0] if a.shape[2] == 1 else a)


def save(name, img, golden=None, mode=None, **args):
    path = "files/" + name
    img.save(path, **args)
    if golden is None:
        back = Image.open(path)
        golden = np.asarray(back.convert(mode) if mode else back)
    goldens[name] = golden if golden.ndim == 3 else golden[:, :, None]


# How each orientation is stored, from the upright picture: the inverse of what a reader does.
STORE = {
    1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2), 6: lambda a: np.rot90(a, 1), 7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}

upright = picture(9, 14, 3)
for orientation, store in STORE.items():
    img = Image.fromarray(np.ascontiguousarray(store(upright)))
    exif = Image.Exif()
    exif[274] = orientation
    block = exif.tobytes()
    save(f"upright_{orientation}.png", img, upright, exif=block)
    save(f"upright_{orientation}.webp", img, upright, exif=block, lossless=True)
    save(f"upright_{orientation}.tiff", img, upright, tiffinfo={274: orientation})
    save(f"upright_{orientation}.jpg", img, upright, exif=block, quality=100, subsampling=0)
save("upright.gif", Image.fromarray(upright).quantize(64), mode="RGB")
save("upright.bmp", Image.fromarray(upright))

# JPEG. Chroma of 4:2:0 is constant, so that interpolating it makes no difference.
save("gray.jpg", image(picture(13, 17, 1)), quality=90)
save("444.jpg", image(picture(13, 17, 3)), quality=90, subsampling=0)
save("444_progressive.jpg", image(picture(13, 17, 3)), quality=90, subsampling=0, progressive=True)
save("420.jpg", image(np.repeat(picture(35, 37, 1), 3, 2)), quality=90, subsampling=2)
save("420_progressive.jpg", image(np.repeat(picture(35, 37, 1), 3, 2)), quality=90, subsampling=2, progressive=True)
cmyk = Image.frombytes("CMYK", (17, 13), picture(13, 17, 4).tobytes())
cmyk.save("files/cmyk.jpg", quality=95)
ink = np.asarray(Image.open("files/cmyk.jpg")).astype(np.int64)
goldens["cmyk.jpg"] = np.round((255 - ink[:, :, :3]) * (255 - ink[:, :, 3:]) / 255).astype(np.uint8)

# PNG.
for channels in 1, 2, 3, 4:
    save(f"{channels}_channels.png", image(picture(11, 10, channels)))
save("1bit.png", image(picture(11, 10, 1)).convert("1"), mode="L")
save("palette.png", image(picture(11, 10, 3)).quantize(16), mode="RGB")
save("palette_transparent.png", image(picture(11, 10, 3)).quantize(16), mode="RGBA", transparency=3)


def png(name, a, kind, interlace=0):
    """Writes a PNG of 16 bits per channel."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    h, w, _ = a.shape
    raw = b"".join(b"\0" + row.astype(">u2").tobytes() for row in a)
    with open("files/" + name, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 16, kind, 0, 0, 0))
                + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))
    goldens[name] = a


def wide(channels):
    rng = np.random.default_rng(channels)
    return rng.integers(0, 65536, (7, 6, channels)).astype(np.uint16)


for channels, kind in (1, 0), (2, 4), (3, 2), (4, 6):
    png(f"wide_{channels}.png", wide(channels), kind)

# GIF: a frame inside its screen, with and without a transparent colour.
def gif(name, transparent):
    """Writes a 2×2 frame at (1, 2) on a screen of 5×6 with four colours, LZW codes of 3 bits with clears."""
    palette = bytes([10, 20, 30, 200, 0, 0, 0, 200, 0, 0, 0, 200])
    control = struct.pack("<BBBBHBB", 0x21, 0xF9, 4, 1, 0, 2, 0) if transparent else b""
    # clear 0 1 2 3 end: 4 0 1 2 | the table grows to 4 bits after the third of a run, so clear again
    codes, bits = [4, 0, 1, 4, 2, 3, 5], ""
    for code in codes:
        bits = format(code, "03b") + bits
    packed = int(bits, 2).to_bytes((len(bits) + 7) // 8, "little")
    with open("files/" + name, "wb") as f:
        f.write(b"GIF89a" + struct.pack("<HHBBB", 5, 6, 0x91, 0, 0) + palette + control
                + struct.pack("<BHHHHB", 0x2C, 1, 2, 2, 2, 0) + b"\2" + bytes([len(packed)]) + packed + b"\0;")
    goldens[name] = np.asarray(Image.open("files/" + name).convert("RGBA"))


gif("inside.gif", False)
gif("inside_transparent.gif", True)
save("interlaced.gif", image(picture(21, 10, 3)).quantize(16), mode="RGB", interlace=1)

# WebP.
for height, width in (1, 1), (1, 2), (2, 1), (5, 4), (16, 17), (33, 34):
    save(f"lossy_{width}x{height}.webp", image(picture(height, width, 3)), quality=80)
save("lossy_alpha.webp", image(picture(15, 18, 4)), quality=80, exact=True)
save("lossless_alpha.webp", image(picture(15, 18, 4)), lossless=True, exact=True)

# TIFF.
for compression in "raw", "tiff_lzw", "tiff_adobe_deflate", "packbits":
    save(f"{compression}.tiff", image(picture(12, 13, 3)), compression=compression)
save("gray.tiff", image(picture(12, 13, 1)))
save("rgba.tiff", image(picture(12, 13, 4)))
save("palette.tiff", image(picture(12, 13, 3)).quantize(16), mode="RGB")
save("1bit.tiff", image(picture(12, 13, 1)).convert("1"), mode="L")
for name, white in ("group3", 1), ("group4", 1), ("group4_white_is_zero", 0):
    save(f"{name}.tiff", image(picture(12, 13, 1)).convert("1"), mode="L", compression=name[:6],
         tiffinfo={262: white})
save("wide_1.tiff", Image.fromarray(wide(1)[:, :, 0]), wide(1))

# BMP.
save("gray.bmp", image(picture(12, 13, 1)), mode="RGB")
save("1bit.bmp", image(picture(12, 13, 1)).convert("1"), mode="RGB")
save("palette.bmp", image(picture(12, 13, 3)).quantize(16), mode="RGB")
save("rgba.bmp", image(picture(12, 13, 4)))

np.savez_compressed("goldens.npz", **goldens)

# Colours: what Pillow's convert and paste make of every kind of value.
rng = np.random.default_rng(5)
rgba = rng.integers(0, 256, (40, 50, 4)).astype(np.uint8)
rgba[0, :, 3], rgba[1, :, 3] = 0, 255
rgb, alpha = Image.fromarray(np.ascontiguousarray(rgba[:, :, :3])), Image.fromarray(np.ascontiguousarray(rgba[:, :, 3]))
colours = {"rgba": rgba, "luma": np.asarray(rgb.convert("L"))[:, :, None]}
for name, back in ("white", (255, 255, 255)), ("orange", (255, 128, 3)):
    canvas = Image.new("RGB", rgb.size, back)
    canvas.paste(rgb, mask=alpha)
    colours["over_" + name] = np.asarray(canvas)
    colours["luma_over_" + name] = np.asarray(canvas.convert("L"))[:, :, None]
np.savez_compressed("colours.npz", **colours)
