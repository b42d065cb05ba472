/** What a check is given and gives: the contract, and the lab with what checks share. */
@NullMarked
package dev.preflight.sanity.check;

import org.jspecify.annotations.NullMarked;
