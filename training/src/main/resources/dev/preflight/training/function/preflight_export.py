"""Writes a Keras 3 model, or a tf.Module, with its training step as a SavedModel for Preflight:

    export(model, optimizer, loss, "exported", (x, y))        # before the first update
    $ ./preflight check exported --data npy:x.npy,y.npy
"""
import copy
import inspect
import keras
import tensorflow as tf


def export(model, optimizer, loss, directory, example, fresh=None, states=3):
    """example: one batch (x, y). loss: a Keras loss, or f(y, outputs). fresh: f() gives a new model."""
    x, y = (tf.convert_to_tensor(part) for part in example)
    model(x[:1])  # creates the variables
    weights = list(model.trainable_variables)
    optimizer.build(weights)
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    loss = keras.losses.get(loss) if isinstance(loss, str) else loss
    takes_mode = isinstance(model, keras.Model) or "training" in inspect.signature(model).parameters
    signature = [tf.TensorSpec([None, *part.shape[1:]], part.dtype, name) for part, name in ((x, "x"), (y, "y"))]

    def forward(x, y, training):
        outputs = model(x, training=training) if takes_mode else model(x)
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

    @tf.function(input_signature=signature)
    def train(x, y):
        with tf.GradientTape() as tape:
            results = forward(x, y, True)
            scaled = optimizer.scale_loss(results["loss"])
        gradients = tape.gradient(scaled, weights)
        optimizer.apply_gradients(zip(gradients, weights))
        one = optimizer.scale_loss(tf.ones([]))
        named = {f"gradient/{i}/{getattr(w, 'path', w.name).split(':')[0]}": tf.convert_to_tensor(g) / tf.cast(one, g.dtype)
                 for i, (w, g) in enumerate(zip(weights, gradients)) if g is not None}
        return {"loss": results["loss"], **named, **results}

    module = tf.Module()
    module.model, module.optimizer, module.variables_ = model, optimizer, [*model.variables, *optimizer.variables]
    signatures = {"train": train, "evaluate": tf.function(lambda x, y: forward(x, y, False), input_signature=signature)}
    if isinstance(inner._learning_rate, keras.optimizers.schedules.LearningRateSchedule):
        signatures["rate"] = tf.function(lambda step: {"rate": inner._learning_rate(step)},
                                         input_signature=[tf.TensorSpec([], tf.int64, "step")])
    tf.saved_model.save(module, directory, signatures=signatures)
    start = [w.numpy() for w in model.variables]
    for state in range(1, states):  # fresh initial values: a verdict should not hang on one draw
        other = fresh() if fresh else keras.models.clone_model(model)
        other(x[:1])
        for w, v in zip(model.variables, other.variables):
            w.assign(v)
        tf.train.Checkpoint(root=module).write(f"{directory}/initial/{state}")
    for w, v in zip(model.variables, start):
        w.assign(v)
