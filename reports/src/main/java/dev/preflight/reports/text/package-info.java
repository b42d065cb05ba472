/**
 * Text for people, for whoever writes any: {@link dev.preflight.reports.text.Numbers} in few
 * digits, {@link dev.preflight.reports.text.Text} made clean and short enough, {@link
 * dev.preflight.reports.text.TextWidth} in a picture, {@link dev.preflight.reports.text.Prose}
 * broken at the right places, {@link dev.preflight.reports.text.Xml} made safe for markup. All are
 * front doors; none knows the document.
 */
@NullMarked
package dev.preflight.reports.text;

import org.jspecify.annotations.NullMarked;
