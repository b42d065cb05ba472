/** What a trained model is judged by: metrics of classification and regression, with intervals. */
@org.jspecify.annotations.NullMarked
package dev.preflight.sanity.metrics;
