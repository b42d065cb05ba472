"""Milliseconds of a training step in TensorFlow and in PyTorch: lenet, convnet-bn and mlp, batch 64.

Run outside the project, in virtual environments with tensorflow_cpu and with torch:
    TF_ENABLE_ONEDNN_OPTS=1 python step_speed.py tensorflow [SECONDS]
    python step_speed.py torch [SECONDS]
The nets are those of dev.preflight.examples.nets; the data is made beforehand, so that nothing but
the step is timed. Steps are compiled (tf.function) in TensorFlow, and not in PyTorch. Prints the
median over blocks of ten steps, and for TensorFlow the speed of a product of matrices.
"""
import os
import statistics
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 8
BATCH, BLOCK = 64, 10


def timed(name, step):
    for i in range(3 * BLOCK):
        step(i % BLOCK)
    blocks, end = [], time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(blocks) < 5:
        start = time.perf_counter()
        for i in range(BLOCK):
            step(i)
        blocks.append((time.perf_counter() - start) / BLOCK * 1e3)
    print(f"{sys.argv[1]} {name}: {statistics.median(blocks):.3f} ms", flush=True)


def tensorflow():
    import numpy as np
    import tensorflow as tf

    draw = np.random.default_rng(0)
    xs = [tf.constant(draw.random((BATCH, 28, 28, 1), np.float32)) for _ in range(BLOCK)]
    ys = [tf.constant(np.eye(10, dtype=np.float32)[draw.integers(0, 10, BATCH)]) for _ in range(BLOCK)]

    class Net:
        def __init__(self):
            self.variables = []

        def weight(self, *shape):
            fan_in = float(np.prod(shape[:-1]))
            self.variables.append(tf.Variable(tf.random.normal(shape, stddev=(2 / fan_in) ** 0.5)))
            return self.variables[-1]

        def filled(self, value, n):
            self.variables.append(tf.Variable(tf.fill([n], value)))
            return self.variables[-1]

        def step_function(self, forward):
            slots = [tf.Variable(tf.zeros_like(v)) for v in self.variables]

            @tf.function
            def step(x, y):
                with tf.GradientTape() as tape:
                    loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(y, forward(x)))
                for v, s, g in zip(self.variables, slots, tape.gradient(loss, self.variables)):
                    tf.raw_ops.ResourceApplyMomentum(
                        var=v.handle, accum=s.handle, lr=0.001, grad=g, momentum=0.9)
                return loss

            return lambda i: step(xs[i], ys[i]).numpy()

    def lenet():
        n = Net()
        k1, b1 = n.weight(5, 5, 1, 32), n.filled(0.0, 32)
        k2, b2 = n.weight(5, 5, 32, 64), n.filled(0.0, 64)
        w1, c1 = n.weight(3136, 512), n.filled(0.0, 512)
        w2, c2 = n.weight(512, 10), n.filled(0.0, 10)

        def forward(x):
            h = tf.nn.max_pool2d(tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, k1, 1, "SAME"), b1)), 2, 2, "SAME")
            h = tf.nn.max_pool2d(tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(h, k2, 1, "SAME"), b2)), 2, 2, "SAME")
            h = tf.nn.relu(tf.nn.bias_add(tf.reshape(h, [-1, 3136]) @ w1, c1))
            return tf.nn.bias_add(h @ w2, c2)

        return n.step_function(forward)

    def convnet_bn():
        n = Net()
        k1, g1, o1 = n.weight(3, 3, 1, 16), n.filled(1.0, 16), n.filled(0.0, 16)
        k2, g2, o2 = n.weight(3, 3, 16, 32), n.filled(1.0, 32), n.filled(0.0, 32)
        w1, c1 = n.weight(1568, 64), n.filled(0.0, 64)
        w2, c2 = n.weight(64, 10), n.filled(0.0, 10)
        moving = [tf.Variable(tf.zeros([c])) for c in (16, 16, 32, 32)]

        def block(x, k, g, o, mean_at, variance_at):
            h = tf.nn.conv2d(x, k, 1, "SAME")
            mean = tf.reduce_mean(h, [0, 1, 2])
            variance = tf.reduce_mean(tf.math.squared_difference(h, mean), [0, 1, 2])
            mean_at.assign_sub((mean_at - tf.stop_gradient(mean)) * 0.1)
            variance_at.assign_sub((variance_at - tf.stop_gradient(variance)) * 0.1)
            scale = g * tf.math.rsqrt(variance + 1e-3)
            h = tf.nn.relu(h * scale + (o - mean * scale))
            return tf.nn.max_pool2d(h, 2, 2, "SAME")

        def forward(x):
            h = block(block(x, k1, g1, o1, *moving[:2]), k2, g2, o2, *moving[2:])
            h = tf.nn.relu(tf.nn.bias_add(tf.reshape(h, [-1, 1568]) @ w1, c1))
            h = h / 0.75 * tf.floor(tf.random.uniform(tf.shape(h)) + 0.75)
            return tf.nn.bias_add(h @ w2, c2)

        return n.step_function(forward)

    def mlp():
        n = Net()
        w1, c1 = n.weight(784, 128), n.filled(0.0, 128)
        w2, c2 = n.weight(128, 128), n.filled(0.0, 128)
        w3, c3 = n.weight(128, 10), n.filled(0.0, 10)

        def forward(x):
            h = tf.nn.relu(tf.nn.bias_add(tf.reshape(x, [-1, 784]) @ w1, c1))
            h = tf.nn.relu(tf.nn.bias_add(h @ w2, c2))
            return tf.nn.bias_add(h @ w3, c3)

        return n.step_function(forward)

    timed("lenet", lenet())
    timed("convnet-bn", convnet_bn())
    timed("mlp", mlp())
    a = tf.random.normal([2048, 2048])
    product = tf.function(lambda: tf.reduce_sum(a @ a))
    product().numpy()
    best = min(_seconds(lambda: product().numpy()) for _ in range(10))
    print(f"tensorflow product of 2048 x 2048: {2048**3 / best / 1e9:.0f} billion multiply-adds a second")


def _seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def torch():
    import torch
    from torch import nn

    torch.manual_seed(0)
    xs = [torch.rand(BATCH, 1, 28, 28) for _ in range(BLOCK)]
    ys = [torch.randint(0, 10, (BATCH,)) for _ in range(BLOCK)]
    nets = {
        "lenet": nn.Sequential(
            nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, 10)),
        "convnet-bn": nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1568, 64), nn.ReLU(), nn.Dropout(0.25), nn.Linear(64, 10)),
        "mlp": nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(),
                             nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10)),
    }
    for name, net in nets.items():
        optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
        loss_of = nn.CrossEntropyLoss()

        def step(i):
            optimizer.zero_grad()
            loss = loss_of(net(xs[i]), ys[i])
            loss.backward()
            optimizer.step()
            return loss.item()

        timed(name, step)


{"tensorflow": tensorflow, "torch": torch}[sys.argv[1]]()
