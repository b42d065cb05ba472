/** The result document and its renderers. */
@NullMarked
package dev.preflight.reports;

import org.jspecify.annotations.NullMarked;
