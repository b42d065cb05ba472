/** Checks that train on a few items: M. */
@NullMarked
package dev.preflight.sanity.micro;

import org.jspecify.annotations.NullMarked;
