"""The system's libjpeg-turbo by way of PyTurboJPEG: decoding to RGB into memory that is used again."""

import numpy as np
import turbojpeg

from absent import Absent
from versions import loaded, turbo_in

try:
    library = turbojpeg.TurboJPEG()
except RuntimeError as reason:
    raise Absent(f"no libturbojpeg on this system (Debian: libturbojpeg0): {reason}") from reason

VERSION = f"{turbo_in(loaded('libturbojpeg'))} of the system, PyTurboJPEG"

pictures = {}


def decode(data):
    width, height, _, _ = library.decode_header(data)
    dst = pictures.setdefault((height, width), np.empty((height, width, 3), np.uint8))
    return library.decode(data, pixel_format=turbojpeg.TJPF_RGB, dst=dst)


JOBS = {"decode": decode}
