"""Golden values of MetricsTest: scikit-learn's metrics on a small drawn problem.

python -m venv V && V/bin/pip install scikit-learn numpy && V/bin/python metrics.py
The scores and labels follow from a linear congruential generator, so that Java draws the same.
"""
import numpy as np
from sklearn import metrics as m


class Lcg:
    def __init__(self, seed):
        self.x = seed

    def next(self):
        self.x = (self.x * 1103515245 + 12345) % 2**31
        return self.x / 2**31


def classes(k, n, seed):
    g = Lcg(seed)
    y, s = [], []
    for _ in range(n):
        c = int(g.next() ** 2 * k)
        row = [np.float32(4 * g.next()) for _ in range(k)]
        row[c] = np.float32(row[c] + np.float32(1.5))
        y.append(c)
        s.append(row)
    return np.array(y), np.array(s, dtype=np.float64)


for k, n, seed in ((4, 200, 7), (2, 150, 3)):
    y, s = classes(k, n, seed)
    p = np.exp(s - s.max(1, keepdims=True))
    p = (p / p.sum(1, keepdims=True)).astype(np.float32).astype(np.float64)
    p = p / p.sum(1, keepdims=True)
    pred = s.argmax(1)
    print(k, "accuracy", m.accuracy_score(y, pred))
    pr, re, f1, _ = m.precision_recall_fscore_support(y, pred, zero_division=0)
    print(" precision", list(pr)); print(" recall", list(re)); print(" f1", list(f1))
    for a in ("macro", "micro", "weighted"):
        print(" f1", a, m.f1_score(y, pred, average=a, zero_division=0))
    print(" balanced", m.balanced_accuracy_score(y, pred))
    print(" jaccard", m.jaccard_score(y, pred, average="macro"))
    print(" confusion", m.confusion_matrix(y, pred).tolist())
    if k > 2:
        print(" roc", m.roc_auc_score(y, p, multi_class="ovr", average="macro"))
        print(" ap", np.mean([m.average_precision_score(y == c, p[:, c]) for c in range(k)]))
        print(" top2", m.top_k_accuracy_score(y, s, k=2))
    else:
        print(" roc", m.roc_auc_score(y, p[:, 1]))
        print(" ap", m.average_precision_score(y, p[:, 1]))
g = Lcg(5)
t = np.array([g.next() for _ in range(50)]); q = t + 0.3 * np.array([g.next() - 0.5 for _ in range(50)])
t = t.astype(np.float32).astype(np.float64); q = q.astype(np.float32).astype(np.float64)
print("mae", m.mean_absolute_error(t, q), "rmse", np.sqrt(m.mean_squared_error(t, q)), "r2", m.r2_score(t, q))
y, p = [1, 0, 1, 0, 0], [0.5, 0.5, 0.5, 0.25, 0.75]
print("ties: roc", m.roc_auc_score(y, p), "ap", m.average_precision_score(y, p))
