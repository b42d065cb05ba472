"""What a schedule costs per step in PyTorch and in Optax, to hold beside benchmarks/schedules.

Run outside the project, in a virtual environment with torch, jax and optax:
    python schedule_cost.py
Prints nanoseconds per step, the best of three rounds: of scheduler.step() with an optimizer of one
parameter group in PyTorch; in Optax of calling the schedule with a count, of calling it compiled,
and of one turn of a compiled loop over 10,000 counts.
"""
import time
import warnings

import jax
import jax.numpy as jnp
import optax
import torch
from torch.optim import lr_scheduler as lr

warnings.filterwarnings("ignore")
UPDATES = 10_000


def best(run, steps, rounds=3):
    times = []
    for _ in range(rounds):
        started = time.perf_counter_ns()
        run()
        times.append((time.perf_counter_ns() - started) / steps)
    return min(times)


def optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)


TORCH = {
    "StepLR": lambda o: lr.StepLR(o, 30),
    "CosineAnnealingLR": lambda o: lr.CosineAnnealingLR(o, UPDATES),
    "CosineAnnealingWarmRestarts": lambda o: lr.CosineAnnealingWarmRestarts(o, 10, 2),
    "CyclicLR": lambda o: lr.CyclicLR(o, 0.01, 0.1, 50),
    "OneCycleLR": lambda o: lr.OneCycleLR(o, 0.1, total_steps=UPDATES + 10),
    "SequentialLR(LinearLR, CosineAnnealingLR)": lambda o: lr.SequentialLR(
        o, [lr.LinearLR(o, 0.1, total_iters=500), lr.CosineAnnealingLR(o, UPDATES - 500)], [500]),
}

OPTAX = {
    "exponential_decay": optax.exponential_decay(0.1, 50, 0.96),
    "cosine_decay_schedule": optax.cosine_decay_schedule(0.1, UPDATES),
    "warmup_cosine_decay_schedule": optax.warmup_cosine_decay_schedule(0, 0.1, 500, UPDATES),
    "cosine_onecycle_schedule": optax.cosine_onecycle_schedule(UPDATES, 0.1),
}

print("| schedule | ns per step |")
print("|---|---|")
for name, make in TORCH.items():
    def run():
        o = optimizer()
        o.step()
        scheduler = make(o)
        for _ in range(UPDATES):
            scheduler.step()
    print(f"| torch {name} | {best(run, UPDATES):,.0f} |")

for name, schedule in OPTAX.items():
    def call():
        for t in range(300):
            schedule(t).block_until_ready()

    compiled = jax.jit(schedule)
    compiled(0)

    def call_compiled():
        for t in range(2000):
            compiled(t).block_until_ready()

    @jax.jit
    def loop():
        return jax.lax.fori_loop(0, UPDATES, lambda t, s: s + schedule(t), jnp.float32(0))

    loop().block_until_ready()
    print(f"| optax {name}, called | {best(call, 300):,.0f} |")
    print(f"| optax {name}, called compiled | {best(call_compiled, 2000):,.0f} |")
    print(f"| optax {name}, in a compiled loop | {best(lambda: loop().block_until_ready(), UPDATES):,.0f} |")
