/**
 * File formats: from the bytes of a file to arrays, rows and records, each with its place. What
 * they are for is said in {@code training.data.source}.
 */
@NullMarked
package dev.preflight.training.data.format;

import org.jspecify.annotations.NullMarked;
