/**
 * The renderers: {@link dev.preflight.reports.render.ConsoleReport}, {@link
 * dev.preflight.reports.render.HtmlReport}, {@link dev.preflight.reports.render.MarkdownReport},
 * {@link dev.preflight.reports.render.JunitXmlReport} and {@link
 * dev.preflight.reports.render.SvgPicture}. Each is a front door and a pure function of the
 * document: the same document gives the same bytes on every host.
 */
@NullMarked
package dev.preflight.reports.render;

import org.jspecify.annotations.NullMarked;
