"""The same as train_torch, with the optimizer that takes one pass over the weights."""

import train_torch

VERSION = train_torch.VERSION + "(fused=True)"


class Training(train_torch.Training):
    fused = True
