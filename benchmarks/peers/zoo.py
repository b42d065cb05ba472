"""What healthy_zoo.py and seeded_faults.py share: data, the layers of small nets, and how a graph is written (TensorFlow 2.21)."""
import gzip
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
v1.disable_eager_execution()
OUT, IMAGES, LABELS, ONLY = sys.argv[1], sys.argv[2], sys.argv[3], set(sys.argv[4:])
os.makedirs(OUT, exist_ok=True)
R = np.random.default_rng(0)
N, K = 3000, 4
G = lambda name: v1.get_default_graph().get_tensor_by_name(name + ":0")


def save(**arrays):
    for name, array in arrays.items():
        np.save(os.path.join(OUT, name + ".npy"), array)


def data():
    y = R.integers(0, K, N)
    x = (R.normal(size=(K, 12))[y] * 0.9 + R.normal(size=(N, 12))).astype(np.float32)
    u = x[:, 0] * 0.7 + np.sin(x[:, 1]) + 0.1 * R.normal(size=N)
    many = (R.random((N, K)) < 1 / (1 + np.exp(-2 * x[:, :K]))).astype(np.float32)
    soft = np.exp(x[:, :K]) / np.exp(x[:, :K]).sum(1, keepdims=True)
    tokens = np.where(R.random((N, 10)) < 0.5, y[:, None] * 10 + R.integers(0, 10, (N, 10)), R.integers(40, 100, (N, 10)))
    picture = R.normal(size=(1200, 10, 10, 1)).astype(np.float32)
    row = R.integers(1, 5, 1200)
    mask = np.zeros((1200, 10, 10), np.int64)
    for i, r in enumerate(row):
        mask[i, r:r + 4, 2:7] = 1 + i % 2
        picture[i, r:r + 4, 2:7, 0] += 2.0 + 2.0 * (i % 2)
    shapes = R.integers(0, 60, (1200, 16, 16, 3)).astype(np.uint8)
    which = R.integers(0, K, 1200)
    for i, k in enumerate(which):
        shapes[i, 3 * k:3 * k + 5, 2:14] += 120
    save(x=x, y=y.astype(np.int64), u=u.astype(np.float32), u1=u[:, None].astype(np.float32), many=many, imany=many.astype(np.int32),
         soft=soft.astype(np.float32), hot=np.eye(K, dtype=np.float32)[y], two=(y % 2).astype(np.float32), itwo=(y % 2).astype(np.int64),
         sign=(y % 2 * 2.0 - 1).astype(np.float32), count=R.poisson(np.exp(0.5 * x[:, 0])).astype(np.float32), tok=tokens.astype(np.int64),
         seq=(R.normal(size=(N, 8, 5)) + y[:, None, None] * 0.5).astype(np.float32), pic=picture, mask=mask,
         bmask=(mask > 0).astype(np.float32)[..., None], shapes=shapes, which=which.astype(np.int64))
    digits = np.frombuffer(gzip.open(IMAGES).read(), np.uint8, offset=16).reshape(-1, 28, 28)[:3000]
    ids = np.frombuffer(gzip.open(LABELS).read(), np.uint8, offset=8)[:3000]
    save(digits=digits, flat=(digits.reshape(-1, 784) / 255).astype(np.float32), ids=ids.astype(np.int64), tenhot=np.eye(10, dtype=np.float32)[ids],
         big=np.pad(digits, ((0, 0), (2, 2), (2, 2)))[..., None].astype(np.float32) / 255 - 0.5)


def case(build, name=None, **settings):
    name = name or build.__name__
    if ONLY and name not in ONLY:
        return
    with tf.Graph().as_default() as graph:
        v1.set_random_seed(1)
        said = build(**settings) or {}
        tf.group(v1.global_variables_initializer(), name="init")
        v1.train.write_graph(graph.as_graph_def(), OUT, name + ".pb", as_text=False)
    ends = dict(graph=name + ".pb", features="x", labels="y", loss="loss", logits="logits", train="train", initializers=["init"], data="npy:x.npy,y.npy")
    ends.update(said)
    with open(os.path.join(OUT, name + ".json"), "w") as out:
        json.dump({key: value for key, value in ends.items() if value is not None}, out, indent=1)


def ends(x=(None, 12), y=(None,), xt=tf.float32, yt=tf.int64):
    return v1.placeholder(xt, x, "x"), v1.placeholder(yt, y, "y")


def get(name, shape, init):
    return v1.get_variable(name, shape, initializer=init)


def dense(x, n, name, act=None, init=None):
    with v1.variable_scope(name):
        z = x @ get("w", [int(x.shape[-1]), n], init or v1.glorot_uniform_initializer(seed=1)) + get("b", [n], v1.zeros_initializer())
    return act(z) if act else z


def mlp(x, n):
    return tf.identity(dense(dense(x, 32, "h", tf.nn.relu), n, "out"), "logits")


def adam(loss, rate=3e-3):
    v1.train.AdamOptimizer(rate).minimize(loss, name="train")


def pixels(x, n):
    h = x
    for i in range(2):
        h = tf.nn.relu(tf.nn.conv2d(h, get(f"c{i}", [3, 3, int(h.shape[-1]), 8], tf.keras.initializers.HeNormal(seed=i)), 1, "SAME"))
    return tf.identity(tf.nn.conv2d(h, get("c", [3, 3, 8, n], v1.glorot_uniform_initializer(seed=5)), 1, "SAME") + get("b", [n], v1.zeros_initializer()), "logits")


def sparse_loss():
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=G("y"), logits=G("logits")), name="loss")


def conv(x, n, name, side=5, init=None):
    with v1.variable_scope(name):
        w = get("w", [side, side, int(x.shape[-1]), n], init or v1.truncated_normal_initializer(stddev=0.1, seed=1))
        return tf.nn.relu(tf.nn.conv2d(x, w, 1, "SAME") + get("b", [n], v1.constant_initializer(0.1)))


def pool(x):
    return tf.nn.max_pool2d(x, 2, 2, "SAME")


def norm(x, training, name, act=True, decay=0.9):
    with v1.variable_scope(name):
        n = int(x.shape[-1])
        gamma, beta = get("gamma", [n], v1.ones_initializer()), get("beta", [n], v1.zeros_initializer())
        mean = v1.get_variable("mean", [n], initializer=v1.zeros_initializer(), trainable=False)
        variance = v1.get_variable("variance", [n], initializer=v1.ones_initializer(), trainable=False)
        batch_mean, batch_variance = tf.nn.moments(x, [0, 1, 2])
        v1.add_to_collection("updates", tf.group(mean.assign(decay * mean + (1 - decay) * batch_mean), variance.assign(decay * variance + (1 - decay) * batch_variance)))
        h = tf.nn.batch_normalization(x, tf.where(training, batch_mean, mean), tf.where(training, batch_variance, variance), beta, gamma, 1e-5)
    return tf.nn.relu(h) if act else h


def block(x, n, training, name, side=3, stride=1, act=True, depthwise=False):
    i = int(x.shape[-1])
    if depthwise:
        h = tf.nn.depthwise_conv2d(x, get(name + "/d", [side, side, i, 1], v1.random_normal_initializer(stddev=(2 / side ** 2) ** 0.5, seed=1)), [1, stride, stride, 1], "SAME")
        return norm(h, training, name, act)
    w = get(name + "/w", [side, side, i, n], v1.random_normal_initializer(stddev=(2 / (side * side * i)) ** 0.5, seed=1))
    return norm(tf.nn.conv2d(x, w, stride, "SAME"), training, name, act)


def head(h, training, rate=0.01):
    tf.identity(dense(tf.reduce_mean(h, [1, 2]), K, "out"), "logits")
    step = v1.train.MomentumOptimizer(rate, 0.9).minimize(sparse_loss())
    tf.group(step, *v1.get_collection("updates"), name="train")
    return dict(data="npy:shapes.npy,which.npy", training="training")


def picture_net():
    x, _ = ends((None, 16, 16, 3), xt=tf.uint8)
    return tf.cast(x, tf.float32) / 127.5 - 1, v1.placeholder_with_default(False, [], "training")


