/** The commands that say what Preflight looks at: a list of all findings, and a page for each. */
@NullMarked
package dev.preflight.cli.catalogue;

import org.jspecify.annotations.NullMarked;
