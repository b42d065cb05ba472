/**
 * The result document and its renderers.
 *
 * <p>{@link dev.preflight.reports.ResultDocument} is what a command found, as records; {@link
 * dev.preflight.reports.Json} reads and writes it. {@link
 * dev.preflight.reports.render.ConsoleReport}, {@link dev.preflight.reports.render.HtmlReport},
 * {@link dev.preflight.reports.render.MarkdownReport} and {@link
 * dev.preflight.reports.render.JunitXmlReport} are pure functions of it: the same document gives
 * the same bytes on every host. Nothing here knows TensorFlow, reads a clock or opens a connection.
 *
 * <p>Texts of a document may come from anybody's program or file, so every renderer treats them as
 * hostile.
 */
@NullMarked
package dev.preflight.reports;

import org.jspecify.annotations.NullMarked;
