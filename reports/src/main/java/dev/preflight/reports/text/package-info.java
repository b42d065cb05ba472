/** Numbers, markup and lengths of text, for whoever writes any. */
@NullMarked
package dev.preflight.reports.text;

import org.jspecify.annotations.NullMarked;
