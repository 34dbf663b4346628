"""Makes files/ and goldens.json: small JPEG files and the SHA-256 of libjpeg-turbo's pictures of them.

Needs cjpeg, djpeg and jpegtran of libjpeg-turbo 2.1.5 in the path, Python 3.11, Pillow 11.0.0, NumPy 2.1.3.
Run it in this folder.
"""

import hashlib
import io
import json
import pathlib
import subprocess

import numpy as np
from PIL import Image

FILES = pathlib.Path("files")
goldens = {}


def picture(h, w, c=3):
    """Waves, an edge and some noise."""
    rng = np.random.default_rng(h * 1000 + w)
    y, x = np.mgrid[0:h, 0:w]
    planes = [128 + 70 * np.sin(x / (3 + k) + k) + 50 * np.cos(y / (4 + k)) + 60 * (x + 2 * y > w) for k in range(c)]
    out = np.stack(planes, -1) + rng.normal(0, 6, (h, w, c))
    return np.clip(out, 0, 255).astype(np.uint8)


def pnm(a):
    if a.shape[2] == 1:
        return b"P5\n%d %d\n255\n" % (a.shape[1], a.shape[0]) + a.tobytes()
    return b"P6\n%d %d\n255\n" % (a.shape[1], a.shape[0]) + a.tobytes()


def run(*command, data):
    """Returns what the command writes; djpeg says 2 for a warning."""
    done = subprocess.run(command, input=data, capture_output=True)
    assert done.returncode in (0, 2), (command, done.stderr)
    return done.stdout


def reference(data, scale):
    return hashlib.sha256(run("djpeg", "-dct", "int", "-scale", f"1/{scale}", "-pnm", data=data)).hexdigest()


def add(name, data, scales=(1, 2, 4, 8), source=None):
    """Writes a file; its pictures are those of source."""
    (FILES / f"{name}.jpg").write_bytes(data)
    goldens[name] = {str(s): reference(source or data, s) for s in scales}


def add_cjpeg(name, h, w, *options, c=3):
    data = run("cjpeg", "-dct", "int", *options, data=pnm(picture(h, w, c)))
    add(name, data)
    return data


def add_pillow(name, h, w, image, **options):
    """CMYK: Pillow's naive conversion is the reference."""
    b = io.BytesIO()
    image.save(b, "JPEG", **options)
    (FILES / f"{name}.jpg").write_bytes(b.getvalue())
    rgb = np.asarray(Image.open(io.BytesIO(b.getvalue())).convert("RGB"))
    goldens[name] = {"1": hashlib.sha256(pnm(rgb)).hexdigest()}


def find(data, marker):
    return data.index(bytes([0xFF, marker]))


FILES.mkdir(exist_ok=True)
for sampling in ["1x1", "2x1", "2x2", "1x2", "4x1", "4x2", "1x4", "3x1", "3x2", "1x1,2x2,2x2", "2x1,1x2,1x2", "2x2,1x1,2x1"]:
    name = sampling.replace(",", "_")
    add_cjpeg(f"base_{name}", 21, 37, "-sample", sampling, "-quality", "80")
    add_cjpeg(f"prog_{name}", 19, 35, "-sample", sampling, "-quality", "85", "-progressive")
for h, w in [(1, 1), (3, 4), (2, 5), (8, 8), (9, 6), (33, 16)]:
    add_cjpeg(f"size_{w}x{h}", h, w, "-sample", "2x2", "-quality", "90")
for options in ["-restart 1B", "-restart 3B", "-restart 1B -progressive", "-restart 4B -progressive", "-arithmetic",
                "-arithmetic -progressive", "-arithmetic -restart 2B", "-optimize", "-quality 100", "-quality 2",
                "-rgb", "-rgb -progressive"]:
    add_cjpeg("option" + options.replace(" ", "").replace("-", "_"), 30, 41, "-sample", "2x2", *options.split())
add_cjpeg("gray", 17, 23, "-quality", "90", c=1)
add_cjpeg("gray_prog", 17, 23, "-progressive", "-restart", "2B", c=1)

base = add_cjpeg("base", 40, 56, "-quality", "85", "-restart", "2B")
plain = run("cjpeg", "-dct", "int", "-quality", "85", data=pnm(picture(40, 56)))
multi = FILES / "scans.txt"
multi.write_text("0;\n1;\n2;\n")
add("multi_scan", run("cjpeg", "-dct", "int", "-scans", str(multi), data=pnm(picture(40, 56))))
multi.unlink()
add("no_eoi", base[:-2], source=base)
add("garbage_after", base + b"\xff\xd9 and more \xff\xda", source=base)
add("garbage_between", base[: find(base, 0xDB)] + b"xy" + base[find(base, 0xDB):], source=base)
sof, sos = find(plain, 0xC0), find(plain, 0xDA)
add("fill_bytes", plain[:sof] + b"\xff\xff\xff" + plain[sof:sos] + b"\xff" + plain[sos:], source=plain)
dnl = bytearray(plain)
dnl[sof + 5 : sof + 7] = b"\0\0"
add("dnl", bytes(dnl[:-2]) + b"\xff\xdc\0\x04\0\x28" + bytes(dnl[-2:]), source=plain)

# What follows is damaged: the pictures are what libjpeg makes of it.
rst = [i for i in range(len(base) - 1) if base[i] == 0xFF and 0xD0 <= base[i + 1] <= 0xD7]
add("damaged_cut", plain[: sos + (len(plain) - sos) // 2])
add("damaged_cut_restart", base[: rst[2] + 9] + b"\xff\xd9")
add("damaged_short_interval", base[: rst[1] - 12] + base[rst[1]:])
add("damaged_no_interval", base[: rst[0]] + base[rst[1]:])
add("damaged_no_marker", base[: rst[1]] + base[rst[1] + 2:])
add("damaged_twice", base[: rst[1]] + base[rst[0]: rst[1]] + base[rst[1]:])

cmyk = Image.fromarray(picture(18, 27, 4), "CMYK")
add_pillow("cmyk", 18, 27, cmyk, quality=85)
add_pillow("cmyk_prog", 18, 27, cmyk, quality=85, progressive=True)

pathlib.Path("goldens.json").write_text(json.dumps(goldens, indent=1, sort_keys=True) + "\n")
print(len(goldens), "files,", sum(f.stat().st_size for f in FILES.iterdir()), "bytes")
