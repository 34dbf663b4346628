"""The worker process of OpenCV's operations on pictures: imgproc.py.

Pictures are files of uint8, gray H×W and RGB H×W×3. Results go into memory that is used again. The protocol on standard input
and output is described in bench/README.md.
"""

import cv2
import numpy as np

from worker import serve

cv2.setNumThreads(1)

AFFINE = np.array([0.8660254037844387, 0.5, -1.4711431702997, -0.5, 0.8660254037844387, 552.3397459621556]).reshape(2, 3)
ELEMENT = np.ones((15, 15), np.uint8)


# For each operation: gray or RGB, and what is done.
OPERATIONS = {
    "gaussian": (0, lambda s, d: cv2.GaussianBlur(s, (0, 0), 2, dst=d)),
    "sobel": (0, lambda s, d: cv2.Sobel(s, cv2.CV_32F, 1, 0, dst=d)),
    "median": (0, lambda s, d: cv2.medianBlur(s, 3, dst=d)),
    "erode": (0, lambda s, d: cv2.erode(s, ELEMENT, dst=d)),
    "equalize": (0, lambda s, d: cv2.equalizeHist(s, dst=d)),
    "hsv": (1, lambda s, d: cv2.cvtColor(s, cv2.COLOR_RGB2HSV, dst=d)),
    "lab": (1, lambda s, d: cv2.cvtColor(s, cv2.COLOR_RGB2LAB, dst=d)),
    "affine": (1, lambda s, d: cv2.warpAffine(s, AFFINE, (s.shape[1], s.shape[0]), dst=d, flags=cv2.INTER_LINEAR)),
}


class Operations:
    """Answers the driver's commands. It has one operation at a time."""

    def hello(self):
        return f"OpenCV {cv2.__version__}, NumPy {np.__version__}"

    def load(self, name, dtype, gray, rgb, height, width):
        which, self.work = OPERATIONS[name]
        shape = (int(height), int(width), 3) if which else (int(height), int(width))
        self.src = np.fromfile([gray, rgb][which], np.uint8).reshape(shape)
        if dtype == "float32":
            self.src = self.src / np.float32(255)
        self.dst = None
        self.dst = self.work(self.src, self.dst)

    def run(self, repeat):
        for _ in range(int(repeat)):
            self.work(self.src, self.dst)

    def write(self, path):
        """Writes the result plane by plane as float32."""
        a = self.work(self.src, self.dst)
        planes = a[None] if a.ndim == 2 else a.transpose(2, 0, 1)
        np.ascontiguousarray(planes).astype("<f4").tofile(path)


if __name__ == "__main__":
    serve(Operations())
