/** What becomes of a result: where it goes, and the commands on results and logs. */
@NullMarked
package dev.preflight.cli.result;

import org.jspecify.annotations.NullMarked;
