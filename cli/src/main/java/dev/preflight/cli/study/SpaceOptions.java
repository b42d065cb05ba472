package dev.preflight.cli.study;

import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.space.StudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is searched. */
public final class SpaceOptions {

  private static final String DEFAULT = "default";

  @Option(
      names = "--space",
      paramLabel = "FILE|default",
      description =
          "A JSON file with the parameters, such as {\"lr\": \"log(1e-5, 1)\"}; 'default' is the "
              + "rate and the weight decay of a program.")
  @Nullable String space;

  @Option(
      names = "--param",
      paramLabel = "NAME=RANGE",
      description =
          "A parameter: lr=log(1e-5,1), x=float(0,1), n=int(1,8), units=logint(16,512), "
              + "act=choice(relu,elu); after it may stand 'when OTHER=VALUE|VALUE'. May be repeated.")
  List<String> params = new ArrayList<>();

  /** The space; empty for the default one. */
  public Optional<SearchSpace> read(Environment environment) {
    List<Parameter> parameters = new ArrayList<>();
    String file = space;
    if (file != null && !file.equals(DEFAULT)) {
      try {
        parameters.addAll(
            SpaceSyntax.space(text(environment.resolve(Path.of(file)), file))
                .parameters()
                .values());
      } catch (StudyException e) {
        throw e.in("--space " + file);
      }
    }
    for (String param : params) {
      parameters.add(SpaceSyntax.parameter(param));
    }
    return parameters.isEmpty() ? Optional.empty() : Optional.of(SearchSpace.of(parameters));
  }

  private static String text(Path path, String shown) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new InputException(
          "--space: cannot read '" + shown + "': " + OutputDirectory.reason(e),
          "name a JSON file, or 'default'",
          e);
    }
  }
}
