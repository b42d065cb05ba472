"""Writes what Optuna 5.0.0 makes of Gaussian processes: gp.json beside this file.

    python make_gp.py > gp.json        (optuna==5.0.0, torch, scipy)

Three problems of 12, 25 and 40 points with 2 to 4 coordinates, one of them a choice in the last two. For each: the posterior at
six points for a given kernel, log-EI there, the loss (minus log marginal likelihood minus log prior, without the constant), and the
loss that Optuna's own fit reaches. Optuna maximises: its values are the losses turned round.
"""
import json
import numpy as np
import torch
from optuna._gp import acqf, gp, prior

def case(n, d, choice, seed):
    r = np.random.RandomState(seed)
    x = r.rand(n, d)
    if choice: x[:, -1] = r.randint(0, 3, n)
    y = np.sin(5 * x[:, 0]) + (x[:, 1] - .4) ** 2 + (.3 * (x[:, -1] == 1) if choice else 0) + .05 * r.randn(n)
    y = (y - y.mean()) / y.std()
    kinds = np.zeros(d, bool); kinds[-1] = choice
    sens = np.array([2., .7, 1.3, .2][:d]); scale, noise = 1.4, .01
    t = lambda a: torch.from_numpy(np.asarray(a, dtype=float))
    g = gp.GPRegressor(torch.from_numpy(kinds), t(x), t(-y), t(sens), t(scale), t(noise))
    loss = -float(g.marginal_log_likelihood()) - float(prior.default_log_prior(g))
    g._cache_matrix()
    q = r.rand(6, d)
    if choice: q[:, -1] = r.randint(0, 3, 6)
    mean, var = g.posterior(t(q))
    best = -float(y.min())
    ei = acqf.logei(mean.clone(), var.clone(), best)
    fitted = gp.fit_kernel_params(x, -y, kinds, prior.default_log_prior, 1e-6, False)
    f = gp.GPRegressor(torch.from_numpy(kinds), t(x), t(-y), fitted.inverse_squared_lengthscales, fitted.kernel_scale, fitted.noise_var)
    least = -float(f.marginal_log_likelihood()) - float(prior.default_log_prior(f))
    return dict(choice=kinds.tolist(), points=x.tolist(), seen=y.tolist(), sensitivity=sens.tolist(), scale=scale, noise=noise, loss=loss,
                at=q.tolist(), mean=(-mean).tolist(), variance=var.tolist(), best=float(y.min()), logEi=ei.tolist(), fitted=least)

z = [-400., -60., -30., -25.5, -24.5, -10., -3., -1.001, -.999, 0., .5, 2., 8., 40.]
print(json.dumps(dict(cases=[case(12, 2, False, 0), case(25, 3, True, 1), case(40, 4, True, 2)],
                      standard=dict(z=z, logEi=acqf.standard_logei(torch.tensor(z, dtype=torch.float64)).tolist())), indent=1))
