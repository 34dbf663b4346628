"""PyTorch, eager, as one writes it who cares about time: everything in memory, and batches by index_select."""

import os

import torch
import torch.nn.functional as F
from torch import nn

from train import CLASSES, HIDDEN, LR, MOMENTUM, WEIGHT_DECAY

VERSION = f"PyTorch {torch.__version__}, torch.optim.SGD"

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def network(model):
    if model == "softmax":
        return nn.Linear(784, CLASSES)
    return nn.Sequential(nn.Linear(784, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))


class Training:
    fused = None  # as torch.optim.SGD decides

    def __init__(self, x, y, model, batch, seed):
        torch.manual_seed(seed)
        self.x, self.y, self.batch = torch.from_numpy(x), torch.from_numpy(y), batch
        self.network = network(model)
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=LR, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY, fused=self.fused
        )

    def step(self, chosen):
        loss = F.cross_entropy(self.network(self.x.index_select(0, chosen)), self.y.index_select(0, chosen))
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def epoch(self):
        total = torch.zeros(())
        for chosen in torch.randperm(len(self.x)).split(self.batch):
            total += self.step(chosen) * len(chosen)
        return total.item() / len(self.x)

    @torch.inference_mode()
    def predict(self, x):
        return self.network(torch.from_numpy(x)).argmax(1).numpy()

    def save(self, path):
        torch.save(self.network.state_dict(), path)


def follow(x, y, weights, order, steps, batch):
    training = Training(x, y, "mlp", batch, 0)
    nn.utils.vector_to_parameters(torch.from_numpy(weights), training.network.parameters())
    batches = torch.from_numpy(order).split(batch)[:steps]
    return [training.step(chosen).item() for chosen in batches]
