"""Logs of real runs, as libraries write them, for `preflight watch` and its tests.

Run outside the project, in virtual environments:
    python run_logs.py keras DIR     (tensorflow_cpu 2.21, keras 3: TensorBoard callback and CSVLogger)
    python run_logs.py torch DIR     (torch 2.13, tensorboard, lightning: SummaryWriter and CSVLogger)
Small nets on two noisy spirals; every run takes seconds.
"""
import os
import sys

import numpy as np


def spirals(n, seed, noise=0.15):
    r = np.random.default_rng(seed)
    t = np.sqrt(r.uniform(size=n)) * 3 * np.pi
    y = r.integers(0, 2, n)
    s = np.where(y == 0, 1, -1)
    x = np.stack([s * t * np.cos(t), s * t * np.sin(t)], 1) / 10 + noise * r.normal(size=(n, 2))
    return x.astype(np.float32), y.astype(np.int32)


def keras_runs(out):
    import keras

    for name, rate, epochs, n in [
        ("healthy", 3e-3, 30, 1000), ("overfit", 1e-2, 120, 60), ("hot", 8.0, 20, 1000), ("cold", 1e-6, 30, 1000)]:
        keras.utils.set_random_seed(1)
        x, y = spirals(n, 1)
        xv, yv = spirals(1000, 2)
        layers = [keras.layers.Dense(64, "relu"), keras.layers.Dense(64, "relu"), keras.layers.Dense(2)]
        model = keras.Sequential(layers)
        model.compile(
            keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"])
        where = os.path.join(out, "keras-" + name)
        os.makedirs(where, exist_ok=True)
        model.fit(
            x, y, batch_size=32, epochs=epochs, validation_data=(xv, yv), verbose=0,
            callbacks=[keras.callbacks.TensorBoard(where + "/tb", write_graph=False),
                       keras.callbacks.CSVLogger(where + "/log.csv")])


def torch_runs(out):
    import lightning as L
    import torch
    from lightning.pytorch.loggers import CSVLogger
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset
    from torch.utils.tensorboard import SummaryWriter

    def net():
        torch.manual_seed(1)
        return nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2))

    x, y = (torch.from_numpy(a) for a in spirals(1000, 1))
    xv, yv = (torch.from_numpy(a) for a in spirals(1000, 2))
    for name, rate in [("healthy", 0.3), ("hot", 30.0)]:
        writer = SummaryWriter(os.path.join(out, "torch-" + name))
        model = net()
        opt = torch.optim.SGD(model.parameters(), rate)
        for step in range(600):
            i = torch.randint(0, 1000, (32,))
            loss = nn.functional.cross_entropy(model(x[i]), y[i].long())
            opt.zero_grad()
            loss.backward()
            norm = sum(float(p.grad.norm()) ** 2 for p in model.parameters()) ** 0.5
            opt.step()
            writer.add_scalar("train/loss", loss.item(), step)
            writer.add_scalar("train/grad_norm", norm, step)
            if step % 20 == 19:
                with torch.no_grad():
                    out_ = model(xv)
                writer.add_scalar("val/loss", nn.functional.cross_entropy(out_, yv.long()).item(), step)
                writer.add_scalar("val/accuracy", (out_.argmax(1) == yv).float().mean().item(), step)
        writer.close()

    class Module(L.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = net()

        def training_step(self, batch, _):
            loss = nn.functional.cross_entropy(self.net(batch[0]), batch[1].long())
            self.log("train_loss", loss)
            return loss

        def validation_step(self, batch, _):
            out_ = self.net(batch[0])
            self.log("val_loss", nn.functional.cross_entropy(out_, batch[1].long()))
            self.log("val_acc", (out_.argmax(1) == batch[1]).float().mean())

        def configure_optimizers(self):
            return torch.optim.Adam(self.parameters(), 3e-3)

    trainer = L.Trainer(
        max_epochs=15, accelerator="cpu", logger=CSVLogger(out, "lightning", ""), enable_progress_bar=False,
        enable_model_summary=False, enable_checkpointing=False, log_every_n_steps=4)
    trainer.fit(
        Module(), DataLoader(TensorDataset(x, y), 32, shuffle=True), DataLoader(TensorDataset(xv, yv), 256))


if __name__ == "__main__":
    (keras_runs if sys.argv[1] == "keras" else torch_runs)(sys.argv[2])
