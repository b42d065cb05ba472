/**
 * The result document: what a command found, as records, and its form as JSON.
 *
 * <p>{@link dev.preflight.reports.ResultDocument} is the front door; {@link
 * dev.preflight.reports.Report} is the part of it that a piece of work comes to, {@link
 * dev.preflight.reports.Finding}, {@link dev.preflight.reports.Chart} and {@link
 * dev.preflight.reports.Table} are what both hold. {@link dev.preflight.reports.Json} reads and
 * writes it. Nothing here knows TensorFlow, reads a clock or opens a connection.
 *
 * <p>The rooms: {@code text} for whoever writes numbers, markup or lines, {@code chart} for
 * pictures, {@code render} for everything a person or a build server reads.
 *
 * <p>Texts of a document may come from anybody's program or file, so every renderer treats them as
 * hostile.
 */
@NullMarked
package dev.preflight.reports;

import org.jspecify.annotations.NullMarked;
