/** The commands that look after studies, and the options that name one and its space. */
@NullMarked
package dev.preflight.cli.study;

import org.jspecify.annotations.NullMarked;
