/** Where data comes from: one reader a file format, behind a text that names it. */
@NullMarked
package dev.preflight.training.data.source;

import org.jspecify.annotations.NullMarked;
