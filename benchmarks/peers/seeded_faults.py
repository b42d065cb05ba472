"""Writes training graphs that hold one fault each, on five nets, with tf.compat.v1 (TensorFlow 2.21, numpy).

    python seeded_faults.py OUT MNIST_IMAGES.gz MNIST_LABELS.gz [NAME...]
    benchmarks/verdicts ./preflight OUT --seeds 1 --told

A name is the fault and the net: mlp (4 clusters), cnn (digits), bn (a convolutional net with batch norm), lstm (sequences),
reg (regression). docs/faults.md tables what was said of each. Without its fault every net passes: the rows "none".
"""
from zoo import *

xent = lambda y, z: tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)
identity = lambda value: value


def drop(rate, switched=True):
    def between(h):
        if not switched:
            return tf.nn.dropout(h, rate=rate)
        training = G("training") if has("training") else v1.placeholder_with_default(False, [], "training")
        return tf.nn.dropout(h, rate=tf.where(training, rate, 0.0))
    return between


def has(name):
    return name in [op.name for op in v1.get_default_graph().get_operations()]


def mlp_net(enter, hidden, leave, init):
    x, _ = ends()
    h = hidden(dense(enter(x), 32, "h", tf.nn.relu, init))
    return leave(dense(h, K, "out", None, init)), "npy:x.npy,y.npy"


def cnn_net(enter, hidden, leave, init):
    x, _ = ends((None, 28, 28), xt=tf.uint8)
    h = tf.cast(tf.reshape(x, [-1, 28, 28, 1]), tf.float32) / 255
    he = init or tf.keras.initializers.HeNormal(seed=2)
    h = pool(conv(pool(conv(enter(h), 8, "c1", init=he)), 16, "c2", init=he))
    h = hidden(dense(tf.reshape(h, [-1, 7 * 7 * 16]), 32, "f1", tf.nn.relu, he))
    return leave(dense(h, 10, "f2", None, init)), "npy:digits.npy,ids.npy"


def bn_net(enter, hidden, leave, init):
    x, _ = ends((None, 16, 16, 3), xt=tf.uint8)
    training = v1.placeholder_with_default(False, [], "training")
    h = enter(tf.cast(x, tf.float32) / 127.5 - 1)
    for i, (n, stride) in enumerate([(12, 1), (16, 2), (24, 2), (24, 1)]):
        h = block(h, n, training, f"b{i}", 3, stride)
    return leave(dense(hidden(tf.reduce_mean(h, [1, 2])), K, "out", None, init)), "npy:shapes.npy,which.npy"


def lstm_net(enter, hidden, leave, init):
    x, _ = ends((None, 8, 5))
    x = enter(x)
    kernel, bias = get("kernel", [5 + 16, 64], init or v1.glorot_uniform_initializer(seed=1)), get("bias", [64], v1.zeros_initializer())
    h = c = tf.zeros([tf.shape(x)[0], 16])
    for t in range(8):
        i, j, f, o = tf.split(tf.concat([x[:, t], h], 1) @ kernel + bias, 4, 1)
        c = tf.sigmoid(f + 1.0) * c + tf.sigmoid(i) * tf.tanh(j)
        h = tf.sigmoid(o) * tf.tanh(c)
    return leave(dense(hidden(h), K, "out", None, init)), "npy:seq.npy,y.npy"


def reg_net(enter, hidden, leave, init):
    x, _ = ends(y=(None, 1), yt=tf.float32)
    h = hidden(dense(enter(x), 32, "h", tf.nn.relu, init))
    return leave(dense(h, 1, "out", None, init)), "npy:x.npy,u1.npy"


NETS = dict(mlp=mlp_net, cnn=cnn_net, bn=bn_net, lstm=lstm_net, reg=reg_net)


def minimize(loss, rate=3e-3, variables=None, gradients=None, momentum=False, updates=True):
    """One update; gradients bends what is applied, updates=False forgets the moving statistics."""
    made = v1.train.MomentumOptimizer(rate, 0.9) if momentum else v1.train.AdamOptimizer(rate)
    pairs = [(g, v) for g, v in made.compute_gradients(loss, variables) if g is not None]
    if gradients:
        pairs = list(zip(gradients([g for g, _ in pairs]), [v for _, v in pairs]))
    step = made.apply_gradients(pairs)
    tf.group(step, *(v1.get_collection("updates") if updates else []), name="train")


def default_loss(net):
    return (lambda y, z: tf.reduce_mean((y - z) ** 2)) if net == "reg" else lambda y, z: tf.reduce_mean(xent(y, z))


def fault(name, nets, enter=identity, hidden=identity, leave=identity, init=None, loss=None, **training):
    for net in nets.split():
        def build():
            z, data = NETS[net](enter, hidden, leave, init)
            z = tf.identity(z, "logits")
            made = tf.identity((loss or default_loss(net))(G("y"), z), "loss")
            minimize(made, **{key: value for key, value in training.items() if key != "data"})
            return dict(data=training.get("data") or data, training="training" if has("training") else None)
        case(build, f"{name}-{net}")


def weights():
    return [v for v in v1.trainable_variables() if len(v.shape) > 1]


def l2(factor):
    return lambda y, z: tf.reduce_mean(xent(y, z)) + factor * tf.add_n([tf.nn.l2_loss(v) for v in weights()])


def log_softmax(y, z):
    return -tf.reduce_mean(tf.reduce_sum(tf.one_hot(y, int(z.shape[-1])) * tf.math.log(tf.nn.softmax(60 * z)), 1))


def shifted(y, z):
    return tf.reduce_mean(xent((y + 1) % int(z.shape[-1]), z))


def norm_of_nothing(y, z):
    z = z - tf.stop_gradient(z)
    return tf.reduce_mean(xent(y, G("logits"))) + 1e-4 * tf.sqrt(tf.reduce_sum(z ** 2))


def standardized(h):
    """Divides by the deviation of each example's blank border: 0 / 0."""
    mean, variance = tf.nn.moments(h[:, :1], [1], keepdims=True)
    return (h - mean) / tf.sqrt(variance)


data()
digits = np.load(os.path.join(OUT, "digits.npy"))
save(digits255=digits.astype(np.float32), bytes3=np.load(os.path.join(OUT, "shapes.npy")), x_wide=np.load(os.path.join(OUT, "x.npy")) * 255,
     ids_one=np.load(os.path.join(OUT, "ids.npy")) + 1, y_one=np.load(os.path.join(OUT, "y.npy")) + 1,
     y_random=R.integers(0, K, N), x_nan=np.where(R.random((N, 12)) < 1e-3, np.nan, np.load(os.path.join(OUT, "x.npy"))).astype(np.float32))
fault("none", "mlp cnn bn lstm reg")
fault("ascends", "mlp cnn bn reg", gradients=lambda gs: [-g for g in gs])
fault("loss_negated", "mlp", loss=lambda y, z: -tf.reduce_mean(xent(y, z)))
fault("rate_high", "mlp cnn", rate=1.0)
fault("rate_far_too_high", "bn lstm", rate=30.0)
fault("rate_high_momentum", "mlp cnn reg", rate=3.0, momentum=True)
fault("rate_low", "mlp cnn lstm", rate=1e-8)
fault("stats_forgotten", "bn", updates=False)
fault("disconnected", "mlp cnn lstm", enter=tf.zeros_like)
fault("constant_hidden", "mlp cnn", hidden=lambda h: 0.0 * h + 1.0)
fault("dead", "mlp cnn", enter=lambda h: -tf.abs(h) - 1, init=v1.random_uniform_initializer(0.0, 0.2, seed=1))
fault("log_of_0", "mlp cnn lstm", loss=log_softmax)
fault("sqrt_of_0", "mlp cnn", loss=norm_of_nothing)
fault("zero_by_zero", "cnn", enter=standardized)
fault("loss_shifts_labels", "mlp cnn lstm", loss=shifted)
fault("labels_from_1", "mlp", data="npy:x.npy,y_one.npy", loss=lambda y, z: tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(tf.one_hot(y, K), z)))
fault("regularized", "mlp cnn lstm", loss=l2(10.0))
fault("clipped", "mlp cnn lstm", gradients=lambda gs: tf.clip_by_global_norm(gs, 1e-7)[0], momentum=True, rate=0.01)
fault("times_255", "cnn bn", enter=lambda h: h * 255)
fault("data_times_255", "mlp", data="npy:x_wide.npy,y.npy")
fault("divided_twice", "cnn", enter=lambda h: h / 255)
fault("stop_gradient", "mlp cnn lstm", hidden=tf.stop_gradient)
for net, kept in (("mlp", ("h",)), ("cnn", ("c1", "c2", "f1"))):
    if not ONLY or f"last_forgotten-{net}" in ONLY:
        def build():
            z, data = NETS[net](identity, identity, identity, None)
            tf.identity(z, "logits")
            minimize(sparse_loss(), variables=[v for v in v1.trainable_variables() if v.name.startswith(kept)])
            return dict(data=data)
        case(build, f"last_forgotten-{net}")
fault("dropout_99", "mlp cnn bn", hidden=drop(0.99))
fault("dropout_always", "mlp cnn", hidden=drop(0.5, switched=False))
fault("double_softmax", "mlp cnn lstm", leave=tf.nn.softmax)
fault("zero_weights", "mlp cnn", init=v1.zeros_initializer())
fault("huge_weights", "mlp cnn", init=v1.random_normal_initializer(stddev=10.0, seed=1))
fault("loss_summed", "mlp", loss=lambda y, z: tf.reduce_sum(xent(y, z)))
fault("broadcast", "reg", loss=lambda y, z: tf.reduce_mean((y[:, 0] - z) ** 2))
fault("batch_mixed", "mlp cnn", hidden=lambda h: tf.nn.softmax(h, axis=0))
fault("nan_data", "mlp", data="npy:x_nan.npy,y.npy")
fault("label_ignored", "mlp cnn", loss=lambda y, z: tf.reduce_mean(xent(tf.zeros_like(y), z)))
