"""Makes optim.json: steps of optimizers, learning rates of schedules and moving averages from PyTorch, and what Lightning's
formula finds on curves of a range test.

Run with torch 2.15.0 and numpy 2.4.6: python make_optim.py
All numbers are float64; those that go in are exact in float32.
"""

import json

import numpy as np
import torch
from torch.optim import lr_scheduler as ls
from torch.optim.swa_utils import AveragedModel

torch.set_default_dtype(torch.float64)


def exact(t):
    """t rounded to float32, as float64."""
    return t.float().double()


def steps(seed, method, clip=0.0, n=11, count=20, **settings):
    """count steps on random gradients, after clipping."""
    g = torch.Generator().manual_seed(seed)
    param = exact(torch.randn(n, generator=g)).requires_grad_()
    optimizer = method([param], **settings)
    case = {"start": param.tolist(), "grads": [], "params": []}
    for _ in range(count):
        param.grad = exact(torch.randn(n, generator=g))
        case["grads"].append(param.grad.tolist())
        if clip:
            torch.nn.utils.clip_grad_norm_([param], clip)
        optimizer.step()
        case["params"].append(param.tolist())
    names = dict(settings)
    if "betas" in names:
        names["beta1"], names["beta2"] = names.pop("betas")
    case["optimizer"] = {"optimizer": method.__name__.lower(), "clip_norm": clip, **names}
    return case


def rates(make, count, lr=0.1, losses=None):
    """The rate before each of count steps; a scheduler that looks at losses is given one after each."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler, out = make(optimizer), []
    for t in range(count):
        out.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if losses is None:
            scheduler.step()
        else:
            scheduler.step(losses[t])
    return out


def warm(optimizer, steps, then):
    """steps of linear warm-up, and then another scheduler."""
    first = ls.LinearLR(optimizer, start_factor=1 / (steps + 1), total_iters=steps)
    return ls.SequentialLR(optimizer, [first, then], milestones=[steps])


def schedules():
    g = torch.Generator().manual_seed(9)
    losses = (torch.linspace(1, 0.2, 60).clamp(min=0.5) + 0.1 * torch.rand(60, generator=g)).tolist()
    flat = [1.0] * 10 + [0.99995] * 10 + [0.5] * 40
    out = []

    def case(schedule, steps, per_epoch, rates, losses=None):
        out.append({"schedule": schedule, "steps": steps, "per_epoch": per_epoch, "rates": rates, "losses": losses})

    constant = lambda o: ls.ConstantLR(o, factor=1)
    case({"schedule": "constant"}, 12, 4, rates(constant, 12))
    case({"schedule": "constant", "warmup": 5}, 12, 4, rates(lambda o: warm(o, 5, constant(o)), 12))
    for every, factor in [(1, 0.5), (3, 0.1)]:
        case({"schedule": "step", "step_every": every, "step_factor": factor}, 10, 1,
             rates(lambda o: ls.StepLR(o, every, factor), 10))
    for low in [0.0, 0.01]:
        case({"schedule": "cosine", "min_lr": low}, 40, 8, rates(lambda o: ls.CosineAnnealingLR(o, 40, low), 40))
        case({"schedule": "cosine", "min_lr": low, "warmup": 0.25}, 40, 8,
             rates(lambda o: warm(o, 10, ls.CosineAnnealingLR(o, 30, low)), 40))
    for n in [1, 2, 3, 4, 7, 10, 100]:
        case({"schedule": "one_cycle"}, n, 1, one_cycle(n))
    for patience, factor, low, seen in [(1, 0.5, 0.0, losses), (3, 0.1, 0.004, losses), (2, 0.5, 0.0, flat)]:
        case({"schedule": "plateau", "plateau_patience": patience, "plateau_factor": factor, "min_lr": low}, 60, 1,
             rates(lambda o: ls.ReduceLROnPlateau(o, factor=factor, patience=patience - 1, min_lr=low), 60, losses=seen), seen)
    return out


def one_cycle(n):
    """The rates of OneCycleLR, which may not be stepped after the last step."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler, out = ls.OneCycleLR(optimizer, 0.1, total_steps=n, cycle_momentum=False), []
    for t in range(n):
        out.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if t + 1 < n:
            scheduler.step()
    return out


def averages(decay, n=5, count=40):
    """AveragedModel with a decay that grows with the number of models averaged."""
    g = torch.Generator().manual_seed(7)
    model = torch.nn.Linear(n, 1, bias=False)
    update = lambda average, now, t: average + (1 - min(decay, (1 + t) / (10 + t))) * (now - average)
    average = AveragedModel(model, avg_fn=update)
    case = {"decay": decay, "params": [], "averages": []}
    for _ in range(count):
        with torch.no_grad():
            model.weight.copy_(exact(torch.randn(1, n, generator=g)))
        average.update_parameters(model)
        case["params"].append(model.weight.flatten().tolist())
        case["averages"].append(average.module.weight.detach().flatten().tolist())
    return case


def finder(seed, n, low, high):
    """A curve that falls and rises again, with noise; smoothed and judged as lightning.pytorch.tuner.lr_finder does."""
    g = torch.Generator().manual_seed(seed)
    at = torch.linspace(0, 1, n)
    losses = (2.3 - 1.8 / (1 + torch.exp(-20 * (at - 0.5))) + torch.exp(12 * (at - 0.9)) + 0.1 * torch.randn(n, generator=g)).tolist()
    average, smoothed = 0.0, []
    for t, loss in enumerate(losses):
        average = 0.98 * average + 0.02 * loss
        smoothed.append(average / (1 - 0.98 ** (t + 1)))
        if t > 1 and smoothed[-1] > 4 * min(smoothed):
            break
    steepest = np.gradient(np.array(smoothed)[n // 10 : -1]).argmin() + n // 10
    return {"from": low, "to": high, "losses": losses, "smoothed": smoothed, "suggestion": low * (high / low) ** (steepest / (n - 1))}


SGD, AdamW = torch.optim.SGD, torch.optim.AdamW
golden = {
    "torch": torch.__version__,
    "optimizers": {
        "plain": steps(1, SGD, lr=0.1, momentum=0.0),
        "decay": steps(2, SGD, lr=0.1, momentum=0.0, weight_decay=0.05),
        "momentum": steps(3, SGD, lr=0.1, momentum=0.9, weight_decay=0.01),
        "dampening": steps(4, SGD, lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.01),
        "nesterov": steps(5, SGD, lr=0.1, momentum=0.8, weight_decay=0.01, nesterov=True),
        "clipped": steps(6, SGD, clip=2.5, lr=0.1, momentum=0.9, weight_decay=0.01),
        "adamw": steps(7, AdamW, lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
        "adamw, other betas": steps(8, AdamW, lr=0.05, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.3),
        "adamw, clipped": steps(9, AdamW, clip=2.5, lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0),
    },
    "schedules": schedules(),
    "averages": [averages(0.5), averages(0.999)],
    "finders": [finder(1, 100, 1e-7, 10.0), finder(2, 300, 1e-5, 1.0)],
}
with open("optim.json", "w") as f:
    json.dump(golden, f)
