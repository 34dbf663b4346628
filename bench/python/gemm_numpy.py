"""NumPy's matrix product, which is that of its BLAS."""

import numpy as np
from threadpoolctl import threadpool_info

_blas = next((f"{p['internal_api']} {p['version']} ({p['architecture']})" for p in threadpool_info()), "BLAS not known")
VERSION = f"NumPy {np.__version__}, {_blas.replace('openblas', 'OpenBLAS')}"


def prepare(a, b, c):
    return lambda: np.matmul(a, b, out=c)
