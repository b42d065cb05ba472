"""Writes the training graphs that engineers export from Python, as PythonGraphTest reads them.

    python python_graphs.py OUT [all]          (TensorFlow 2.21 for CPU)

Without `all`, only the three small files that are checked in. Every net takes 8x8 grey images and four classes.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf  # noqa: E402

v1 = tf.compat.v1
OPTIMIZERS = {
    "sgd": lambda: v1.train.GradientDescentOptimizer(0.1),
    "momentum": lambda: v1.train.MomentumOptimizer(0.05, 0.9),
    "nesterov": lambda: v1.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True),
    "adagrad": lambda: v1.train.AdagradOptimizer(0.05),
    "rmsprop": lambda: v1.train.RMSPropOptimizer(0.005),
    "adam": lambda: v1.train.AdamOptimizer(0.005),
    "ftrl": lambda: v1.train.FtrlOptimizer(0.1),
}


def variable(name, shape, value=None, trainable=True):
    initializer = v1.truncated_normal_initializer(stddev=0.3) if value is None else v1.constant_initializer(value)
    return v1.get_variable(name, shape, initializer=initializer, trainable=trainable)


def batch_norm(x, training, name):
    """Moving averages behind a cond, as tf.layers wrote them; updated through UPDATE_OPS."""
    channels = x.shape[-1]
    with v1.variable_scope(name):
        gamma, beta = variable("gamma", [channels], 1.0), variable("beta", [channels], 0.0)
        mean, variance = variable("mean", [channels], 0.0, False), variable("variance", [channels], 1.0, False)
        batch_mean, batch_variance = tf.nn.moments(x, [0, 1, 2])
        for moving, now in ((mean, batch_mean), (variance, batch_variance)):
            v1.add_to_collection(v1.GraphKeys.UPDATE_OPS, v1.assign_sub(moving, (moving - now) * 0.1))
        m, v = v1.cond(training, lambda: (batch_mean, batch_variance), lambda: (tf.identity(mean), tf.identity(variance)))
        return tf.nn.batch_normalization(x, m, v, beta, gamma, 1e-3)


def net(optimizer, resource, decay=False):
    v1.disable_control_flow_v2()
    v1.get_variable_scope().set_use_resource(resource)
    x = v1.placeholder(tf.float32, [None, 8, 8, 1], name="x")
    y = v1.placeholder(tf.int64, [None], name="y")
    training = v1.placeholder(tf.bool, [], name="training")
    h = tf.nn.conv2d(x, variable("conv", [3, 3, 1, 4]), 1, "SAME")
    h = tf.nn.relu(batch_norm(h, training, "bn"))
    h = tf.nn.max_pool2d(h, 2, 2, "SAME")
    h = tf.reshape(h, [-1, 64])
    h = v1.cond(training, lambda: tf.nn.dropout(h, rate=0.2), lambda: tf.identity(h), name="dropout")
    logits = tf.add(h @ variable("dense", [64, 4]), variable("bias", [4], 0.0), name="logits")
    each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits, name="each")
    loss = tf.reduce_mean(each, name="loss")
    step = v1.train.get_or_create_global_step()
    made = OPTIMIZERS[optimizer]() if not decay else v1.train.MomentumOptimizer(
        v1.train.exponential_decay(0.05, step, 10, 0.5, staircase=True), 0.9)
    with v1.control_dependencies(v1.get_collection(v1.GraphKeys.UPDATE_OPS)):
        made.minimize(loss, global_step=step, name="train")
    v1.train.Saver(name="save")
    v1.global_variables_initializer()
    return x, y, training, logits, loss


def graph_def(path, **kwargs):
    with tf.Graph().as_default() as graph:
        net(**kwargs)
        with open(path, "wb") as out:
            out.write(graph.as_graph_def().SerializeToString())


def saved_model_v1(path, **kwargs):
    with tf.Graph().as_default():
        x, y, training, logits, loss = net(**kwargs)
        with v1.Session() as session:
            session.run("init")
            v1.saved_model.simple_save(session, path, {"x": x, "y": y, "training": training}, {"loss": loss})


def saved_model_v2(path):
    class Model(tf.Module):
        def __init__(self):
            self.w = tf.Variable(tf.random.stateless_truncated_normal([64, 4], [1, 2]) * 0.1, name="w")

        @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 1]), tf.TensorSpec([None], tf.int64)])
        def __call__(self, x, y):
            logits = tf.reshape(x, [-1, 64]) @ self.w
            return {"loss": tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))}

    model = Model()
    tf.saved_model.save(model, path, signatures=model.__call__)


def main(out, everything):
    os.makedirs(out, exist_ok=True)
    graph_def(os.path.join(out, "python-ref-adam.pb"), optimizer="adam", resource=False)
    graph_def(os.path.join(out, "python-resource-momentum.pb"), optimizer="momentum", resource=True)
    saved_model_v1(os.path.join(out, "python-saved-v1"), optimizer="momentum", resource=True, decay=True)
    if everything:
        for optimizer in OPTIMIZERS:
            for resource in (False, True):
                kind = "resource" if resource else "ref"
                graph_def(os.path.join(out, f"all-{kind}-{optimizer}.pb"), optimizer=optimizer, resource=resource)
        saved_model_v1(os.path.join(out, "all-saved-ref"), optimizer="rmsprop", resource=False)
        saved_model_v2(os.path.join(out, "all-saved-v2"))


main(sys.argv[1], len(sys.argv) > 2)
