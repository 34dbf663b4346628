"""Makes torch.json: operations with their results and gradients as PyTorch computes them in float64.

Run with torch 2.15.0: python make_torch.py

A case has the inputs (exact in float32), the operation's parameters, its result y, what is taken for ∂loss/∂y
(upstream), and the gradients of all inputs. Numbers that JSON doesn't know are strings.
"""

import json
import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(11)
SHAPES = [(1, 1), (1, 5), (4, 1), (4, 5)]
cases = []


def exact(t):
    """t rounded to float32, as float64."""
    return t.float().double()


def normal(*shape, scale=1.0):
    return exact(torch.randn(*shape, generator=generator) * scale)


def number(v, digits):
    return float(f"{v:.{digits}g}") if math.isfinite(v) else str(v)


def matrix(t, digits=12):
    t = t.detach()
    t = t.reshape(1, -1) if t.dim() < 2 else t
    return {"rows": t.shape[0], "cols": t.shape[1], "data": [number(v, digits) for v in t.flatten().tolist()]}


def inputs(x):
    return [matrix(t, 9) for t in x]  # which tells all float32 apart


def case(op, f, *x, **params):
    x = [exact(t).requires_grad_() for t in x]
    y = f(*x)
    upstream = normal(*y.shape) if y.dim() else torch.tensor(1.0)
    grads = torch.autograd.grad(y, x, upstream, allow_unused=True)
    grads = [torch.zeros_like(a) if g is None else g for a, g in zip(x, grads)]
    cases.append({"op": op, **params, "x": inputs(x), "y": matrix(y), "upstream": matrix(upstream, 9),
                  "grads": [matrix(t) for t in grads]})
    return y


# Products and sums.
for n, k, m in [(1, 1, 1), (1, 5, 3), (4, 1, 2), (3, 7, 5)]:
    case("matmul", lambda a, b: a @ b, normal(n, k), normal(k, m))
    case("matmul_nt", lambda a, b: a @ b.T, normal(n, k), normal(m, k))
    case("matmul_tn", lambda a, b: a.T @ b, normal(k, n), normal(k, m))
    case("linear", F.linear, normal(n, k), normal(m, k), normal(1, m).reshape(-1))
    case("concat", lambda a, b: torch.cat([a, b], 1), normal(n, k), normal(n, m))
    case("reshape", lambda a: a.reshape(k, n), normal(n, k))
    case("l2_penalty", lambda a, b: 0.5 * ((a * a).sum() + (b * b).sum()), normal(n, k), normal(m, 2))
    case("l1", F.l1_loss, normal(n, k), normal(n, k))
    case("mse", F.mse_loss, normal(n, k), normal(n, k))
    case("add", lambda a, b: a + b, normal(n, k), normal(1, k))
    for name, f in {"add": torch.add, "sub": torch.sub, "mul": torch.mul}.items():
        case(name, f, normal(n, k), normal(n, k))
same = normal(2, 3)
case("l1", F.l1_loss, same, same)
case("mse", F.mse_loss, same, same)

# Functions of single values.
ordinary = torch.tensor([[-3.0, -1.0, -1e-3, -0.0, 0.0, 1e-3, 1.0, 3.0]])
extreme = torch.tensor([[-1e30, -1e4, -100.0, -20.0, 1e-30, 20.0, 100.0, 1e4, 1e30]])
step = lambda x: torch.heaviside(x, torch.tensor(0.0))
straight = lambda x: x + (step(x) - x).detach()
for name, f, params in [
    ("relu", F.relu, {}),
    ("leaky_relu", F.leaky_relu, {"p": 0.01}),
    ("leaky_relu", lambda x: F.leaky_relu(x, 0.3), {"p": 0.3}),
    ("sigmoid", torch.sigmoid, {}),
    ("tanh", torch.tanh, {}),
    ("gelu", F.gelu, {}),
    ("gelu_tanh", lambda x: F.gelu(x, approximate="tanh"), {}),
    ("straight", straight, {}),
    ("scale", lambda x: -2.5 * x, {"p": -2.5}),
]:
    for shape in SHAPES:
        case(name, f, normal(*shape, scale=2), **params)
    case(name, f, ordinary, **params)
    if name != "straight":  # the sum above is rounded
        case(name, f, extreme, **params)
case("exp", torch.exp, torch.tensor([[-200.0, -80.0, -1.0, -0.0, 1e-3, 1.0, 80.0]]))
case("log", torch.log, torch.tensor([[1e-30, 0.3, 1.0, 2.0, 1e30]]))
x = torch.cat([ordinary, torch.tensor([[math.nan, math.inf, -math.inf]])], 1)
cases.append({"op": "step", "x": inputs([x]), "y": matrix(step(x)), "upstream": matrix(torch.ones_like(x)),
              "grads": [matrix(torch.zeros_like(x))]})

# Sums and functions of rows.
rows = [normal(*shape, scale=2) for shape in SHAPES] + [
    torch.full((2, 4), 3.0), torch.full((2, 3), -1e30), torch.tensor([[1e4, -1e4, 0.0], [1e30, 1e30, -1e30]])]
for x in rows:
    case("softmax", lambda x: torch.softmax(x, 1), x)
    case("log_softmax", lambda x: torch.log_softmax(x, 1), x)
    case("sum", torch.sum, x)
    case("mean", torch.mean, x)


# Losses of logits and labels.
def focal(z, labels, gamma, w):
    log = torch.log_softmax(z, 1).gather(1, labels[:, None])[:, 0]
    rest = -torch.expm1(log)
    return -(w[labels] * rest**gamma * log).sum() / w[labels].sum()


for x in rows:
    n, c = x.shape
    labels = torch.randint(0, c, (n,), generator=generator)
    weights = exact(torch.rand(c, generator=generator) + 0.1)
    some = {"labels": labels.tolist()}
    both = {**some, "weights": weights.tolist()}
    case("cross_entropy", lambda z: F.cross_entropy(z, labels), x, **some)
    case("cross_entropy", lambda z: F.cross_entropy(z, labels, weights), x, **both)
    for s in [0.1, 1.0]:
        case("cross_entropy", lambda z: F.cross_entropy(z, labels, label_smoothing=s), x, p=s, **some)
        case("cross_entropy", lambda z: F.cross_entropy(z, labels, weights, label_smoothing=s), x, p=s, **both)
    case("hinge", lambda z: F.multi_margin_loss(z, labels), x, **some)
    case("hinge", lambda z: F.multi_margin_loss(z, labels, weight=weights), x, **both)
    for gamma in [0.0, 1.0, 2.0, 2.5]:
        case("focal", lambda z: focal(z, labels, gamma, weights), x, p=gamma, **both)
zero = torch.tensor([0.0, 1.0, 0.5, 0.0, 2.0])
labels = torch.tensor([0, 1, 2, 3])
case("cross_entropy", lambda z: F.cross_entropy(z, labels, zero), normal(4, 5), labels=labels.tolist(), weights=zero.tolist())

# Batch normalisation: two training batches, then one in evaluation.
for n, c in [(2, 1), (6, 1), (2, 5), (9, 5)]:
    for kind in ["random", "equal", "offset"]:
        norm = torch.nn.BatchNorm1d(c)
        for training in [True, True, False]:
            norm.train(training)
            x = {"random": normal(n, c, scale=2), "equal": torch.full((n, c), 1.25), "offset": 1e4 + normal(n, c)}[kind]
            before = {"mean": norm.running_mean.tolist(), "var": norm.running_var.tolist()}

            def f(x, w, b):
                return F.batch_norm(x, norm.running_mean, norm.running_var, w, b, training, 0.1, 1e-5)

            case("batch_norm", f, x, normal(1, c).reshape(-1), normal(1, c).reshape(-1), training=training, **before)
            cases[-1].update(mean_after=norm.running_mean.tolist(), var_after=norm.running_var.tolist())

# The squared error of one-hot targets.
for n, c in SHAPES:
    x, labels = normal(n, c, scale=2), torch.randint(0, c, (n,), generator=generator)
    weights = exact(torch.rand(c, generator=generator) + 0.1)
    target = F.one_hot(labels, c).double()
    some = {"labels": labels.tolist()}
    case("squared_error", lambda z: F.mse_loss(z, target), x, **some)

    def weighted(z):
        rows = F.mse_loss(z, target, reduction="none").mean(1)
        return (weights[labels] * rows).sum() / weights[labels].sum()

    case("squared_error", weighted, x, weights=weights.tolist(), **some)

# The penalty that draws weights to 0, with zeros of both signs.
for shape in SHAPES:
    case("l1_penalty", lambda a, b: a.abs().sum() + b.abs().sum(), normal(*shape), torch.tensor([[-0.0, 0.0, -1e-30, 1e4]]))

with open("torch.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]\n")
