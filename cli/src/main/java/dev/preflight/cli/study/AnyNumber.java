package dev.preflight.cli.study;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number as Java or Python writes it, {@code nan} and {@code inf} among them. */
final class AnyNumber implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw new TypeConversionException("must be a number, was '" + text + "'");
        }
      }
    };
  }
}
