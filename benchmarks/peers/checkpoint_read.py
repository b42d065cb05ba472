"""Trains a graph made by TensorFlow for Python with `preflight train`, reads the checkpoint with a
Saver of the same graph, and compares loss and accuracy; then reads the event files with TensorBoard.

V/bin/python benchmarks/peers/checkpoint_read.py ./preflight DIR   # V: tensorflow_cpu 2.21, tensorboard
"""
import glob, json, os, subprocess, sys
import numpy as np
import tensorflow as tf
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

preflight, out = sys.argv[1], os.path.abspath(sys.argv[2])
os.makedirs(out, exist_ok=True)
rng = np.random.default_rng(0)
centres = rng.normal(size=(5, 20))
y = rng.integers(0, 5, 2000)
x = (centres[y] + 0.7 * rng.normal(size=(2000, 20))).astype(np.float32)
for name, a in (("x", x[:1500]), ("y", y[:1500].astype(np.int64)), ("vx", x[1500:]),
                ("vy", y[1500:].astype(np.int64))):
    np.save(f"{out}/{name}.npy", a)

v1 = tf.compat.v1
v1.disable_eager_execution()
for kind in ("ref", "resource"):
    v1.reset_default_graph()
    with v1.variable_scope("", use_resource=kind == "resource"):
        features = v1.placeholder(tf.float32, [None, 20], "features")
        labels = v1.placeholder(tf.int64, [None], "labels")
        w1 = v1.get_variable("dense/kernel", [20, 32])
        b1 = v1.get_variable("dense/bias", [32], initializer=v1.zeros_initializer())
        w2 = v1.get_variable("out/kernel", [32, 5])
        logits = tf.identity(tf.matmul(tf.nn.relu(tf.matmul(features, w1) + b1), w2), "logits")
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(
            labels=tf.one_hot(labels, 5), logits=logits), name="loss")
        step = v1.train.get_or_create_global_step()
        train = v1.train.AdamOptimizer(0.003).minimize(loss, global_step=step, name="train")
        v1.global_variables_initializer()
        init = v1.group(v1.global_variables_initializer(), name="init")
    tf.io.write_graph(v1.get_default_graph(), out, f"{kind}.pb", as_text=False)
    json.dump({"graph": f"{kind}.pb", "features": "features", "labels": "labels", "loss": "loss",
               "logits": "logits", "train": "train", "initializers": ["init"],
               "data": "npy:x.npy,y.npy?validation-x=vx.npy&validation-y=vy.npy"},
              open(f"{out}/{kind}.json", "w"))
    done = f"{out}/{kind}-run"
    subprocess.run([preflight, "train", f"{out}/{kind}.json", "--updates", "200", "--batch-size", "32",
                    "--learning-rate", "0.003", "--schedule", "cosine", "--out", done, "--restart",
                    "--progress", "none", "--fail-on", "never"], check=True, stdout=subprocess.DEVNULL)
    result = json.load(open(f"{done}/result.json"))["result"]
    with v1.Session() as session:
        saver = v1.train.Saver()
        saver.restore(session, tf.train.latest_checkpoint(f"{done}/best"))
        l, o = session.run([loss, logits], {features: x[1500:], labels: y[1500:]})
        print(kind, "python: loss", l, "accuracy", np.mean(o.argmax(1) == y[1500:]),
              "| preflight:", result["validation"]["loss"], result["validation"]["accuracy"],
              "| global step", session.run(step))
        assert abs(l - result["validation"]["loss"]) < 1e-5 * max(1, abs(l))
        assert np.mean(o.argmax(1) == y[1500:]) == result["validation"]["accuracy"]
        # The other way round: what Python saves, Preflight starts from.
        saver.save(session, f"{out}/{kind}-python/model.ckpt")
    again = subprocess.run([preflight, "train", f"{out}/{kind}.json", "--updates", "1", "--batch-size", "32",
                            "--learning-rate", "1e-12", "--from", f"{out}/{kind}-python", "--out",
                            f"{out}/{kind}-again", "--restart", "--progress", "none", "--fail-on",
                            "never", "--json"], check=True, capture_output=True)
    back = json.loads(again.stdout)["result"]["validation"]["loss"]
    print(kind, "from Python's checkpoint:", back)
    assert abs(back - l) < 1e-5 * max(1, abs(l))
    reader = EventAccumulator(f"{done}/tensorboard", {"scalars": 0, "histograms": 0})
    reader.Reload()
    tags = reader.Tags()
    print(kind, "TensorBoard:", {t: len(reader.Scalars(t)) for t in tags["scalars"]},
          {t: len(reader.Histograms(t)) for t in tags["histograms"]})
    assert len(reader.Scalars("loss")) == 200
