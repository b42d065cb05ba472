"""Writes optimizers.csv: 24 steps of torch.optim in double precision on a fixed quadratic.

    python optimizers.py > optimizers.csv          (torch 2.13)

The problem: a kernel W [2, 3] and a bias b [3]; loss = sum(C * (W - A)^2) / 2 + sum(D * (b - B)^2) / 2, so that
every gradient is known in closed form. The rate changes with every step; where a case says so, the momentum
does too. Each line: case, step (from 1), the rate, the momentum, then W in row-major order and b after the step.
"""

import torch

torch.set_default_dtype(torch.float64)
STEPS = 24
C = torch.tensor([[1.0, 2.0, 0.5], [0.1, 3.0, 1.0]])
A = torch.tensor([[0.3, -0.7, 1.2], [2.0, -0.1, 0.4]])
D = torch.tensor([1.5, 0.2, 0.8])
B = torch.tensor([0.5, -1.0, 0.25])
W0 = torch.tensor([[0.0, 0.1, -0.2], [0.3, 0.4, -0.5]])


def rate(base, step):
    return base * (0.4 + 0.1 * (step % 7))


def momentum(base, step, cycles):
    return base - 0.1 * (step % 3) if cycles else base


CASES = {
    "sgd": (0.1, 0, lambda w, b: torch.optim.SGD([w, b], lr=1)),
    "momentum": (0.02, 0.9, lambda w, b: torch.optim.SGD([w, b], lr=1, momentum=0.9)),
    "nesterov": (0.02, 0.9, lambda w, b: torch.optim.SGD([w, b], lr=1, momentum=0.9, nesterov=True)),
    "adagrad": (0.3, 0, lambda w, b: torch.optim.Adagrad([w, b], lr=1, eps=1e-10)),
    "adadelta": (1.0, 0, lambda w, b: torch.optim.Adadelta([w, b], lr=1, rho=0.9, eps=1e-6)),
    "rmsprop": (0.01, 0.9, lambda w, b: torch.optim.RMSprop(
        [w, b], lr=1, alpha=0.99, eps=1e-8, momentum=0.9)),
    "adam": (0.05, 0.9, lambda w, b: torch.optim.Adam([w, b], lr=1, eps=1e-8)),
    # Decoupled decay of the kernel alone.
    "adamw": (0.05, 0.9, lambda w, b: torch.optim.AdamW(
        [{"params": [w], "weight_decay": 0.1}, {"params": [b], "weight_decay": 0.0}], lr=1, eps=1e-8)),
}


def run(name, cycles):
    base, base_momentum, make = CASES[name]
    w = W0.clone().requires_grad_(True)
    b = torch.zeros(3, requires_grad=True)
    optimizer = make(w, b)
    for step in range(1, STEPS + 1):
        lr, m = rate(base, step), momentum(base_momentum, step, cycles)
        for group in optimizer.param_groups:
            group["lr"] = lr
            if cycles:
                group["momentum"] = m
        optimizer.zero_grad()
        loss = (C * (w - A) ** 2).sum() / 2 + (D * (b - B) ** 2).sum() / 2
        loss.backward()
        optimizer.step()
        numbers = [lr, m] + w.detach().flatten().tolist() + b.detach().tolist()
        print(",".join([name + ("-cycled" if cycles else ""), str(step)] + [repr(x) for x in numbers]))


for case in CASES:
    run(case, False)
# torch's Adam has one bias correction for all steps, so a changing beta1 is checked against the paper's rule only.
for case in ("momentum", "nesterov", "rmsprop"):
    run(case, True)
