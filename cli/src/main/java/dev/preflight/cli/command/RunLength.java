package dev.preflight.cli.command;

import dev.preflight.tuner.runs.Length;
import dev.preflight.tuner.runs.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a run is to be, in updates or in epochs. */
final class RunLength {

  @Option(
      names = "--updates",
      paramLabel = "LENGTH",
      converter = Converter.class,
      description =
          "Planned length of a run: updates, or epochs such as 5ep. Default: one epoch, or "
              + RunOptions.DEFAULT_UPDATES
              + " updates where that is more.")
  @Nullable Length length;

  /** Reads a length. */
  static final class Converter implements ITypeConverter<Length> {
    @Override
    public Length convert(String text) {
      try {
        return Length.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
