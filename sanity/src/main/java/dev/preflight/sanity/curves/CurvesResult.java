package dev.preflight.sanity.curves;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log was read as.
 *
 * @param loss series taken for the training loss; null if there is none
 * @param validationLoss for the validation loss
 * @param metric for the training metric
 * @param validationMetric for the validation metric
 * @param learningRate for the learning rate
 * @param others series with no part in the verdict
 * @param lastStep the last step that was logged
 * @param points of all series together
 * @param notes what a reader of the log should know
 */
public record CurvesResult(
    @Nullable String loss,
    @Nullable String validationLoss,
    @Nullable String metric,
    @Nullable String validationMetric,
    @Nullable String learningRate,
    List<String> others,
    long lastStep,
    long points,
    List<String> notes) {}
