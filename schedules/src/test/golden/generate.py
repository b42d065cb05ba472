"""Writes the golden files: what other libraries' schedules really give, step by step.

Each case is one spec of ours that is also a Python expression; this script evaluates it with the
library it names. A line of a golden file is `spec|quantity|v0,v1,...`, where v_t is the value used
for update t and quantity is rate or momentum. Numbers are Python's shortest exact text.

    python generate.py ../resources/golden [torch keras timm optax hf]
"""

import os
import random
import sys
import types
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"  # the numpy backend makes everything float32
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.filterwarnings("ignore")

import torch as pytorch  # noqa: E402
import torch.optim.lr_scheduler as torch_schedulers  # noqa: E402

STEPS = 220
true, false = True, False


def optimizer(lr, momentum=0.9):
    return pytorch.optim.SGD([pytorch.nn.Parameter(pytorch.zeros(1))], lr=lr, momentum=momentum)


class Torch:
    """A scheduler that still waits for its optimizer."""

    def __init__(self, name, lr, arguments, parts=()):
        self.name, self.lr, self.arguments, self.parts = name, lr, arguments, parts

    def build(self, opt):
        kind = getattr(torch_schedulers, self.name)
        if self.name == "SequentialLR":
            return kind(opt, [part.build(opt) for part in self.parts], **self.arguments)
        if self.name == "ChainedScheduler":
            return kind([part.build(opt) for part in self.parts], opt)
        return kind(opt, **self.arguments)

    def values(self):
        lr = self.lr
        if lr is None:
            lr = self.parts[0].lr if self.parts else self.arguments["max_lr"]
        opt = optimizer(lr)
        scheduler = self.build(opt)
        rates, momenta = [], []
        for t in range(STEPS):
            rates.append(opt.param_groups[0]["lr"])
            momenta.append(opt.param_groups[0]["momentum"])
            opt.step()
            if t + 1 < STEPS:
                scheduler.step()
        if self.name in ("CyclicLR", "OneCycleLR") and self.arguments.get("cycle_momentum", True):
            return {"rate": rates, "momentum": momenta}
        return {"rate": rates}


def torch_kind(name):
    def make(*parts, lr=None, **arguments):
        return Torch(name, lr, arguments, parts)

    return make


TORCH = types.SimpleNamespace(
    **{
        name: torch_kind(name)
        for name in (
            "StepLR MultiStepLR ConstantLR LinearLR ExponentialLR PolynomialLR CosineAnnealingLR "
            "CosineAnnealingWarmRestarts CyclicLR OneCycleLR SequentialLR ChainedScheduler"
        ).split()
    }
)


class Function:
    """A library's schedule that is a function of the step."""

    def __init__(self, function):
        self.function = function

    def values(self):
        return {"rate": [float(self.function(t)) for t in range(STEPS)]}


def keras_namespace():
    import keras
    import numpy

    schedules = keras.optimizers.schedules

    def double(value):
        # A Python float becomes a float32 tensor, an array of doubles one of doubles.
        if isinstance(value, list):
            return [double(item) for item in value]
        return numpy.array(value) if isinstance(value, float) else value

    def make(name):
        def build(**arguments):
            doubles = {key: double(value) for key, value in arguments.items()}
            return Function(getattr(schedules, name)(**doubles))

        return build

    names = (
        "ExponentialDecay PiecewiseConstantDecay PolynomialDecay InverseTimeDecay CosineDecay "
        "CosineDecayRestarts"
    ).split()
    return types.SimpleNamespace(**{name: make(name) for name in names})


def timm_namespace():
    # timm's own __init__ needs a matching torchvision; its schedulers need only torch.
    import importlib.util

    package = importlib.util.module_from_spec(importlib.util.find_spec("timm"))
    sys.modules["timm"] = package
    import timm.scheduler as schedulers

    def make(name):
        def build(lr, **arguments):
            kind = getattr(schedulers, name)
            return Function(lambda t: kind(optimizer(lr), **arguments)._get_values(t)[0])

        return build

    names = (
        "CosineLRScheduler PolyLRScheduler TanhLRScheduler StepLRScheduler MultiStepLRScheduler"
    ).split()
    return types.SimpleNamespace(**{name: make(name) for name in names})


def optax_namespace():
    import jax
    import optax

    def make(name):
        def build(**arguments):
            for old, new in (("boundaries", "scales"),):
                if new in arguments:
                    arguments["boundaries_and_scales"] = dict(
                        zip(arguments.pop(old), arguments.pop(new))
                    )
            return Function(getattr(optax, name)(**arguments))

        return build

    def join(*parts, boundaries):
        return Function(optax.join_schedules([part.function for part in parts], boundaries))

    assert jax.config.jax_enable_x64
    names = (
        "constant_schedule linear_schedule polynomial_schedule exponential_decay "
        "piecewise_constant_schedule cosine_decay_schedule warmup_constant_schedule "
        "warmup_cosine_decay_schedule warmup_exponential_decay_schedule cosine_onecycle_schedule "
        "linear_onecycle_schedule"
    ).split()
    return types.SimpleNamespace(join_schedules=join, **{name: make(name) for name in names})


def hf_namespace():
    from transformers import optimization as hf

    functions = {
        "constant_with_warmup": hf.get_constant_schedule_with_warmup,
        "linear": hf.get_linear_schedule_with_warmup,
        "cosine": hf.get_cosine_schedule_with_warmup,
        "cosine_with_restarts": hf.get_cosine_with_hard_restarts_schedule_with_warmup,
        "polynomial": hf.get_polynomial_decay_schedule_with_warmup,
        "inverse_sqrt": hf.get_inverse_sqrt_schedule,
        "cosine_with_min_lr": hf.get_cosine_with_min_lr_schedule_with_warmup,
        "warmup_stable_decay": hf.get_wsd_schedule,
    }

    def make(function):
        def build(lr, **arguments):
            scheduler = function(optimizer(lr), **arguments)
            return Function(lambda t: lr * scheduler.lr_lambdas[0](t))

        return build

    return types.SimpleNamespace(**{name: make(f) for name, f in functions.items()})


def torch_plateau(mode, factor, patience, cooldown):
    opt = optimizer(0.1)
    scheduler = torch_schedulers.ReduceLROnPlateau(
        opt, mode=mode, factor=factor, patience=patience, cooldown=cooldown
    )

    def check(metric):
        opt.step()
        scheduler.step(metric)
        return opt.param_groups[0]["lr"]

    return check


def keras_plateau(mode, factor, patience, cooldown):
    import keras

    callback = keras.callbacks.ReduceLROnPlateau(
        monitor="metric", mode=mode, factor=factor, patience=patience, cooldown=cooldown
    )
    model = types.SimpleNamespace(optimizer=types.SimpleNamespace(learning_rate=0.1))
    callback.set_model(model)
    callback.on_train_begin()

    def check(metric):
        callback.on_epoch_end(0, {"metric": metric})
        return model.optimizer.learning_rate

    return check


def optax_plateau(mode, factor, patience, cooldown):
    optax_namespace()
    import jax
    import jax.numpy as jnp
    import optax

    rule = optax.contrib.reduce_on_plateau(factor=factor, patience=patience, cooldown=cooldown)
    params = jnp.zeros((), jnp.float64)
    state = [rule.init(params)]
    update = jax.jit(lambda state, value: rule.update(params, state, value=value)[1])

    def check(metric):
        state[0] = update(state[0], jnp.float64(metric))
        return 0.1 * float(state[0].scale)

    return check


PLATEAUS = {"torch": torch_plateau, "keras": keras_plateau, "optax": optax_plateau}


def plateau(folder, library):
    """Reduce on plateau: `mode|factor|patience|cooldown|metrics|rates after each check`."""
    lines = []
    for seed, (mode, factor, patience, cooldown) in enumerate(
        [("min", 0.1, 10, 0), ("min", 0.5, 2, 3), ("max", 0.3, 5, 1)]
    ):
        if library == "optax" and mode == "max":
            mode = "min"  # It has no mode, and takes a worse negative metric for a better one.
        noise = random.Random(seed)
        trend = [(0.97**t if mode == "min" else 1 - 0.97**t) for t in range(STEPS)]
        metrics = [value + 0.02 + 0.01 * noise.random() for value in trend]
        check = PLATEAUS[library](mode, factor, patience, cooldown)
        rates = [check(metric) for metric in metrics]
        fields = [mode, factor, patience, cooldown, *(",".join(map(repr, x)) for x in (metrics, rates))]
        lines.append("|".join(map(str, fields)))
    (folder / f"{library}-plateau.csv").write_text("\n".join(lines) + "\n")


def main(folder):
    spaces = {
        "torch": lambda: TORCH,
        "keras": keras_namespace,
        "timm": timm_namespace,
        "optax": optax_namespace,
        "hf": hf_namespace,
    }
    cases = Path(__file__).with_name("cases.txt").read_text().splitlines()
    cases = [case for case in cases if case and not case.startswith("#")]
    wanted = sys.argv[2:] or list(spaces)
    for library in wanted:
        space = spaces[library]
        own = [case for case in cases if case.startswith(library + ".")]
        namespace = {library: space(), "true": true, "false": false}
        lines = []
        for case in own:
            for quantity, values in eval(case, namespace).values().items():
                numbers = ",".join(repr(float(value)) for value in values)
                lines.append(f"{case}|{quantity}|{numbers}")
        (folder / f"{library}.csv").write_text("\n".join(lines) + "\n")
        print(library, len(own), "cases")
        if library in PLATEAUS:
            plateau(folder, library)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
