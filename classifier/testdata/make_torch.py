"""Makes torch.npz and torch.json: gradients, SGD trajectories and initial weights from PyTorch.

Run with torch 1.13.1 and numpy 1.26.4: python make_torch.py
All inputs are random numbers made here, exact in float32; all results are computed in float64.
"""

import json

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
arrays, cases = {}, {}


def exact(t):
    """t rounded to float32, as float64."""
    return t.float().double()


def layers(sizes, generator):
    out = []
    for i, o in zip(sizes, sizes[1:]):
        w = exact(torch.randn(o, i, generator=generator, dtype=torch.float64) / i**0.5)
        b = exact(torch.randn(o, generator=generator, dtype=torch.float64) * 0.3)
        out += [w.requires_grad_(), b.requires_grad_()]
    return out


def forward(params, x, activation):
    for l in range(0, len(params), 2):
        x = x @ params[l].T + params[l + 1]
        if l + 2 < len(params):
            x = ACTIVATIONS[activation](x)
    return x


def save(name, params, suffix="", values=None):
    for k, p in enumerate(values if values is not None else params):
        kind = "weight" if k % 2 == 0 else "bias"
        arrays[f"{name}/{suffix}layers.{k // 2}.{kind}"] = p.detach().numpy().astype(np.float64)


def store(name, tensor, dtype=np.float64):
    arrays[name] = tensor.detach().numpy().astype(dtype)


def gradient(name, activation, sizes, n, seed, smoothing=0.0, weights=None):
    g = torch.Generator().manual_seed(seed)
    params = layers(sizes, g)
    x = exact(torch.randn(n, sizes[0], generator=g, dtype=torch.float64)).requires_grad_()
    y = torch.randint(0, sizes[-1], (n,), generator=g)
    w = None if weights is None else torch.tensor(weights, dtype=torch.float64)
    logits = forward(params, x, activation)
    loss = F.cross_entropy(logits, y, weight=w, label_smoothing=smoothing)
    loss.backward()
    save(name, params)
    save(name, params, "grad.", [p.grad for p in params])
    store(f"{name}/x", x), store(f"{name}/grad.x", x.grad)
    store(f"{name}/y", y, np.int64), store(f"{name}/logits", logits)
    cases[name] = {"kind": "gradient", "activation": activation, "layers": len(sizes) - 1, "loss": loss.item(),
                   "label_smoothing": smoothing, "class_weights": weights or []}


def trajectory(name, seed, **options):
    g = torch.Generator().manual_seed(seed)
    params = layers([6, 5, 4], g)
    save(name, params)
    sgd = torch.optim.SGD(params, **options)
    xs, ys, losses, path = [], [], [], []
    for _ in range(15):
        x = exact(torch.randn(8, 6, generator=g, dtype=torch.float64))
        y = torch.randint(0, 4, (8,), generator=g)
        sgd.zero_grad()
        loss = F.cross_entropy(forward(params, x, "tanh"), y)
        loss.backward()
        sgd.step()
        xs.append(x), ys.append(y), losses.append(loss.item())
        path.append(torch.cat([p.detach().flatten() for p in params]))
    store(f"{name}/X", torch.stack(xs)), store(f"{name}/Y", torch.stack(ys), np.int64)
    store(f"{name}/path", torch.stack(path))
    cases[name] = {"kind": "sgd", "activation": "tanh", "layers": 2, "losses": losses, "sgd": options}


def initial():
    torch.manual_seed(0)
    out = []
    for inputs, outputs in [(784, 512), (64, 300), (9, 1000)]:
        layer = nn.Linear(inputs, outputs)
        w, b = layer.weight.detach().double(), layer.bias.detach().double()
        out.append({"inputs": inputs, "outputs": outputs, "max_abs_weight": w.abs().max().item(), "std_weight": w.std().item(),
                    "max_abs_bias": b.abs().max().item()})
    return out


gradient("softmax", "relu", [7, 4], 10, 1)
gradient("one", "tanh", [5, 3, 2], 1, 2)
for k, activation in enumerate(ACTIVATIONS):
    gradient(f"{activation}1", activation, [6, 5, 3], 9, 10 + k)
    gradient(f"{activation}2", activation, [6, 8, 5, 4], 12, 20 + k)
    gradient(f"{activation}3", activation, [5, 7, 6, 5, 3], 8, 30 + k)
gradient("smoothed", "tanh", [6, 5, 4], 11, 40, smoothing=0.2)
gradient("weighted", "tanh", [6, 5, 4], 11, 41, weights=[0.5, 2.0, 1.25, 3.0])
gradient("both", "sigmoid", [6, 5, 4], 11, 42, smoothing=0.1, weights=[0.5, 2.0, 1.25, 3.0])
trajectory("decay", 50, lr=0.1, weight_decay=0.05)
trajectory("momentum", 51, lr=0.1, momentum=0.9, weight_decay=0.01)
trajectory("nesterov", 52, lr=0.1, momentum=0.8, weight_decay=0.01, nesterov=True)
trajectory("dampening", 53, lr=0.1, momentum=0.9, dampening=0.3)

np.savez_compressed("torch.npz", **{k.replace("/", ":"): v for k, v in arrays.items()})
with open("torch.json", "w") as f:
    json.dump({"torch": torch.__version__, "cases": cases, "init": initial()}, f, indent=1)
