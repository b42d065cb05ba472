"""Writes what Optuna 5.0.0 says of the importance of parameters: importance.json beside this file.

    python make_importance.py > importance.json        (optuna==5.0.0, scikit-learn, scipy)

Three studies of random trials: numbers only (fANOVA too: the mean of 16 forests of 64 trees, and their standard deviation); numbers with
logarithms, steps and a choice; and one with parameters under a condition. Trials are written as internal values, so that reading needs
no more than the distributions' JSON.
"""
import json, math, random, statistics, warnings
import optuna
from optuna.importance import FanovaImportanceEvaluator, PedAnovaImportanceEvaluator
warnings.filterwarnings("ignore"); optuna.logging.set_verbosity(optuna.logging.ERROR)

def numbers(t):
    a, b, c = t.suggest_float("a", 0, 1), t.suggest_float("b", -2, 2), t.suggest_float("c", 0, 5)
    return 3 * (a - .3) ** 2 + .2 * (b - 1) ** 2 + .001 * c
def mixed(t):
    lr = t.suggest_float("lr", 1e-6, 1, log=True); n = t.suggest_int("n", 1, 300, log=True); d = t.suggest_float("drop", 0, .5, step=.05)
    k = t.suggest_int("k", 1, 9, step=2); act = t.suggest_categorical("act", ["a", "b", "c"])
    return (math.log10(lr) + 3) ** 2 + .1 * (math.log2(n) - 5) ** 2 + d + .02 * k + {"a": 0, "b": .5, "c": 2}[act]
def conditional(t):
    opt = t.suggest_categorical("opt", ["sgd", "adam"]); lr = t.suggest_float("lr", 1e-4, 1, log=True)
    if opt == "adam": return .2 + (math.log10(lr) + 3) ** 2 + t.suggest_float("beta", 0, 1)
    return (math.log10(lr) + 1) ** 2 + (t.suggest_float("mom", 0, 1) - .9) ** 2

out = []
for name, f, n in (("numbers", numbers, 80), ("mixed", mixed, 120), ("conditional", conditional, 150)):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1)); study.optimize(f, n_trials=n)
    trials = [dict(value=t.value, params={k: d.to_internal_repr(t.params[k]) for k, d in t.distributions.items()}) for t in study.trials]
    kinds = {k: optuna.distributions.distribution_to_json(d) for t in study.trials for k, d in t.distributions.items()}
    case = dict(name=name, distributions=kinds, trials=trials, ped=PedAnovaImportanceEvaluator().evaluate(study))
    if name == "numbers":
        forests = [FanovaImportanceEvaluator(seed=s).evaluate(study) for s in range(16)]
        case["fanova"] = {k: [statistics.mean(f[k] for f in forests), statistics.stdev(f[k] for f in forests)] for k in forests[0]}
    out.append(case)
print(json.dumps(out))
