"""Pillow decodes, torchvision's transforms do the rest on its image: what most training code does."""

import io

import PIL
import torch
import torchvision
from PIL import Image
from torchvision import transforms

import tensor
from versions import jpeg_library

VERSION = f"torchvision {torchvision.__version__}, Pillow {PIL.__version__} ({jpeg_library()})"

torch.set_num_threads(1)

compose = transforms.Compose(
    [
        transforms.Resize(tensor.SHORTER),  # bilinear, which Pillow always does with antialiasing
        transforms.CenterCrop(tensor.SIDE),
        transforms.ToTensor(),
        transforms.Normalize(tensor.MEAN, tensor.STD),
    ]
)


def exact(data):
    return compose(Image.open(io.BytesIO(data)).convert("RGB")).numpy()


JOBS = {"tensor": exact}
