"""OpenCV decodes, fully or at 1/4 or 1/8 of the size, and resizes by areas or bilinearly without antialiasing."""

import re

import cv2
import numpy as np

import tensor
from absent import Absent

_jpeg = re.search(r"JPEG:.*libjpeg-turbo.*?(\d+\.\d+\.\d+)", cv2.getBuildInformation())
VERSION = f"OpenCV {cv2.__version__}" + (f" (libjpeg-turbo {_jpeg[1]})" if _jpeg else "")

cv2.setNumThreads(1)


def job(flag, interpolation):
    reduced = flag != cv2.IMREAD_COLOR

    def run(data):
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
        height, width = image.shape[:2]
        if reduced and min(height, width) < tensor.SHORTER:
            raise Absent("the decoder's scale gives less than the resize needs")
        image = cv2.resize(image, tensor.scaled(width, height), interpolation=interpolation)
        return tensor.normalized(tensor.crop(image)[..., ::-1])  # OpenCV has blue first

    return run


JOBS = {
    "area": job(cv2.IMREAD_COLOR, cv2.INTER_AREA),
    "linear": job(cv2.IMREAD_COLOR, cv2.INTER_LINEAR),
    "reduced4": job(cv2.IMREAD_REDUCED_COLOR_4, cv2.INTER_AREA),
    "reduced8": job(cv2.IMREAD_REDUCED_COLOR_8, cv2.INTER_AREA),
}
