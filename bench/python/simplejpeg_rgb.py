"""libjpeg-turbo by way of simplejpeg: decoding to RGB into memory that is used again."""

import simplejpeg

from versions import turbo_in

VERSION = f"{turbo_in(simplejpeg._jpeg.__file__)}, simplejpeg {simplejpeg.__version__}"

memory = bytearray(3 * 4096 * 4096)


def decode(data):
    return simplejpeg.decode_jpeg(data, "RGB", fastdct=False, fastupsample=False, buffer=memory)


JOBS = {"decode": decode}
