"""Writes healthy training graphs of many kinds with tf.compat.v1, each with data and a descriptor (TensorFlow 2.21, numpy).

    python healthy_zoo.py OUT MNIST_IMAGES.gz MNIST_LABELS.gz [NAME...]
    benchmarks/verdicts ./preflight OUT --seeds 3

The losses, the shapes of TensorFlow Java's examples, optimizers, schedules and nets that docs/verdicts.md tables: none has a
fault, and none may fail. The last three cannot be run as they are.
"""
from zoo import *


def loss_case(name, y, shape, kind, outputs, make, data_x="x", xshape=(None, 12), net=mlp):
    def build():
        x, labels = ends(xshape, shape, yt=kind)
        z = net(x, outputs)
        adam(tf.identity(make(labels, z), "loss"))
        return dict(data=f"npy:{data_x}.npy,{y}.npy" + ("?task=regression" if kind == tf.float32 and y in ("two", "sign") else ""))
    case(build, name)


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
