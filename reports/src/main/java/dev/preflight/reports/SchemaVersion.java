package dev.preflight.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Looks at a document's version before anything else, so that a document from a newer Preflight is
 * called that and not blamed for its unknown keys.
 */
final class SchemaVersion {
  private SchemaVersion() {}

  static void check(Path file, JsonFactory factory) {
    try (JsonParser parser = factory.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals("schemaVersion");
        JsonToken value = parser.nextToken();
        if (here && value == JsonToken.VALUE_NUMBER_INT) {
          int version = parser.getValueAsInt(Integer.MAX_VALUE);
          if (version > ResultDocument.SCHEMA_VERSION) {
            throw new DocumentException(
                String.format(
                    Locale.ROOT,
                    "%s: has schemaVersion %s; this Preflight reads up to %d",
                    file,
                    parser.getText(),
                    ResultDocument.SCHEMA_VERSION),
                "update Preflight, or render the report with the version that wrote the file",
                null);
          }
          return;
        }
        parser.skipChildren();
      }
    } catch (IOException ignored) {
      // Whatever is wrong with the file, reading it as a document says it better.
      return;
    }
  }
}
