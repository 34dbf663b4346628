"""Which JPEG library a package has been built with."""

import re
from pathlib import Path

from PIL import features


def jpeg_library():
    """Pillow's."""
    turbo = features.version_feature("libjpeg_turbo") if features.check_feature("libjpeg_turbo") else None
    return f"libjpeg-turbo {turbo}" if turbo else f"libjpeg {features.version_codec('jpg')}"


def turbo_in(library):
    """The version that libjpeg-turbo's copyright notice gives in a shared library."""
    found = re.search(rb"libjpeg-turbo version (\d+\.\d+\.\d+)", Path(library).read_bytes())
    return f"libjpeg-turbo {found[1].decode()}" if found else "libjpeg-turbo, version not found"


def loaded(name):
    """The path of the shared library of that name which this process has loaded."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        if name in line:
            return line.split(maxsplit=5)[5]
    raise OSError(f"{name} isn't loaded")
