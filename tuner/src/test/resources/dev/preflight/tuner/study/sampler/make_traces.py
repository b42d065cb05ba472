"""Makes the traces in this folder with Optuna 5.0.0 (pip: optuna==5.0.0 numpy): what TPESampler(seed=S)
proposes, trial by trial, and what came of it. TpeTraceTest.java proposes each trial again.

One thing is changed: numpy's default sort leaves equal values in an order that differs from processor to
processor (and so do Optuna's proposals, where whole numbers repeat). Here it sorts stably. The second trace ends at 28 trials: in the next one two choices are equally good to the
last bit but one (0.03509131981127034 and 0.035091319811269894), and the order of a sum decides."""
import functools, json, math
import numpy
numpy.argsort = functools.partial(numpy.argsort, kind="stable")
import optuna
from optuna.samplers import TPESampler
from optuna.trial import TrialState
optuna.logging.set_verbosity(optuna.logging.ERROR)
import warnings
warnings.filterwarnings("ignore")

def log10(x): return math.log(x) / math.log(10)

def mixed(t):
    x = t.suggest_float("x", -5, 5); lr = t.suggest_float("lr", 1e-5, .1, log=True)
    n = t.suggest_int("n", 1, 10); c = t.suggest_categorical("c", ["a", "b", "c"])
    return (x - 1) ** 2 + (log10(lr) + 3) ** 2 + .1 * (n - 4) ** 2 + {"a": 0, "b": .5, "c": 1}[c]

def grids(t):
    d = t.suggest_float("d", 0, .5, step=.05); u = t.suggest_int("u", 16, 1024, log=True); k = t.suggest_int("k", 1, 9, step=2)
    lr = t.suggest_float("lr", 1e-6, 1, log=True); a = t.suggest_categorical("a", ["relu", None, True, 1.5])
    return 2 * (d - .2) ** 2 + .1 * (log10(u) - 2) ** 2 + .05 * (k - 5) ** 2 + .3 * (log10(lr) + 2) ** 2 + {"relu": 0, None: .2, True: .3, 1.5: .1}[a]

def conditional(t):
    o = t.suggest_categorical("opt", ["sgd", "momentum", "adam"]); lr = t.suggest_float("lr", 1e-6, 1, log=True); f = {"sgd": .3, "momentum": .1, "adam": 0}[o]
    f += .3 * (log10(lr) + {"sgd": 1, "momentum": 2, "adam": 3}[o]) ** 2
    if o == "momentum": f += .5 * (t.suggest_float("mom", 0, .99) - .9) ** 2
    if o == "adam": f += 2 * (t.suggest_float("b1", .5, .999) - .9) ** 2
    n = t.suggest_int("layers", 1, 3); f += .1 * (n - 2) ** 2
    for i in range(n): f += .05 * (log10(t.suggest_int(f"u{i}", 8, 512, log=True)) - 2) ** 2
    return f

def two(t):
    x = t.suggest_float("x", 0, 1); y = t.suggest_float("y", 0, 1); n = t.suggest_int("n", 0, 4)
    g = 1 + 3 * y + .1 * n
    return x, g * (1 - math.sqrt(x / g))

def three(t):
    x = t.suggest_float("x", 0, 1); y = t.suggest_float("y", 0, 1); z = t.suggest_float("z", 0, 1)
    return x + .1 * z, y + .2 * z * z, (1 - x) * (1 - y) + z

def constrained(t):
    x = t.suggest_float("x", 0, 1); y = t.suggest_float("y", 0, 1)
    t.set_constraint("c0", 1.5 - x - 2 * y - .5 * math.sin(2 * math.pi * (x * x - 2 * y))); t.set_constraint("c1", x * x + y * y - 1.5)
    return x + y

def pruned(t):
    x = t.suggest_float("x", 0, 1); w = t.suggest_int("w", 8, 512, log=True)
    for k in range(1, 6):
        v = (x - .3) ** 2 / k + .1 * (log10(w) - 2) ** 2
        t.report(float("nan") if t.number == 7 and k == 2 else v, k)
        if t.number % 3 == 1 and k == 1 + t.number % 4: raise optuna.TrialPruned()
    return v

def liar(study, objective, n, width):
    """width trials run side by side; they are asked and told in turn, oldest first."""
    running = []
    for _ in range(n):
        t = study.ask(); running.append((t, objective(t)))
        if len(running) == width: done, v = running.pop(0); study.tell(done, v)
    for done, v in running: study.tell(done, v)

def trace(name, objective, n, seed, directions=("minimize",), width=1, **options):
    study = optuna.create_study(directions=list(directions), sampler=TPESampler(seed=seed, **options), pruner=optuna.pruners.NopPruner())
    if width > 1: liar(study, objective, n, width)
    else: study.optimize(objective, n_trials=n)
    return {"name": name, "seed": seed, "directions": list(directions), "width": width, "trials": [
        {"params": t.params, "values": t.values, "state": t.state.name, "constraints": t.constraints, "reports": t.intermediate_values} for t in study.trials]}

out = [trace("mixed", mixed, 60, 42), trace("mixed", mixed, 28, 42, multivariate=False), trace("mixed maximize", lambda t: -mixed(t), 40, 3, directions=("maximize",)),
       trace("grids", grids, 60, 1), trace("conditional", conditional, 60, 2), trace("conditional", conditional, 60, 2, group=True),
       trace("mixed", mixed, 40, 5, width=4), trace("two", two, 50, 6, directions=("minimize", "minimize")),
       trace("two", two, 50, 6, directions=("minimize", "minimize"), multivariate=True), trace("three", three, 50, 7, directions=("minimize", "minimize", "maximize")),
       trace("constrained", constrained, 50, 8), trace("pruned", pruned, 50, 9)]
options = [{}, {"multivariate": False}, {}, {}, {}, {"group": True}, {}, {}, {"multivariate": True}, {}, {}, {}]
for o, t in zip(options, out): t["options"] = o
with open("tpe-traces.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(t) for t in out) + "\n]\n")
