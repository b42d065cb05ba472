package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.History;
import java.util.Optional;

/**
 * What a sampler may know when it is asked for a trial.
 *
 * @param history the study so far; the trial itself may be among the running ones
 * @param number the trial's number
 * @param space all that there is to choose, if it was declared
 * @param uniforms the trial's own random numbers
 */
public record TrialContext(
    History history, int number, Optional<SearchSpace> space, Uniforms uniforms) {}
