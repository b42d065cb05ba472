/** How weights are updated: the user's optimizer is driven, one of ours is built in. */
@NullMarked
package dev.preflight.training.optimizer;

import org.jspecify.annotations.NullMarked;
