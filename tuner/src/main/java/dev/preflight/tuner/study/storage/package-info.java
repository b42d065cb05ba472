/** Where studies are kept: in memory, or in a database with the tables of Optuna 5. */
@NullMarked
package dev.preflight.tuner.study.storage;

import org.jspecify.annotations.NullMarked;
