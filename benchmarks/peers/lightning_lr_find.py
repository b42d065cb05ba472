"""The learning-rate finder of PyTorch Lightning on the same net, data and batch size.

Run outside the project, in a virtual environment with torch and lightning:
    python lightning_lr_find.py IMAGES.gz LABELS.gz
Prints the seconds that Tuner.lr_find took (100 updates, batch 64) and what it suggests.
"""
import gzip
import logging
import sys
import time
import warnings

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

started = time.perf_counter()
warnings.filterwarnings("ignore")
logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
import lightning as L  # noqa: E402
from lightning.pytorch.tuner import Tuner  # noqa: E402


class LeNet(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.learning_rate = 1e-3
        self.net = nn.Sequential(
            nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(64 * 49, 512), nn.ReLU(), nn.Linear(512, 10))
        for layer in self.net:
            if isinstance(layer, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                nn.init.zeros_(layer.bias)

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.learning_rate, momentum=0.9)


def read(path, offset):
    with gzip.open(path) as f:
        return np.frombuffer(f.read(), np.uint8, offset=offset)


images = torch.from_numpy(read(sys.argv[1], 16).reshape(-1, 1, 28, 28)[:8000].astype(np.float32) / 255)
labels = torch.from_numpy(read(sys.argv[2], 8)[:8000].astype(np.int64))
torch.manual_seed(0)
loader = DataLoader(TensorDataset(images, labels), batch_size=64, shuffle=True)
trainer = L.Trainer(max_epochs=1, accelerator="cpu", logger=False, enable_checkpointing=False,
                    enable_progress_bar=False, enable_model_summary=False)
model = LeNet()
before = time.perf_counter()
finder = Tuner(trainer).lr_find(model, loader, num_training=100)
inside = time.perf_counter() - before
print(f"inside {inside:.3f} s, suggestion {finder.suggestion()}, points {len(finder.results['lr'])}, "
      f"whole {time.perf_counter() - started:.3f} s, torch {torch.__version__}, lightning {L.__version__}")
