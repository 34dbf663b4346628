from need import need

torch = need("torch")
import numpy as np
from torch.utils.data import DataLoader, Dataset

from expect import main


class Npz(Dataset):
    """The dataset that the documentation shows."""

    def __init__(self, path):
        z = np.load(path)
        self.images, self.labels = z["images"], z["labels"]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return torch.from_numpy(self.images[i]), int(self.labels[i])


def check(e, file):
    batches = list(DataLoader(Npz(file("u.npz")), batch_size=16, num_workers=2))
    e.same("images", torch.cat([x for x, _ in batches]).numpy(), e.chw)
    e.same("labels", torch.cat([y for _, y in batches]).numpy(), e.labels)


main(check)
