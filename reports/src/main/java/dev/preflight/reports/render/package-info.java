/** The renderers: pure functions of the result document. */
@NullMarked
package dev.preflight.reports.render;

import org.jspecify.annotations.NullMarked;
