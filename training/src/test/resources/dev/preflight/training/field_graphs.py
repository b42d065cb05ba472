"""Writes the small graphs field-*.pb that FieldGraphsTest reads (TensorFlow 2.21, graph mode).

    python field_graphs.py OUTDIR

Each is a linear classifier of 4 numbers into 3 classes, with one thing about it that graphs of
Python users have: placeholders of their own, tables, updates by assign ops, conditions, iterators,
rates that follow a counter.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
v1.disable_eager_execution()
OUT = sys.argv[1]


def write(build):
    """Writes what a function puts into an empty graph, with an op that initializes variables."""
    graph = tf.Graph()
    with graph.as_default():
        v1.set_random_seed(1)
        build()
        tf.group(v1.global_variables_initializer(), name="init")
    name = "field-" + build.__name__.replace("_", "-") + ".pb"
    v1.train.write_graph(graph.as_graph_def(), OUT, name, as_text=False)


def ends():
    return v1.placeholder(tf.float32, (None, 4), "x"), v1.placeholder(tf.int64, (None,), "y")


def loss(x, y):
    w = v1.get_variable("w", [x.shape[-1], 3], initializer=v1.glorot_uniform_initializer(seed=1))
    z = tf.matmul(x, w, name="logits")
    return w, tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z), name="loss")


def sgd(rate, value):
    return v1.train.GradientDescentOptimizer(rate).minimize(value, name="train")


@write
def keep_prob():
    x, y = ends()
    keep = v1.placeholder(tf.float32, (), "keep_prob")
    _, value = loss(x * keep, y)
    sgd(0.1, value)


@write
def table():
    x, y = ends()
    keys = tf.constant([0, 1, 2], tf.int64)
    ids = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, keys), 0)
    _, value = loss(x, ids.lookup(y))
    sgd(0.1, value)
    tf.group(v1.tables_initializer(), name="fill")


@write
def sparse_adam():
    x = v1.placeholder(tf.int64, (None, 4), "x")
    y = v1.placeholder(tf.int64, (None,), "y")
    rows = v1.get_variable("rows", [10, 4], initializer=v1.ones_initializer())
    _, value = loss(tf.reduce_mean(tf.nn.embedding_lookup(rows, x), 1), y)
    v1.train.AdamOptimizer(0.01).minimize(value, name="train")


@write
def by_hand():
    x, y = ends()
    average = v1.get_variable("average", [4], initializer=v1.zeros_initializer(), trainable=False)
    v1.get_variable("unused", [2], initializer=v1.zeros_initializer())
    w, value = loss(x - average, y)
    rate = tf.constant(0.1, name="rate")
    gradient = tf.gradients(value, w)[0]
    tf.group(
        w.assign_sub(rate * gradient),
        average.assign_sub(0.1 * (average - tf.reduce_mean(x, 0))),
        name="train")


@write
def condition():
    x, y = ends()
    w, value = loss(x, y)
    gradient = tf.gradients(value, w)[0]
    optimizer = v1.train.GradientDescentOptimizer(0.1)
    finite = tf.reduce_all(tf.math.is_finite(gradient))
    tf.group(
        tf.cond(
            finite,
            lambda: tf.group(optimizer.apply_gradients([(gradient, w)])),
            lambda: tf.no_op()),
        name="train")


@write
def iterator():
    data = tf.data.Dataset.from_tensors(
        (np.zeros((2, 4), np.float32), np.zeros(2, np.int64))).repeat()
    x, y = v1.data.make_initializable_iterator(data).get_next()
    _, value = loss(tf.identity(x, "x"), tf.identity(y, "y"))
    sgd(0.1, value)


@write
def frozen():
    x, y = ends()
    z = tf.matmul(x, tf.constant(np.ones((4, 3), np.float32)), name="logits")
    tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z), name="loss")


@write
def fixed_batch():
    x = v1.placeholder(tf.float32, (16, 4), "x")
    y = v1.placeholder(tf.int64, (16,), "y")
    _, value = loss(x, y)
    sgd(0.1, value)


@write
def warm_two():
    """Two rates in a fixed ratio, both 0 at the start."""
    x, y = ends()
    step = v1.train.get_or_create_global_step()
    w, value = loss(x, y)
    b = v1.get_variable("b", [4], initializer=v1.zeros_initializer())
    value = value + tf.reduce_sum(tf.square(b - 1.0))
    value = tf.identity(value, "both")
    rate = 0.1 * tf.minimum(1.0, tf.cast(step, tf.float32) / 100.0)
    gradients = tf.gradients(value, [w, b])
    slow = v1.train.GradientDescentOptimizer(rate * 0.01).apply_gradients([(gradients[0], w)])
    fast = v1.train.GradientDescentOptimizer(rate).apply_gradients([(gradients[1], b)])
    with tf.control_dependencies([slow, fast]):
        tf.group(step.assign_add(1), name="train")


@write
def drifting_two():
    """Two rates whose ratio changes from step to step."""
    x, y = ends()
    step = v1.train.get_or_create_global_step()
    w, value = loss(x, y)
    b = v1.get_variable("b", [4], initializer=v1.zeros_initializer())
    value = tf.identity(value + tf.reduce_sum(tf.square(b - 1.0)), "both")
    gradients = tf.gradients(value, [w, b])
    slow = v1.train.GradientDescentOptimizer(0.01).apply_gradients([(gradients[0], w)])
    fast = v1.train.GradientDescentOptimizer(
        v1.train.exponential_decay(0.1, step, 100, 0.5)).apply_gradients([(gradients[1], b)])
    with tf.control_dependencies([slow, fast]):
        tf.group(step.assign_add(1), name="train")


@write
def piecewise():
    """A rate that is computed by functions (StatelessIf)."""
    x, y = ends()
    step = v1.train.get_or_create_global_step()
    _, value = loss(x, y)
    rate = tf.cond(step < 50, lambda: tf.constant(0.2), lambda: tf.constant(0.02))
    v1.train.GradientDescentOptimizer(rate).minimize(value, step, name="train")


@write
def rate_fed():
    x, y = ends()
    _, value = loss(x, y)
    sgd(v1.placeholder(tf.float32, (), "rate"), value)


@write
def rate_variable():
    x, y = ends()
    _, value = loss(x, y)
    sgd(v1.get_variable("rate", [], initializer=v1.constant_initializer(0.3)), value)


@write
def reads_file():
    x, y = ends()
    secret = v1.strings.length(tf.io.read_file("/etc/hostname"))
    _, value = loss(x + 0.0 * tf.cast(secret, tf.float32), y)
    sgd(0.1, value)


@write
def python_code():
    x, y = ends()
    h = v1.py_func(lambda a: a, [x], tf.float32)
    h.set_shape([None, 4])
    _, value = loss(h, y)
    sgd(0.1, value)


@write
def unknown_rank():
    x = v1.placeholder(tf.float32, None, "x")
    y = v1.placeholder(tf.float32, None, "y")
    w = v1.get_variable("w", [4, 3], initializer=v1.glorot_uniform_initializer(seed=1))
    z = tf.matmul(x, w, name="logits")
    value = tf.reduce_mean(
        tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z), name="loss")
    sgd(0.1, value)


@write
def in_function():
    """A train op that calls a function, in which the update is."""
    x, y = ends()
    w, value = loss(x, y)
    gradient = tf.gradients(value, w)[0]

    @tf.function
    def update(g):
        with tf.control_dependencies(
                [tf.raw_ops.ResourceApplyGradientDescent(var=w.handle, alpha=0.1, delta=g)]):
            return tf.identity(g)

    tf.group(update(gradient), name="train")


@write
def in_loop():
    """A train op that repeats its update in a loop."""
    x, y = ends()
    w, value = loss(x, y)
    gradient = tf.gradients(value, w)[0]

    def body(i):
        with tf.control_dependencies(
                [tf.raw_ops.ResourceApplyGradientDescent(var=w.handle, alpha=0.1, delta=gradient)]):
            return i + 1

    repeated = tf.while_loop(lambda i: i < 3, body, [tf.constant(0)])
    tf.group(repeated, name="train")


@write
def table_file():
    """A lookup table filled from a vocabulary file."""
    x, y = ends()
    table = tf.lookup.StaticHashTable(
        tf.lookup.TextFileInitializer("/data/vocabulary.txt", tf.string, 0, tf.int64, 1), -1)
    known = tf.cast(table.lookup(tf.constant("a")), tf.float32)
    _, value = loss(x + 0.0 * known, y)
    with tf.control_dependencies([v1.tables_initializer()]):
        sgd(0.1, value)


@write
def never_fits():
    """Placeholders without a shape for seven columns, where the data has four."""
    x = v1.placeholder(tf.float32, None, "x")
    y = v1.placeholder(tf.float32, None, "y")
    w = v1.get_variable("w", [7, 3], initializer=v1.glorot_uniform_initializer(seed=1))
    z = tf.matmul(x, w, name="logits")
    value = tf.reduce_mean(
        tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z), name="loss")
    sgd(0.1, value)
