package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.trial.Direction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A study without its trials.
 *
 * @param id the storage's own key
 * @param name unique in the storage
 * @param directions one an objective
 * @param userAttributes what the user noted, as plain JSON values
 * @param systemAttributes what Optuna and Preflight noted, as plain JSON values
 */
public record StudyRecord(
    long id,
    String name,
    List<Direction> directions,
    Map<String, @Nullable Object> userAttributes,
    Map<String, @Nullable Object> systemAttributes) {}
