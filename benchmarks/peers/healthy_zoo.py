"""Writes healthy training graphs of many kinds with tf.compat.v1, each with data and a descriptor (TensorFlow 2.21, numpy).

    python healthy_zoo.py OUT MNIST_IMAGES.gz MNIST_LABELS.gz [NAME...]
    benchmarks/verdicts ./preflight OUT --seeds 3

The losses, the shapes of TensorFlow Java's examples, optimizers, schedules and nets that docs/verdicts.md tables: none has a
fault, and none may fail. The last three cannot be run as they are.
"""
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


def loss_case(name, y, shape, kind, outputs, make, data_x="x", xshape=(None, 12), net=mlp):
    def build():
        x, labels = ends(xshape, shape, yt=kind)
        z = net(x, outputs)
        adam(tf.identity(make(labels, z), "loss"))
        return dict(data=f"npy:{data_x}.npy,{y}.npy" + ("?task=regression" if kind == tf.float32 and y in ("two", "sign") else ""))
    case(build, name)


def pixels(x, n):
    h = x
    for i in range(2):
        h = tf.nn.relu(tf.nn.conv2d(h, get(f"c{i}", [3, 3, int(h.shape[-1]), 8], tf.keras.initializers.HeNormal(seed=i)), 1, "SAME"))
    return tf.identity(tf.nn.conv2d(h, get("c", [3, 3, 8, n], v1.glorot_uniform_initializer(seed=5)), 1, "SAME") + get("b", [n], v1.zeros_initializer()), "logits")


def losses():
    mean, nn = tf.reduce_mean, tf.nn
    sparse = lambda y, z: nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)
    sig = lambda y, z: nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(y, tf.float32), logits=z)
    soft = lambda y, z: nn.softmax_cross_entropy_with_logits(labels=y, logits=z)
    i, f = tf.int64, tf.float32
    loss_case("softmax_sparse", "y", (None,), i, K, lambda y, z: mean(sparse(y, z)))
    loss_case("softmax_onehot", "hot", (None, K), f, K, lambda y, z: mean(soft(y, z)))
    loss_case("softmax_soft", "soft", (None, K), f, K, lambda y, z: mean(soft(y, z)))
    loss_case("softmax_smoothed", "hot", (None, K), f, K, lambda y, z: mean(soft(y * 0.9 + 0.1 / K, z)))
    loss_case("softmax_weighted", "y", (None,), i, K, lambda y, z: mean(sparse(y, z) * tf.gather([1.0, 2.0, 0.5, 1.0], y)))
    loss_case("softmax_focal", "y", (None,), i, K, lambda y, z: mean(sparse(y, z) * (1 - tf.exp(-sparse(y, z))) ** 2))
    loss_case("softmax_pixel", "mask", (None, 10, 10), i, 3, lambda y, z: mean(sparse(y, z)), "pic", (None, 10, 10, 1), pixels)
    loss_case("sigmoid_pixel", "bmask", (None, 10, 10, 1), f, 1, lambda y, z: mean(sig(y, z)), "pic", (None, 10, 10, 1), pixels)
    loss_case("dice_pixel", "bmask", (None, 10, 10, 1), f, 1, lambda y, z: 1 - mean((2 * tf.reduce_sum(y * tf.sigmoid(z), [1, 2, 3]) + 1) / (
        tf.reduce_sum(y, [1, 2, 3]) + tf.reduce_sum(tf.sigmoid(z), [1, 2, 3]) + 1)), "pic", (None, 10, 10, 1), pixels)
    loss_case("sigmoid_float", "two", (None,), f, 1, lambda y, z: mean(sig(y, z[:, 0])))
    loss_case("sigmoid_int", "itwo", (None,), i, 1, lambda y, z: mean(sig(y, z[:, 0])))
    loss_case("sigmoid_many_float", "many", (None, K), f, K, lambda y, z: mean(sig(y, z)))
    loss_case("sigmoid_many_int", "imany", (None, K), tf.int32, K, lambda y, z: mean(tf.reduce_sum(sig(y, z), 1)))
    loss_case("squared", "u1", (None, 1), f, 1, lambda y, z: mean((y - z) ** 2))
    loss_case("absolute", "u", (None,), f, 1, lambda y, z: mean(tf.abs(y - z[:, 0])))
    loss_case("huber", "u1", (None, 1), f, 1, lambda y, z: v1.losses.huber_loss(y, z))
    loss_case("quantiles", "u1", (None, 1), f, 3, lambda y, z: mean(tf.maximum([0.1, 0.5, 0.9] * (y - z), ([0.1, 0.5, 0.9] - tf.ones(3)) * (y - z))))
    loss_case("poisson", "count", (None,), f, 1, lambda y, z: mean(nn.log_poisson_loss(y, z[:, 0])))
    loss_case("gaussian_two", "u1", (None, 1), f, 2, lambda y, z: mean(0.5 * tf.exp(-z[:, 1:]) * (y - z[:, :1]) ** 2 + 0.5 * z[:, 1:]))
    loss_case("negative", "u1", (None, 1), f, 2, lambda y, z: mean(0.5 * tf.exp(-z[:, 1:]) * (y - z[:, :1]) ** 2 + 0.5 * z[:, 1:]) - 3.0)
    loss_case("hinge_binary", "sign", (None,), f, 1, lambda y, z: mean(tf.nn.relu(1 - y * z[:, 0])))
    loss_case("hinge_multi", "hot", (None, K), f, K, lambda y, z: mean(tf.reduce_sum((1 - y) * tf.nn.relu(1 + z - tf.reduce_sum(y * z, 1, keepdims=True)), 1)))
    loss_case("weighted_mean", "y", (None,), i, K, lambda y, z: tf.reduce_sum(sparse(y, z) * tf.gather([1.0, 3.0, 0.0, 1.0], y)) / tf.reduce_sum(tf.gather([1.0, 3.0, 0.0, 1.0], y)))
    loss_case("l2", "y", (None,), i, K, lambda y, z: mean(sparse(y, z)) + 1e-3 * tf.add_n([nn.l2_loss(v) for v in v1.trainable_variables()]))


def sparse_loss():
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=G("y"), logits=G("logits")), name="loss")


def conv(x, n, name, side=5, init=None):
    with v1.variable_scope(name):
        w = get("w", [side, side, int(x.shape[-1]), n], init or v1.truncated_normal_initializer(stddev=0.1, seed=1))
        return tf.nn.relu(tf.nn.conv2d(x, w, 1, "SAME") + get("b", [n], v1.constant_initializer(0.1)))


def pool(x):
    return tf.nn.max_pool2d(x, 2, 2, "SAME")


def cnn_mnist():
    x, _ = ends((None, 28, 28), xt=tf.uint8)
    h = (tf.cast(tf.reshape(x, [-1, 28, 28, 1]), tf.float32) - 127.5) / 255
    h = pool(conv(pool(conv(h, 16, "c1")), 32, "c2"))
    normal = v1.truncated_normal_initializer(stddev=0.1, seed=2)
    h = dense(tf.reshape(h, [-1, 7 * 7 * 32]), 128, "f1", tf.nn.relu, normal)
    tf.identity(dense(h, 10, "f2", None, normal), "logits")
    decay = 5e-4 * tf.add_n([tf.nn.l2_loss(v) for v in v1.trainable_variables() if v.name.startswith("f")])
    data_loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=G("y"), logits=G("logits")))
    v1.train.AdamOptimizer(1e-3).minimize(tf.add(data_loss, decay, name="loss"), name="train")
    return dict(data="npy:digits.npy,ids.npy")


def simple_mnist():
    x, y = ends((None, 784), (None, 10), yt=tf.float32)
    z = tf.identity(dense(x, 10, "out", None, v1.zeros_initializer()), "logits")
    loss = tf.reduce_mean(-tf.reduce_sum(y * tf.math.log(tf.nn.softmax(z)), 1), name="loss")
    v1.train.GradientDescentOptimizer(0.2).minimize(loss, name="train")
    return dict(data="npy:flat.npy,tenhot.npy")


def vgg11():
    x, _ = ends((None, 32, 32, 1))
    normal = v1.truncated_normal_initializer(stddev=0.1, seed=3)
    h = x
    for i, (width, pooled) in enumerate([(16, 1), (32, 1), (48, 0), (48, 1), (64, 0), (64, 1), (64, 0), (64, 1)]):
        h = conv(h, width, f"c{i}", 3)
        h = pool(h) if pooled else h
    h = tf.reshape(h, [-1, 64])
    for i in range(2):
        h = dense(h, 128, f"f{i}", tf.nn.relu, normal)
    tf.identity(dense(h, 10, "f", None, normal), "logits")
    v1.train.AdamOptimizer(1e-3).minimize(sparse_loss(), name="train")
    return dict(data="npy:big.npy,ids.npy")


def optimizer(kind):
    t = v1.train
    x, _ = ends()
    mlp(x, K)
    made = dict(sgd=lambda: t.GradientDescentOptimizer(0.1), momentum=lambda: t.MomentumOptimizer(0.02, 0.9),
                nesterov=lambda: t.MomentumOptimizer(0.02, 0.9, use_nesterov=True), adam=lambda: t.AdamOptimizer(3e-3),
                adagrad=lambda: t.AdagradOptimizer(0.1), rmsprop=lambda: t.RMSPropOptimizer(2e-3),
                rmsprop_centered=lambda: t.RMSPropOptimizer(2e-3, centered=True), adadelta=lambda: t.AdadeltaOptimizer(1.0, 0.95, 1e-6),
                ftrl=lambda: t.FtrlOptimizer(0.5))[kind]()
    made.minimize(sparse_loss(), name="train")


def clipped(by):
    x, _ = ends()
    mlp(x, K)
    made = v1.train.AdamOptimizer(3e-3)
    pairs = made.compute_gradients(sparse_loss())
    gradients = [g for g, _ in pairs]
    gradients = tf.clip_by_global_norm(gradients, 1.0)[0] if by == "norm" else [tf.clip_by_value(g, -1.0, 1.0) for g in gradients]
    made.apply_gradients(list(zip(gradients, [v for _, v in pairs])), name="train")


def averaged():
    x, _ = ends()
    mlp(x, K)
    step = v1.train.AdamOptimizer(3e-3).minimize(sparse_loss())
    with tf.control_dependencies([step]):
        tf.group(tf.train.ExponentialMovingAverage(0.99).apply(v1.trainable_variables()), name="train")


def scheduled(kind):
    x, _ = ends()
    mlp(x, K)
    step = v1.train.get_or_create_global_step()
    now = tf.cast(step, tf.float32)
    rate = dict(warmup=lambda: 0.05 * tf.minimum(1.0, (now + 1) / 100), piecewise=lambda: v1.train.piecewise_constant(step, [100, 200], [0.05, 0.01, 0.002]),
                exponential=lambda: v1.train.exponential_decay(0.05, step, 100, 0.5))[kind]()
    v1.train.MomentumOptimizer(rate, 0.9).minimize(sparse_loss(), step, name="train")


def lstm_loop():
    x, _ = ends((None, 8, 5))
    kernel, bias = get("kernel", [5 + 16, 64], v1.glorot_uniform_initializer(seed=1)), get("bias", [64], v1.zeros_initializer())

    def body(t, h, c):
        i, j, f, o = tf.split(tf.concat([x[:, t], h], 1) @ kernel + bias, 4, 1)
        c = tf.sigmoid(f + 1.0) * c + tf.sigmoid(i) * tf.tanh(j)
        return t + 1, tf.sigmoid(o) * tf.tanh(c), c

    zero = tf.zeros([tf.shape(x)[0], 16])
    _, h, _ = tf.while_loop(lambda t, h, c: t < 8, body, [0, zero, zero], shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 16]), tf.TensorShape([None, 16])])
    tf.identity(dense(h, K, "out"), "logits")
    adam(sparse_loss(), 1e-2)
    return dict(data="npy:seq.npy,y.npy")


def embedding():
    x, _ = ends((None, 10), xt=tf.int64)
    rows = tf.nn.embedding_lookup(get("table", [100, 16], v1.random_normal_initializer(stddev=0.1, seed=1)), x)
    tf.identity(dense(tf.reduce_mean(rows, 1), K, "out"), "logits")
    adam(sparse_loss(), 1e-2)
    return dict(data="npy:tok.npy,y.npy")


def frozen_backbone():
    x, _ = ends()
    h = tf.nn.relu(x @ v1.get_variable("backbone", [12, 64], initializer=tf.keras.initializers.HeNormal(seed=3), trainable=False))
    tf.identity(dense(h, K, "out"), "logits")
    adam(sparse_loss(), 1e-2)


def two_rates():
    x, _ = ends()
    mlp(x, K)
    variables = v1.trainable_variables()
    gradients = tf.gradients(sparse_loss(), variables)
    pairs = list(zip(gradients, variables))
    slow, fast = v1.train.GradientDescentOptimizer(0.02), v1.train.GradientDescentOptimizer(0.2)
    tf.group(slow.apply_gradients(pairs[:2]), fast.apply_gradients(pairs[2:]), name="train")


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


def plain20():
    h, training = picture_net()
    for i in range(20):
        h = block(h, 12 + 4 * (i // 7), training, f"b{i}", stride=2 if i in (7, 14) else 1)
    return head(h, training)


def resnet():
    h, training = picture_net()
    h = block(h, 16, training, "stem")
    for i, (n, stride) in enumerate([(16, 1), (16, 1), (24, 2), (24, 1), (32, 2), (32, 1)]):
        cut = h if stride == 1 and int(h.shape[-1]) == n else block(h, n, training, f"s{i}", 1, stride, False)
        h = tf.nn.relu(cut + block(block(h, n, training, f"a{i}", 3, stride), n, training, f"b{i}", act=False))
    return head(h, training)


def depthwise():
    h, training = picture_net()
    h = block(h, 16, training, "stem")
    for i, (n, stride) in enumerate([(16, 1), (24, 2), (24, 1), (32, 2), (32, 1)]):
        h = block(block(h, n, training, f"d{i}", 3, stride, depthwise=True), n, training, f"p{i}", 1)
    return head(h, training)


def densenet():
    h, training = picture_net()
    for stage in range(3):
        for i in range(4):
            h = tf.concat([h, block(h, 8, training, f"s{stage}l{i}")], 3)
        h = tf.nn.avg_pool2d(block(h, int(h.shape[-1]) // 2, training, f"t{stage}", 1), 2, 2, "SAME") if stage < 2 else h
    return head(h, training)


def iterator():
    x, y = v1.data.make_initializable_iterator(tf.data.Dataset.from_tensor_slices((np.zeros([8, 12], np.float32), np.zeros([8], np.int64))).batch(4)).get_next()
    tf.identity(x, "x"), tf.identity(y, "y")
    mlp(G("x"), K)
    adam(sparse_loss())


def conditional():
    x, _ = ends()
    mlp(x, K)
    made = v1.train.GradientDescentOptimizer(0.1)
    pairs = made.compute_gradients(sparse_loss())
    finite = tf.reduce_all([tf.reduce_all(tf.math.is_finite(g)) for g, _ in pairs])
    tf.group(tf.cond(finite, lambda: tf.group(made.apply_gradients(pairs)), tf.no_op), name="train")


def inference():
    x, _ = ends()
    tf.identity(x @ tf.constant(R.normal(size=(12, K)).astype(np.float32)), "logits")
    sparse_loss()
    return dict(train=None)


data()
losses()
for build in (cnn_mnist, simple_mnist, vgg11, averaged, lstm_loop, embedding, frozen_backbone, two_rates, plain20, resnet, depthwise, densenet,
              iterator, conditional, inference):
    case(build)
for kind in ("sgd", "momentum", "nesterov", "adam", "adagrad", "rmsprop", "rmsprop_centered", "adadelta", "ftrl"):
    case(optimizer, "optimizer_" + kind, kind=kind)
for kind in ("value", "norm"):
    case(clipped, "clip_" + kind, by=kind)
for kind in ("warmup", "piecewise", "exponential"):
    case(scheduled, "rate_" + kind, kind=kind)
