"""The worker process of the libraries in Python that multiply matrices: gemm.py LIBRARY.

It uses as many threads as OMP_NUM_THREADS says. A library is a module beside this file. It has VERSION, a text, and
prepare(a, b, c), which returns a function that multiplies a and b, two matrices of NumPy or transposed views of
ones, into c. The protocol on standard input and output is described in bench/README.md.
"""

import re
import sys

import numpy as np

from worker import contestant, serve


class Products:
    """Answers the driver's commands for one library. It has one product at a time."""

    def __init__(self, library):
        self.library = library

    def hello(self):
        return self.library.VERSION

    def load(self, name):
        m, n, k, trans_a, trans_b = re.fullmatch(r"(\d+)x(\d+)x(\d+)-([NT])([NT])", name).groups()
        m, n, k = int(m), int(n), int(k)
        a, b = matrix(m, k, trans_a, 2654435761), matrix(k, n, trans_b, 2246822519)
        self.c = np.zeros((m, n), np.float32)
        self.work = self.library.prepare(a, b, self.c)
        self.work()
        return 2 * m * n * k

    def run(self, repeat):
        work = self.work
        for _ in range(int(repeat)):
            work()

    def sum(self):
        """The sum over c of the elements times numbers 1 to 11 in turn."""
        c = self.c.ravel().astype(np.float64)
        return np.sum(c * (np.arange(c.size) % 11 + 1))


def matrix(rows, cols, transposed, factor):
    """Numbers that look random, multiples of 1/128 in −1..1; a view if the matrix is stored transposed."""
    numbers = np.arange(rows * cols, dtype=np.uint32) * np.uint32(factor) >> np.uint32(24)
    values = (numbers.astype(np.float32) - 128) / 128
    return values.reshape(cols, rows).T if transposed == "T" else values.reshape(rows, cols)


if __name__ == "__main__":
    serve(Products(contestant(sys.argv[1])))
