"""Exports of Keras 3 and of tf.Module by Preflight's own snippet, and what Python makes of them.

    python keras_exports.py OUT [case ...]      (tensorflow_cpu 2.21, keras 3.15, numpy)

For each case OUT/CASE is a SavedModel, OUT/CASE.x.npy and OUT/CASE.y.npy are its data, and
OUT/CASE.losses.npy holds the losses of 50 updates in Python from the exported state, and last the loss
of evaluation on the first batch after them: update i takes the rows 16 i to 16 i + 15, modulo their
number. KerasExportTest trains the same in Java, from
OUT/keras-exports.zip, which goes into the test resources of module training.
"""
import os
import sys
import zipfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", TF_ENABLE_ONEDNN_OPTS="0")
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../training/src/main/resources/dev/preflight/training/function"))
import keras
import numpy as np
import tensorflow as tf
from keras import layers, optimizers
from preflight_export import export

ITEMS, BATCH, UPDATES = 160, 16, 50
SPARSE = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def images():
    random = np.random.default_rng(5)
    y = np.arange(ITEMS) % 3
    x = random.normal(size=(ITEMS, 8, 8, 1)) * 0.5 + np.eye(8)[None, :, :, None] * (y[:, None, None, None] - 1)
    return x.astype(np.float32), y.astype(np.int64)


def rows():
    x, y = images()
    return x.reshape(ITEMS, 64), y


def words():
    random = np.random.default_rng(6)
    y = np.arange(ITEMS) % 2
    return (random.integers(0, 20, size=(ITEMS, 7)) + 10 * y[:, None]).astype(np.int32), y.astype(np.int64)


def dense(*hidden, activation="relu", out=3, **last):
    return keras.Sequential([keras.Input((64,)), *[layers.Dense(n, activation=activation) for n in hidden], layers.Dense(out, **last)])


def adam():
    return dense(16, 16), optimizers.Adam(0.003), SPARSE, rows()


def adamw_bn():
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(4, 3, use_bias=False), layers.BatchNormalization(),
                              layers.ReLU(), layers.GlobalAveragePooling2D(), layers.Dense(3)])
    return model, optimizers.AdamW(0.01, weight_decay=0.02), SPARSE, images()


def sgd_schedule():
    model = keras.Sequential([keras.Input((64,)), layers.Dense(16), layers.BatchNormalization(), layers.ReLU(), layers.Dense(3)])
    rate = optimizers.schedules.CosineDecay(0.0, 40, warmup_target=0.1, warmup_steps=10)
    return model, optimizers.SGD(rate, momentum=0.9), SPARSE, rows()


def rmsprop_clip():
    return dense(16), optimizers.RMSprop(0.003, clipnorm=0.5), SPARSE, rows()


def dropout():
    model = keras.Sequential([keras.Input((64,)), layers.Dense(32, activation="relu", kernel_regularizer="l2"),
                              layers.Dropout(0.4), layers.Dense(3, activation="softmax")])
    return model, optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy", rows()


def lstm():
    model = keras.Sequential([keras.Input((7,), dtype="int32"), layers.Embedding(30, 6), layers.LSTM(8), layers.Dense(2)])
    return model, optimizers.Adam(0.01), SPARSE, words()


def loss_scale():
    return dense(16), optimizers.LossScaleOptimizer(optimizers.Adam(0.003), initial_scale=1024.0), SPARSE, rows()


def swish():
    return dense(16, activation="swish"), optimizers.Adam(0.003, global_clipnorm=1.0), SPARSE, rows()


def custom_step():
    """A functional model of two branches, and two updates of an average beside the step."""
    inputs = keras.Input((64,))
    left = layers.Dense(12, activation="tanh")(inputs)
    right = layers.Dense(12, activation="gelu")(inputs)
    outputs = layers.Dense(1)(layers.Concatenate()([left, layers.LayerNormalization()(right)]))
    model = keras.Model(inputs, outputs)
    x, y = rows()
    return model, optimizers.Nadam(0.003, use_ema=True), keras.losses.Huber(), (x, (y[:, None] - 1).astype(np.float32))


def accumulation():
    return dense(16), optimizers.Adam(0.003, gradient_accumulation_steps=4), SPARSE, rows()


def trained():
    """Exported after an epoch: its loss says nothing about its initialization."""
    model, optimizer, loss, (x, y) = adam()
    model.compile(optimizer, loss)
    model.fit(x, y, verbose=0)
    return model, optimizer, loss, (x, y)


class Linear(tf.Module):
    """No Keras but for the optimizer."""

    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.stateless_normal([64, 3], [1, 2]) * 0.1, name="w")
        self.b = tf.Variable(tf.zeros([3]), name="b")

    def __call__(self, x):
        return x @ self.w + self.b


class Table(tf.Module):
    """Ids looked up in a table, which the SavedModel fills when it is loaded; others have no embedding."""

    def __init__(self):
        super().__init__()
        keys = tf.range(100, 130, dtype=tf.int64)
        self.table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, keys - 100), -1)
        self.e = tf.Variable(tf.random.stateless_normal([30, 8], [1, 2]) * 0.1, name="e")
        self.w = tf.Variable(tf.random.stateless_normal([8, 2], [1, 3]) * 0.3, name="w")

    def __call__(self, x):
        return tf.reduce_mean(tf.gather(self.e, self.table.lookup(x)), 1) @ self.w


def table():
    x, y = words()
    return Table(), optimizers.Adam(0.01), SPARSE, (x.astype(np.int64) + 100, y)


def module():
    return Linear(), optimizers.SGD(0.1), SPARSE, rows()


CASES = [adam, adamw_bn, sgd_schedule, rmsprop_clip, dropout, lstm, loss_scale, swish, custom_step, accumulation, module, table, trained]


def losses(directory, x, y):
    signatures = tf.saved_model.load(directory).signatures
    train, evaluate = signatures["train"], signatures["evaluate"]
    result = []
    for i in range(UPDATES):
        at = np.arange(i * BATCH, (i + 1) * BATCH) % ITEMS
        result.append(float(train(x=tf.constant(x[at]), y=tf.constant(y[at]))["loss"]))
    return [*result, float(evaluate(x=tf.constant(x[:BATCH]), y=tf.constant(y[:BATCH]))["loss"])]


def main(out, *names):
    for case in CASES:
        if names and case.__name__ not in names:
            continue
        keras.utils.set_random_seed(7)
        model, optimizer, loss, (x, y) = case()
        directory = f"{out}/{case.__name__}"
        export(model, optimizer, loss, directory, (x[:BATCH], y[:BATCH]), fresh=Linear if case is module else None, states=3 if case is adam else 1)
        np.save(f"{directory}.x.npy", x)
        np.save(f"{directory}.y.npy", y)
        np.save(f"{directory}.losses.npy", np.array(losses(directory, x, y)))
        print(case.__name__, sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(directory) for f in fs))
    with zipfile.ZipFile(f"{out}/keras-exports.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for folder, _, files in sorted(os.walk(out)):
            for file in sorted(files):
                if file not in ("fingerprint.pb", "keras-exports.zip"):
                    path = os.path.join(folder, file)
                    archive.write(path, os.path.relpath(path, out))


if __name__ == "__main__":
    main(*sys.argv[1:])
