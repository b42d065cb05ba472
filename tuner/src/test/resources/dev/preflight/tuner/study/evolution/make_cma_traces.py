"""Writes what pycma makes of generations of points: cma-traces.json beside this file.

    python make_cma_traces.py > cma-traces.json

pycma 4.5.0, covariance decomposed at every generation, losses of two problems: a rotated ellipsoid of 4 dimensions and a Rosenbrock
valley of 6. Each generation has its points and losses, and mean, step size and covariance after it was told.
"""
import json

import cma
import numpy


def ellipsoid(n):
    turn, _ = numpy.linalg.qr(numpy.random.default_rng(3).normal(size=(n, n)))
    scale = 10.0 ** (3 * numpy.arange(n) / (n - 1))
    return lambda x: float(numpy.sum(scale * (turn @ (numpy.asarray(x) - 0.3)) ** 2))


def rosenbrock(x):
    x = numpy.asarray(x)
    return float(numpy.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


def trace(name, loss, n, generations):
    es = cma.CMAEvolutionStrategy(n * [0.5], 0.2, {"seed": 11, "verbose": -9, "updatecovwait": 0})
    rows = []
    for _ in range(generations):
        points = es.ask()
        losses = [loss(x) for x in points]
        es.tell(points, losses)
        rows.append(
            {
                "points": [list(map(float, x)) for x in points],
                "losses": losses,
                "mean": list(map(float, es.mean)),
                "step": float(es.sigma),
                "covariance": [list(map(float, row)) for row in numpy.asarray(es.sm.covariance_matrix)],
            }
        )
    sp = es.sp
    return {
        "name": name,
        "dimensions": n,
        "strategy": {
            "weights": list(map(float, sp.weights)),
            "effective": float(sp.weights.mueff),
            "rankOne": float(sp.c1),
            "rankMu": float(sp.cmu),
            "pathOfStep": float(es.adapt_sigma.cs),
            "damping": float(es.adapt_sigma.damps),
            "path": float(sp.cc),
        },
        "generations": rows,
    }


print(
    json.dumps(
        [trace("ellipsoid", ellipsoid(4), 4, 40), trace("rosenbrock", rosenbrock, 6, 40)],
        separators=(",", ":"),
    )
)
