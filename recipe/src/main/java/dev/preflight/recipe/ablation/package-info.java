/** One change at a time: what each change to a program does to how it trains. */
@NullMarked
package dev.preflight.recipe.ablation;

import org.jspecify.annotations.NullMarked;
