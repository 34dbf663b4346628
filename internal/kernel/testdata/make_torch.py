"""Makes torch.json: steps of torch.optim.AdamW, and GELU with its derivative, all in float64.

Run with torch 2.15.0: python make_torch.py
"""

import json

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def exact(t):
    """t rounded to float32, as float64."""
    return t.float().double()


def adamw(seed, steps=6, n=9, **settings):
    g = torch.Generator().manual_seed(seed)
    param = exact(torch.randn(n, generator=g)).requires_grad_()
    optimizer = torch.optim.AdamW([param], **settings)
    case = {**settings, "start": param.tolist(), "grads": [], "params": []}
    for _ in range(steps):
        param.grad = exact(torch.randn(n, generator=g))
        case["grads"].append(param.grad.tolist())
        optimizer.step()
        case["params"].append(param.tolist())
    return case


def gelu(form):
    x = exact(torch.linspace(-12, 12, 97)).requires_grad_()
    y = F.gelu(x, approximate=form)
    y.sum().backward()
    return {"x": x.tolist(), "y": y.tolist(), "derivative": x.grad.tolist()}


json.dump(
    {
        "adamw": [
            adamw(1, lr=1e-3, betas=[0.9, 0.999], eps=1e-8, weight_decay=0.01),
            adamw(2, lr=0.05, betas=[0.8, 0.99], eps=1e-3, weight_decay=0.3),
            adamw(3, lr=0.1, betas=[0.0, 0.5], eps=1e-8, weight_decay=0.0),
        ],
        "gelu": gelu("none"),
        "gelu_tanh": gelu("tanh"),
    },
    open("torch.json", "w"),
    indent=1,
)
