"""Optuna 5.0.0 at what StudySpeed and StudyQuality measure of Preflight (pip: optuna==5.0.0 sqlalchemy scipy).
usage: studies.py speed FOLDER | studies.py quality SEEDS [SAMPLER [TRIALS]] | studies.py exchange FOLDER"""
import datetime, json, math, os, random, statistics, sys, time, warnings
import numpy as np, optuna
warnings.filterwarnings("ignore"); optuna.logging.set_verbosity(optuna.logging.ERROR)
from optuna.samplers import CmaEsSampler, GPSampler, NSGAIISampler, RandomSampler, TPESampler
ONE = ("cma-es", "gp")  # compared at one objective
SAMPLERS = {"tpe": TPESampler, "cma-es": CmaEsSampler, "gp": GPSampler, "nsga-ii": NSGAIISampler, "random": RandomSampler}
from optuna.distributions import FloatDistribution
M64 = (1 << 64) - 1

def u01(seed, k):
    z = (seed * 0x100000001B3 + k + 0x9E3779B97F4A7C15) & M64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64; z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64; z ^= z >> 31
    return ((z >> 11) + .5) / (1 << 53)
def gauss(seed, k): return math.sqrt(-2 * math.log(u01(seed, 2 * k))) * math.cos(2 * math.pi * u01(seed, 2 * k + 1))

A6 = np.array([[10, 3, 17, 3.5, 1.7, 8], [.05, 10, 17, .1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, .05, 10, .1, 14]])
P6 = 1e-4 * np.array([[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])
def floats(t, n, low, high): return np.array([t.suggest_float(f"x{i}", low, high) for i in range(n)])
def same(f): return f, f
def branin(x, y): return (y - 5.1 / (4 * math.pi ** 2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10
def hartmann(t): return float(-(np.array([1, 1.2, 3, 3.2]) * np.exp(-(A6 * (floats(t, 6, 0, 1) - P6) ** 2).sum(1))).sum())
def valley(t, s):
    lr = t.suggest_float("lr", 1e-6, 1, log=True); wd = t.suggest_float("wd", 1e-8, 1e-1, log=True); m = t.suggest_float("mom", 0, .99)
    return same((math.log10(lr / (1 - m)) + 1.5) ** 2 + .1 * (math.log10(wd) + 4) ** 2 + .5 * (m - .9) ** 2)
def noisy(t, s): f = hartmann(t); return f + .2 * gauss(s, t.number), f
def rosenbrock(t, s): x = floats(t, 5, -5, 10); return same(float(sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(4))))
def rastrigin(t, s): x = floats(t, 5, -5, 5) - np.array([1.2, -2.3, .7, 2.9, -1.1]); return same(float(50 + (x * x - 10 * np.cos(2 * np.pi * x)).sum()))
def ackley(t, s):
    x = floats(t, 10, -15, 30) - np.array([(-1) ** i * (i + 1) * .7 for i in range(10)])
    return same(float(-20 * np.exp(-.2 * np.sqrt((x * x).mean())) - np.exp(np.cos(2 * np.pi * x).mean()) + 20 + math.e))
def ellipsoid(t, s):
    z = floats(t, 10, -5, 5) - np.array([(-1) ** i * (i + 1) * .35 for i in range(10)]); v = np.arange(1, 11.); z = z - 2 * v * (v @ z) / (v @ v)
    return same(math.log10(float((10 ** (6 * np.arange(10) / 9) * z * z).sum()) + 1e-12))
def mixed(t, s):
    L = t.suggest_int("layers", 1, 5); U = t.suggest_int("units", 16, 1024, log=True); a = t.suggest_categorical("act", ["relu", "tanh", "elu", "gelu"])
    d = t.suggest_float("dropout", 0, .5, step=.05); lr = t.suggest_float("lr", 1e-5, 1e-1, log=True); b = t.suggest_categorical("batch", [16, 32, 64, 128, 256])
    f = .05 * (L - 3) ** 2 + .1 * (math.log2(U) - 8) ** 2 * (1 + .2 * abs(L - 3)) + {"relu": .1, "tanh": .4, "elu": .15, "gelu": 0.}[a] + 2 * (d - .2) ** 2
    return same(f + .5 * (math.log10(lr) + 3 - .5 * math.log10(b / 64)) ** 2 + .05 * abs(math.log2(b) - 6))
def conditional(t, s):
    o = t.suggest_categorical("opt", ["sgd", "momentum", "adam"]); ll = math.log10(t.suggest_float("lr", 1e-6, 1, log=True))
    if o == "sgd": f = .3 + .3 * (ll + 1) ** 2
    elif o == "momentum": m = t.suggest_float("mom", 0, .99); f = .1 + .3 * (ll + 2 - .5 * math.log10((1 - m) / .1)) ** 2 + .5 * (m - .9) ** 2
    else: b1 = t.suggest_float("beta1", .5, .999); e = t.suggest_float("eps", 1e-10, 1e-2, log=True); f = .3 * (ll + 3) ** 2 + 2 * (b1 - .9) ** 2 + .01 * (math.log10(e) + 7) ** 2
    n = t.suggest_int("layers", 1, 3); f += .1 * (n - 2) ** 2
    for i in range(n): f += .05 * (math.log2(t.suggest_int(f"units{i}", 8, 512, log=True)) - (7 - i)) ** 2
    return same(f)
def branin25(t, s): x = floats(t, 25, 0, 1); return same(branin(-5 + 15 * x[7], 15 * x[18]))
def curve(t, seed):
    lr = t.suggest_float("lr", 1e-5, 1, log=True); m = t.suggest_float("mom", 0, .99); wd = t.suggest_float("wd", 1e-8, 1e-1, log=True); w = t.suggest_int("width", 16, 512, log=True)
    u = math.log10(lr / (1 - m)); floor = .05 + .02 * (math.log10(wd) + 4) ** 2 + .01 * (math.log2(w) - 8) ** 2 + .25 * max(0, u + 1) ** 2; k = .3 * 10 ** (.8 * (u + 1))
    def at(s, true): v = 2.3 + .05 * s if u >= .5 else floor + (2.3 - floor) * math.exp(-k * s); return v if true else v + .01 * gauss(seed * 104729 + t.number, s)
    return u, at
def edge(t, s):
    lr = t.suggest_float("lr", 1e-5, 100, log=True); m = t.suggest_float("mom", 0, .99); wd = t.suggest_float("wd", 1e-8, 1e-1, log=True); w = t.suggest_int("width", 16, 512, log=True)
    u = math.log10(lr / (1 - m))
    if u >= .5: raise Diverged()
    return same(.02 * (math.log10(wd) + 4) ** 2 + .01 * (math.log2(w) - 8) ** 2 + .25 * (.5 - u) ** 2)
class Diverged(Exception): pass
def diverging(t, s):
    u, at = curve(t, s)
    if u >= .5: raise Diverged()
    return at(81, False), at(81, True)
def counting(t, seed):
    bits = sum(t.suggest_categorical(f"c{i}", [0, 1]) for i in range(8)); x = floats(t, 8, 0, 1); total = [0]
    def at(s, true):
        if true: return -(bits + float(x.sum())) / 16
        total[0] += sum(u01(seed * 7919 + t.number, (i * 81 + s) * 9 + b) < x[i] for i in range(8) for b in range(9)); return -(bits + total[0] / (9. * s)) / 16
    return 0, at
def gramacy(t):
    x = t.suggest_float("x", 0, 1); y = t.suggest_float("y", 0, 1)
    t.set_constraint("c0", 1.5 - x - 2 * y - .5 * math.sin(2 * math.pi * (x * x - 2 * y))); t.set_constraint("c1", x * x + y * y - 1.5); return x + y
def zdt1(t): x = floats(t, 10, 0, 1); g = 1 + 9 * float(x[1:].sum()) / 9; return float(x[0]), g * (1 - math.sqrt(x[0] / g))
HARTMANN, BRANIN = -3.32236801141551, 0.397887357729738
SINGLE = {"lrvalley3": (valley, 0), "branin2": (lambda t, s: same(branin(t.suggest_float("x", -5, 10), t.suggest_float("y", 0, 15))), BRANIN),
          "hartmann6": (lambda t, s: same(hartmann(t)), HARTMANN), "hartmann6-noisy": (noisy, HARTMANN), "rosenbrock5": (rosenbrock, 0), "rastrigin5-shift": (rastrigin, 0),
          "ackley10-shift": (ackley, 0), "ellipsoid10-rot-log": (ellipsoid, -12), "mixed6": (mixed, 0), "cond-opt": (conditional, 0), "branin-in-25d": (branin25, BRANIN), "diverging": (diverging, .0500000001), "diverging-edge": (edge, 0)}
BUDGETS, STEPS = (25, 50, 100, 200), (810, 2025, 4050)
def say(*fields): print(*(f"{f:.9g}" if isinstance(f, float) else f for f in fields), sep="\t", flush=True)

def quality(seeds, name="tpe", trials=200):
    sampler = SAMPLERS[name]; budgets = [b for b in BUDGETS if b <= trials]; most_steps = [s for s, b in zip(STEPS, BUDGETS) if b < trials]
    for seed in range(seeds):
        for problem, (fn, opt) in SINGLE.items():
            best, truth, curve_ = math.inf, math.inf, []
            def objective(t):
                nonlocal best, truth
                try:
                    seen, true = fn(t, seed)
                    if seen < best: best, truth = seen, true
                    return seen
                finally: curve_.append(truth)
            optuna.create_study(sampler=sampler(seed=seed)).optimize(objective, n_trials=trials, catch=(Diverged,))
            for b in budgets: say(problem, b, seed, curve_[b - 1] - opt)
        for problem, fn, opt in (("counting-ones", counting, -1), ("lc-crossing", curve, .0500000001)):
            steps, reached, best, truth = 0, 0, math.inf, math.inf
            study = optuna.create_study(sampler=sampler(seed=seed), pruner=optuna.pruners.MedianPruner(n_warmup_steps=9))
            def objective(t):
                nonlocal steps, reached, best, truth
                _, at = fn(t, seed)
                for s in range(1, 82):
                    v = at(s, False)
                    if reached < len(most_steps) and steps == most_steps[reached]: say(problem, most_steps[reached], seed, truth - opt); reached += 1
                    steps += 1; t.report(v, s)
                    if s < 81 and t.should_prune(): raise optuna.TrialPruned()
                if v < best: best, truth = v, at(81, True)
                return v
            for _ in range(1200):
                if reached == len(most_steps): break
                study.optimize(objective, n_trials=1)
        if name not in ONE: study = optuna.create_study(directions=["minimize"] * 2, sampler=sampler(seed=seed)); study.optimize(zdt1, n_trials=trials)
        from optuna._hypervolume.wfg import compute_hypervolume
        for b in budgets if name not in ONE else ():
            points = np.array([t.values for t in study.trials[:b]]); points = points[(points <= 1.1).all(1)]
            say("zdt1", b, seed, 1.21 - 1 / 3 - (compute_hypervolume(points, np.array([1.1, 1.1])) if len(points) else 0))
        study = optuna.create_study(sampler=sampler(seed=seed)); study.optimize(gramacy, n_trials=trials)
        for b in budgets: say("gramacy", b, seed, min([t.value for t in study.trials[:b] if max(t.constraints.values()) <= 0], default=2) - .5998)

def speed(folder):
    def suggest(n, d, sampler=TPESampler, each=statistics.median):
        study = optuna.create_study(sampler=sampler(seed=0)); r = random.Random(1); dist = {f"x{i}": FloatDistribution(0, 1) for i in range(d)}
        for _ in range(n):
            x = {k: r.random() for k in dist}
            study.add_trial(optuna.trial.create_trial(params=x, distributions=dist, value=sum((v - .3) ** 2 for v in x.values())))
        times = []
        for _ in range(23):
            start = time.perf_counter(); t = study.ask(); [t.suggest_float(k, 0, 1) for k in dist]; study.tell(t, r.random() * d); times.append(time.perf_counter() - start)
        return 1e3 * each(times)
    def ask_tell(storage, trials, fixed, reports=0):
        study = optuna.create_study(storage=storage, sampler=RandomSampler(seed=0)); dist = {f"x{i}": FloatDistribution(0, 1) for i in range(4)} if fixed else None; times = []
        for _ in range(trials):
            start = time.perf_counter(); t = study.ask(dist); v = sum(t.suggest_float(f"x{i}", 0, 1) for i in range(4))
            for s in range(reports): t.report(v, s)
            study.tell(t, v); times.append(time.perf_counter() - start)
        return 1e3 * statistics.median(times)
    for d in (4, 16):
        for n in (100, 1000, 10000): say(f"tpe suggest, {d} parameters, {n} trials", suggest(n, d))
    for n in (200, 500): say(f"gp suggest, 8 parameters, {n} trials", suggest(n, 8, GPSampler)); say(f"gp suggest, 8 parameters, {n} trials, the mean", suggest(n, 8, GPSampler, statistics.mean))
    say("random ask and tell in memory", ask_tell(None, 1000, True))
    def sqlite(fixed, reports=0, trials=60):
        file = os.path.join(folder, f"o{random.random()}.db")
        try: return ask_tell("sqlite:///" + file, trials, fixed, reports)
        finally: os.remove(file)
    plain = sqlite(True)
    say("sqlite, declared space", plain); say("sqlite, define by run", sqlite(False)); say("sqlite, a report", (sqlite(True, 20, 30) - plain) / 20)

def exchange(folder):
    """Optuna reads what Preflight wrote, finds the same in it as Preflight's export says, and adds ten trials to each study."""
    url = f"sqlite:///{folder}/exchange.db"
    same = lambda a, b: a == b or (isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b))
    for name in optuna.get_all_study_names(url):
        study = optuna.load_study(study_name=name, storage=url); mine = json.load(open(f"{folder}/{name}.json"))
        assert [d.name for d in study.directions] == mine["directions"]
        assert len(study.trials) == len(mine["trials"])
        for t, m in zip(study.trials, mine["trials"]):
            assert (t.number, t.state.name, t.params, t.user_attrs, t.system_attrs) == (m["number"], m["state"], m["params"], m["userAttributes"], m["systemAttributes"]), (t, m)
            assert (t.values or []) == m["values"]
            assert [t.datetime_start, t.datetime_complete] == [d and datetime.datetime.fromisoformat(d) for d in (m["started"], m["completed"])]
            assert {str(k): 0 for k in t.intermediate_values} == {k: 0 for k in m["reports"]} and all(same(v, m["reports"][str(k)]) for k, v in t.intermediate_values.items())
            assert {k: json.loads(optuna.distributions.distribution_to_json(d)) for k, d in t.distributions.items()} == m["distributions"]
        states = {s.name: sum(t.state == s for t in study.trials) for s in optuna.trial.TrialState}
        def objective(t):
            x = t.suggest_float("x", -5, 5); t.suggest_float("lr", 1e-5, 1, log=True); t.suggest_categorical("act", ["relu", "elu", None, True, 1.5, 3])
            if len(study.directions) == 2: return x * x, float("inf")
            t.report(x, 0); t.report(float("nan"), 1); return x * x
        study.optimize(objective, n_trials=10)
        print(f"{name}: the same {len(mine['trials'])} trials, {states}; ten added")

{"speed": speed, "exchange": exchange, "quality": lambda n, name="tpe", trials=200: quality(int(n), name, int(trials))}[sys.argv[1]](*sys.argv[2:])
