"""PyTorch's matrix product."""

import os

import torch

VERSION = f"PyTorch {torch.__version__}" + (", MKL" if torch.backends.mkl.is_available() else "")

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def prepare(a, b, c):
    x, y, out = (torch.from_numpy(array) for array in (a, b, c))
    return lambda: torch.mm(x, y, out=out)
