"""Curves of runs that were really trained, with a cause that is known, and what `preflight watch` says of them.

Run outside the project, in a virtual environment with torch 2.13 and numpy:
    python trained_curves.py IMAGES.gz LABELS.gz DIRECTORY PREFLIGHT
Writes a CSV log a run (MNIST's test set, 4,000 images to train, 1,000 to validate; small nets, seconds each), runs
`PREFLIGHT watch LOG --once --json` on each, and prints a table: cause, status of the rule that is meant, other findings.
"""
import csv
import gzip
import json
import os
import subprocess
import sys

import numpy as np
import torch
from torch import nn

images, labels, out, preflight = sys.argv[1:5]
with gzip.open(images) as f:
    x = torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / 255)
with gzip.open(labels) as f:
    y = torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=8).astype(np.int64))
order = torch.from_numpy(np.random.default_rng(0).permutation(len(x)))
x, y = x[order], y[order]
xv, yv = x[4000:5000], y[4000:5000]


def train(name, rate=0.1, steps=600, n=4000, batch=64, optimizer="sgd", schedule=None, labels=None, frozen=False,
          shuffle=True, same=False, wrong_metric=False, width=64, seed=1, clip=None, decay=0.0, nan_at=None):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(784, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10))
    if frozen:
        for p in net.parameters():
            p.requires_grad_(False)
        list(net.parameters())[-1].requires_grad_(True)
        rate = 1e-9
    params = [p for p in net.parameters() if p.requires_grad]
    opt = {"sgd": lambda: torch.optim.SGD(params, rate, weight_decay=decay),
           "momentum": lambda: torch.optim.SGD(params, rate, 0.9, weight_decay=decay),
           "adam": lambda: torch.optim.Adam(params, rate, weight_decay=decay)}[optimizer]()
    ys = y if labels is None else labels(y)
    with open(os.path.join(out, name + ".csv"), "w", newline="") as f:
        log = csv.writer(f)
        log.writerow(["step", "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "lr"])
        per_epoch = n // batch
        perm = torch.arange(n)
        for t in range(steps):
            if t % per_epoch == 0 and shuffle:
                perm = torch.randperm(n)
            i = perm[(t % per_epoch) * batch:(t % per_epoch + 1) * batch]
            for g in opt.param_groups:
                g["lr"] = rate * (schedule(t / steps) if schedule else 1)
            z = net(x[i])
            loss = nn.functional.cross_entropy(z, ys[i])
            if nan_at is not None and t >= nan_at:
                loss = loss * float("nan")
            opt.zero_grad()
            loss.backward()
            if clip:
                nn.utils.clip_grad_norm_(params, clip)
            opt.step()
            guess = z.argmin(1) if wrong_metric else z.argmax(1)
            row = [t, t // per_epoch, loss.item(), (guess == ys[i]).float().mean().item(), "", "", opt.param_groups[0]["lr"]]
            if t % 20 == 19:
                with torch.no_grad():
                    zv = net(xv)
                    row[4] = row[2] if same else nn.functional.cross_entropy(zv, yv).item()
                    row[5] = ((zv.argmin(1) if wrong_metric else zv.argmax(1)) == yv).float().mean().item()
            log.writerow(row)


def cosine(s):
    return 0.5 * (1 + np.cos(np.pi * s))


def restarts(s):
    return cosine((s * 4) % 1)


def cyclic(s):
    return 1 - abs((s * 6) % 2 - 1) * 0.9


def mixed(share, seed):
    def change(y):
        r = np.random.default_rng(seed)
        z = y.numpy().copy()
        i = r.random(len(z)) < share
        z[i] = r.integers(0, 10, i.sum())
        return torch.from_numpy(z)
    return change


RUNS = {
    # name: (rule that is meant or None for healthy, arguments)
    "healthy-sgd": (None, {}),
    "healthy-momentum": (None, dict(optimizer="momentum", rate=0.03)),
    "healthy-adam": (None, dict(optimizer="adam", rate=1e-3)),
    "healthy-cosine": (None, dict(schedule=cosine, rate=0.2)),
    "healthy-restarts": (None, dict(schedule=restarts, rate=0.3)),
    "healthy-cyclic": (None, dict(schedule=cyclic, rate=0.3)),
    "healthy-warmup": (None, dict(schedule=lambda s: min(1, s / 0.05), rate=0.2)),
    "healthy-step": (None, dict(schedule=lambda s: 1 if s < 0.5 else 0.1, rate=0.2)),
    "healthy-batch8": (None, dict(batch=8, rate=0.02, steps=1500)),
    "healthy-batch4": (None, dict(batch=4, rate=0.01, steps=2000)),
    "healthy-batch512": (None, dict(batch=512, rate=0.3)),
    "healthy-decay": (None, dict(decay=1e-3)),
    "healthy-clip": (None, dict(clip=1.0, rate=0.2)),
    "healthy-noisy-labels": (None, dict(labels=mixed(0.2, 1))),
    "healthy-wide": (None, dict(width=256, schedule=cosine)),
    "healthy-long": (None, dict(steps=1500, schedule=cosine, rate=0.1, decay=2e-3)),
    "diverges-sgd": ("R03", dict(rate=8.0)),
    "diverges-adam": ("R03", dict(optimizer="adam", rate=3.0)),
    "diverges-late": ("R03", dict(schedule=lambda s: 1 if s < 0.5 else 200)),
    "nan": ("R20", dict(nan_at=300)),
    "overflow": ("R20", dict(rate=1e4)),
    "cold-sgd": ("R12", dict(rate=3e-4)),
    "cold-adam": ("R12", dict(optimizer="adam", rate=1e-6)),
    "frozen": ("R04", dict(frozen=True)),
    "random-labels": ("R04", dict(labels=mixed(1.0, 1), rate=0.01)),
    "overfit-100": ("R09", dict(n=128, steps=1500, rate=0.1)),
    "overfit-adam": ("R09", dict(n=512, steps=1500, optimizer="adam", rate=3e-3)),
    "overfit-noisy-labels": ("R09", dict(n=1024, labels=mixed(0.4, 1), steps=2000, optimizer="adam", rate=1e-3)),
    "same-examples": ("R10", dict(same=True)),
    "metric-argmin": ("R14", dict(wrong_metric=True)),
    "unshuffled": ("R13", dict(shuffle=False, n=1024, batch=32, steps=1000, rate=0.02, labels=mixed(0.3, 2))),
    "hot-dances": ("R04", dict(rate=1.2, batch=8, steps=1500)),
    "rate-ends-early": ("R12", dict(schedule=lambda s: 1 if s < 0.2 else 1e-3)),
    "spikes": ("R02", dict(schedule=lambda s: 60 if int(s * 600) % 100 == 99 else 1, rate=0.05)),
}

os.makedirs(out, exist_ok=True)
print("| run | meant | says | other warnings and failures | verdict |\n|---|---|---|---|---|")
for name, (rule, arguments) in RUNS.items():
    path = os.path.join(out, name + ".csv")
    if not os.path.exists(path):
        train(name, **arguments)
    answer = subprocess.run(
        [preflight, "watch", path, "--once", "--json", "--validation-size", "1000", "--out", path + ".report"],
        capture_output=True, text=True)
    found = json.loads(answer.stdout)
    says = {f["id"]: f["status"] for f in found["findings"]}
    others = [i + " " + s for i, s in says.items() if s in ("warn", "fail") and i != rule]
    told = "" if rule is None else says[rule]
    print(f"| {name} | {rule or 'healthy'} | {told} | {', '.join(others)} | {found['verdict']} |", flush=True)
