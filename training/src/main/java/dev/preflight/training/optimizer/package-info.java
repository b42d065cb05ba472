/** How weights are updated: by the program's own optimizer, driven, or by one that is built. */
@NullMarked
package dev.preflight.training.optimizer;

import org.jspecify.annotations.NullMarked;
