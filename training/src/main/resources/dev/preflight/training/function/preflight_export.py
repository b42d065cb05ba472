"""Writes a Keras 3 model, or a tf.Module, with its training step as a SavedModel for Preflight:
    export(model, optimizer, loss, "exported", (x, y))   # one batch, before the first update
    $ ./preflight check exported --data npy:x.npy,y.npy"""
import copy, inspect, keras, tensorflow as tf


def export(model, optimizer, loss, directory, example, fresh=None, states=3):
    """loss: a Keras loss, its name, or f(y, outputs). fresh: f() makes a new model, by default a clone."""
    x, y = (tf.convert_to_tensor(part) for part in example)
    model(x[:1])  # creates the variables
    weights, schedules = list(model.trainable_variables), keras.optimizers.schedules
    optimizer.build(weights)
    rate = getattr(optimizer, "inner_optimizer", optimizer)._learning_rate
    loss = keras.losses.get(loss)
    switches = isinstance(model, keras.Model) or "training" in inspect.signature(model).parameters
    spec = [tf.TensorSpec([None, *part.shape[1:]], part.dtype, name) for part, name in ((x, "x"), (y, "y"))]

    def forward(x, y, training):
        outputs = model(x, training=training) if switches else model(x)
        total = each = loss(y, outputs)
        if hasattr(loss, "reduction"):
            single = copy.copy(loss)
            single.reduction = "none"
            each = single(y, outputs)
        results = {"logits": outputs, "loss": tf.reduce_mean(total)}
        if each.shape.rank:
            results["per_example_loss"] = tf.reduce_mean(tf.reshape(each, [tf.shape(x)[0], -1]), 1)
        if getattr(model, "losses", None):
            results["regularization"] = tf.add_n(model.losses)
            results["loss"] += tf.cast(results["regularization"], results["loss"].dtype)
        return results

    def train(x, y):
        with tf.GradientTape() as tape:
            results = forward(x, y, True)
            scaled, one = optimizer.scale_loss(results["loss"]), optimizer.scale_loss(tf.ones([]))
        gradients = tape.gradient(scaled, weights)
        optimizer.apply_gradients(zip(gradients, weights))
        for i, (w, g) in enumerate(zip(weights, gradients)):
            if g is not None:
                results[f"gradient/{i}/{getattr(w, 'path', w.name)}"] = tf.convert_to_tensor(g) / tf.cast(one, g.dtype)
        return results

    module, kept = tf.Module(), [w.numpy() for w in model.variables]
    module.model, module.optimizer, module.all = model, optimizer, [*model.variables, *optimizer.variables]
    signatures = {"train": tf.function(train, spec), "evaluate": tf.function(lambda x, y: forward(x, y, False), spec)}
    if isinstance(rate, schedules.LearningRateSchedule):
        signatures["rate"] = tf.function(lambda step: {"rate": rate(step)}, [tf.TensorSpec([], tf.int64, "step")])
    tf.saved_model.save(module, directory, signatures)
    for state in range(1, states):  # initial values drawn anew: a verdict should not hang on one draw
        try:
            other = fresh() if fresh else keras.models.clone_model(model)
        except (AttributeError, NotImplementedError, TypeError, ValueError):
            return print("one initial state only: give fresh=, a function that makes a new model")
        other(x[:1])
        _ = [w.assign(v) for w, v in zip(model.variables, other.variables)]
        tf.train.Checkpoint(root=module).write(f"{directory}/initial/{state}")
    _ = [w.assign(v) for w, v in zip(model.variables, kept)]
