package dev.preflight.tuner.study.auto;

/**
 * A stretch of a study's trials that one sampler chose.
 *
 * @param from the number of its first trial
 * @param sampler its name
 * @param reason why this one, in words that go on after a comma or colon
 */
public record Phase(int from, String sampler, String reason) {}
