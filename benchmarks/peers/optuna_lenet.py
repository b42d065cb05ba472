"""Optuna 5.0.0 and PyTorch at the whole job of benchmarks/studies job: 40 trials of lenet on 8,000 digits of MNIST.

Run outside the project, in a virtual environment with torch and optuna==5.0.0:
    python optuna_lenet.py IMAGES.gz LABELS.gz SEED
Rate log 1e-5..1, decoupled weight decay of the kernels log 1e-6..1e-2, momentum 0.9, batch 64, 200 updates, the loss on 2,000
validation digits every 20, the median pruner with the first tenth spared, TPE, in memory. Prints seconds, the best final loss
and the updates that were made.
"""
import gzip
import sys
import time
import warnings

import numpy as np
import optuna
import torch
from torch import nn

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
SEED = int(sys.argv[3])


def read(path, offset):
    with gzip.open(path) as f:
        return np.frombuffer(f.read(), np.uint8, offset=offset)


order = np.random.default_rng(0).permutation(10000)
images = torch.from_numpy(read(sys.argv[1], 16).reshape(-1, 1, 28, 28)[order].astype(np.float32) / 255)
labels = torch.from_numpy(read(sys.argv[2], 8)[order].astype(np.int64))
train_x, train_y, valid_x, valid_y = images[:8000], labels[:8000], images[8000:], labels[8000:]
updates = 0


def net():
    torch.manual_seed(SEED)
    layers = nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 49, 512), nn.ReLU(), nn.Linear(512, 10))
    for layer in layers:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return layers


def objective(trial):
    global updates
    rate = trial.suggest_float("learning_rate", 1e-5, 1, log=True)
    decay = trial.suggest_float("weight_decay", 1e-6, 1e-2, log=True)
    model = net()
    kernels = [p for p in model.parameters() if p.ndim > 1]
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
    loss_of = nn.CrossEntropyLoss()
    shuffled = torch.randperm(8000, generator=torch.Generator().manual_seed(SEED))
    for update in range(1, 201):
        at = (update - 1) % 125 * 64
        batch = shuffled[at:at + 64]
        optimizer.zero_grad()
        loss = loss_of(model(train_x[batch]), train_y[batch])
        loss.backward()
        with torch.no_grad():
            for p in kernels:
                p.mul_(1 - rate * decay)
        optimizer.step()
        updates += 1
        if not torch.isfinite(loss):
            raise FloatingPointError
        if update % 20 == 0:
            with torch.no_grad():
                total = sum(loss_of(model(x), y).item() * len(y) for x, y in zip(valid_x.split(500), valid_y.split(500)))
            value = total / 2000
            trial.report(value, update)
            if update < 200 and trial.should_prune():
                raise optuna.TrialPruned()
    return value


started = time.perf_counter()
study = optuna.create_study(
    sampler=optuna.samplers.TPESampler(seed=SEED), pruner=optuna.pruners.MedianPruner(n_warmup_steps=20))
study.optimize(objective, n_trials=40, catch=(FloatingPointError,))
print(f"{time.perf_counter() - started:.1f}\t{study.best_value:.4f}\t{updates}")
