/**
 * Data for training: sources, views, batches. Pure JDK; knows nothing of TensorFlow.
 *
 * <p>{@link dev.preflight.training.data.source.DataSpec#open} turns a one-line specification into
 * {@link dev.preflight.training.data.TrainingData}; programs with data of their own start from
 * {@link dev.preflight.training.data.Dataset#of}.
 */
@NullMarked
package dev.preflight.training.data;

import org.jspecify.annotations.NullMarked;
