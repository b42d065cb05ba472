package dev.preflight.training;

import java.util.OptionalDouble;

/**
 * What evaluating a dataset gave.
 *
 * @param loss mean of the batch losses, weighted by batch size; NaN or infinite if any was
 * @param dataLoss the loss without the regularization part; equal to {@code loss} where the program
 *     names none
 * @param accuracy share of examples whose largest output is the label's class, in [0, 1]; empty for
 *     regression or where no outputs are named
 * @param examples number of examples evaluated
 */
public record Evaluation(double loss, double dataLoss, OptionalDouble accuracy, int examples) {}
