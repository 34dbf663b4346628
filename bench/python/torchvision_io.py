"""torchvision decodes to a tensor and works on tensors from there on."""

import warnings

import torch
import torchvision
from torchvision.io import ImageReadMode, decode_jpeg
from torchvision.transforms import v2

import tensor

VERSION = f"torchvision {torchvision.__version__}"

torch.set_num_threads(1)
warnings.filterwarnings("ignore", message="The given buffer is not writable")

compose = v2.Compose(
    [
        v2.Resize(tensor.SHORTER, antialias=True),
        v2.CenterCrop(tensor.SIDE),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize(tensor.MEAN, tensor.STD),
    ]
)


def exact(data):
    image = decode_jpeg(torch.frombuffer(data, dtype=torch.uint8), mode=ImageReadMode.RGB)
    return compose(image).numpy()


JOBS = {"tensor": exact}
