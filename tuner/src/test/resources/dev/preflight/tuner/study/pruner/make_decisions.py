"""Makes pruner-decisions.json with Optuna 5.0.0 (pip: optuna==5.0.0 numpy scipy==1.17.1): studies of trials whose
curves are made up here, and where each of Optuna's pruners gave them up. PrunerDecisionsTest.java decides again."""
import json, math, warnings
import numpy as np
import optuna
from optuna import pruners as p
warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

def curve(rng, kind, step, floor, speed, shift):
    v = floor + (2.3 - floor) * math.exp(-speed * step) + .05 * rng.standard_normal()
    if kind == "ragged" and rng.random() < .03: v = [math.nan, math.inf, -math.inf][rng.integers(3)]
    return v + (shift * step if kind == "crossing" else 0)

def study(name, make, kind, direction="minimize", trials=40, steps=range(0, 20), seed=0):
    rng = np.random.default_rng(seed)
    s = optuna.create_study(study_name=name, direction=direction, pruner=make(), sampler=optuna.samplers.RandomSampler(seed=seed))
    for _ in range(trials):
        t = s.ask(); floor, speed, shift = rng.uniform(.1, 1), rng.uniform(.02, .6), rng.uniform(-.05, .05); pruned = False; values = []
        for step in steps:
            v = curve(rng, kind, step, floor, speed, shift)
            if kind == "seeds": v = floor + .02 * round(float(rng.standard_normal()), 1)
            if direction == "maximize": v = -v
            values.append(v); t.report(v, step)
            if t.should_prune(): pruned = True; break
        if pruned: s.tell(t, state=optuna.trial.TrialState.PRUNED)
        else:
            end = float(np.mean(values)) if kind == "seeds" else values[-1]
            s.tell(t, end if math.isfinite(end) else 9.0)
    return {"study": name, "direction": direction.upper(), "trials": [
        {"state": t.state.name, "value": t.value, "reports": t.intermediate_values, "system": t.system_attrs} for t in s.trials]}

MAKE = {"median": p.MedianPruner, "median spared": lambda: p.MedianPruner(n_startup_trials=3, n_warmup_steps=4, interval_steps=3, n_min_trials=4),
        "percentile": lambda: p.PercentilePruner(25.0, n_startup_trials=4), "threshold": lambda: p.ThresholdPruner(lower=.2, upper=1.9, n_warmup_steps=2, interval_steps=2),
        "patient": lambda: p.PatientPruner(p.MedianPruner(n_startup_trials=3), patience=2, min_delta=.01),
        "asha auto": p.SuccessiveHalvingPruner, "asha": lambda: p.SuccessiveHalvingPruner(min_resource=2, reduction_factor=3),
        "asha late": lambda: p.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2, min_early_stopping_rate=1, bootstrap_count=3),
        "hyperband": lambda: p.HyperbandPruner(min_resource=1, max_resource=20, reduction_factor=3), "hyperband auto": p.HyperbandPruner}
out = []
for name, make in MAKE.items():
    for kind, direction, steps in (("plain", "minimize", range(0, 20)), ("ragged", "maximize", range(0, 20)), ("crossing", "minimize", range(1, 60, 3))):
        out.append({"pruner": name, **study(f"{name} {kind}", make, kind, direction, steps=steps, seed=len(out))})
for direction, steps in (("minimize", range(0, 9)), ("maximize", range(0, 30)), ("minimize", range(0, 60))):
    out.append({"pruner": "wilcoxon", **study(f"wilcoxon {len(out)}", lambda: p.WilcoxonPruner(p_threshold=.1), "seeds", direction, steps=steps, seed=len(out))})
with open("pruner-decisions.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(s) for s in out) + "\n]\n")
print({s["study"]: sum(t["state"] == "PRUNED" for t in s["trials"]) for s in out})
