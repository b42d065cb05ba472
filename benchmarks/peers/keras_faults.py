"""One small Keras net, healthy and with a fault each, exported by Preflight's own snippet.

    python keras_faults.py OUT [fault ...]      (tensorflow_cpu 2.21, keras 3.15, scikit-learn)

OUT/FAULT is a SavedModel, OUT/FAULT.x.npy and OUT/FAULT.y.npy are its data: scikit-learn's digits.
    for f in OUT/*/; do preflight check $f --data npy:${f%/}.x.npy,${f%/}.y.npy; done
"""
import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../training/src/main/resources/dev/preflight/training/function"))
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from preflight_export import export
from sklearn.datasets import load_digits

CE = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


class Net(keras.Sequential):
    """A convolution with batch normalization and dropout, and what a fault changes."""

    def __init__(self, activation="relu", last=None, bias="zeros", kernel="he_normal", mode=None, freeze=False, dropout=0.2):
        self.mode = mode
        super().__init__([
            keras.Input((8, 8, 1)),
            layers.Conv2D(16, 3, padding="same", kernel_initializer=kernel, use_bias=False),
            layers.BatchNormalization(),
            layers.Activation(activation),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation=activation, kernel_initializer=kernel, bias_initializer=bias),
            layers.Dropout(dropout),
            layers.Dense(10, activation=last, kernel_initializer=kernel if kernel == "zeros" else "glorot_uniform"),
        ])
        if freeze:
            self.layers[0].trainable = False
            self.layers[5].trainable = False

    def __call__(self, x, training=None, **others):
        return super().__call__(x, training=training if self.mode is None else self.mode, **others)


def digits():
    x, y = load_digits(return_X_y=True)
    return (x.reshape(-1, 8, 8, 1) / 16).astype(np.float32), y.astype(np.int64)


def case(net=None, rate=0.001, loss=CE, data=lambda x, y: (x, y), optimizer=keras.optimizers.Adam):
    return net or {}, rate, loss, data, optimizer


def with_nan(x, y):
    x = x.copy()
    x[17, 3, 3] = np.nan
    return x, y


CASES = {
    "healthy": case(),
    # Keras' own loss sees the softmax and takes what went into it, so that it is no fault there.
    "softmax-twice": case({"last": "softmax"}, loss=lambda y, z: tf.nn.sparse_softmax_cross_entropy_with_logits(y, z)),
    "no-activation": case({"activation": "linear"}),
    "frozen": case({"freeze": True}),
    "labels-shifted": case(data=lambda x, y: (x, y + 1)),
    "labels-of-others": case(data=lambda x, y: (x, np.roll(y, 1))),
    "rate-too-high": case(rate=1.0),
    "rate-too-low": case(rate=1e-6),
    "nan-in-data": case(data=with_nan),
    "training-mode-in-evaluation": case({"mode": True}),
    "batch-statistics-in-evaluation": case({"mode": True, "dropout": 0}),
    "evaluation-mode-in-training": case({"mode": False}),
    "loss-summed": case(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")),
    "dead": case({"bias": keras.initializers.Constant(-100)}),
    "zeros": case({"kernel": "zeros"}),
    "unscaled": case(data=lambda x, y: (x * 255 + 1000, y)),
    "relu-on-logits": case({"last": "relu"}),
    "maximized": case(loss=lambda y, z: -CE(y, z)),
    "squared-classes": case(loss=lambda y, z: tf.square(tf.cast(y, tf.float32)[:, None] - z)),
}


def main(out, *names):
    for name, (net, rate, loss, data, optimizer) in CASES.items():
        if names and name not in names:
            continue
        keras.utils.set_random_seed(3)
        x, y = data(*digits())
        export(Net(**net), optimizer(rate), loss, f"{out}/{name}", (x[:32], y[:32]), fresh=lambda: Net(**net))
        np.save(f"{out}/{name}.x.npy", x)
        np.save(f"{out}/{name}.y.npy", y)


if __name__ == "__main__":
    main(*sys.argv[1:])
