"""libvips' thumbnail, which lets the decoder scale down as far as it thinks good."""

import pyvips

import tensor

VERSION = f"libvips {'.'.join(str(pyvips.version(part)) for part in range(3))}, pyvips {pyvips.__version__}"

pyvips.cache_set_max(0)  # every image is new


def draft(data):
    header = pyvips.Image.new_from_buffer(data, "")
    width, height = tensor.scaled(header.width, header.height)
    image = pyvips.Image.thumbnail_buffer(data, width, height=height, size="force")
    if image.bands == 1:
        image = image.colourspace("srgb")
    return tensor.normalized(tensor.crop(image.numpy()))


JOBS = {"thumbnail": draft}
