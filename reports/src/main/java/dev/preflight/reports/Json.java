package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.preflight.reports.text.Text;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON, strictly and always in the same bytes.
 *
 * <p>Numbers that are not finite are written as the strings {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"} and read back as numbers. Enum constants are lower case. A record component
 * must be present unless it is annotated {@code @Nullable}; unknown keys are refused. Writing what
 * was read from a document gives the same bytes again, on every Java version.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          // Not WRITE_ENUMS_TO_LOWERCASE, which asks the default locale.
          .enumNamingStrategy(name -> name.toLowerCase(Locale.ROOT))
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .annotationIntrospector(new RequiredUnlessNullable())
          .addModule(new SimpleModule().addSerializer(BigDecimal.class, new AsDouble()))
          .defaultPrettyPrinter(new Layout())
          .build();

  private Json() {}

  /**
   * The value as indented JSON that ends with a line feed.
   *
   * @param value a record, map, list or scalar; maps are written in their own order
   * @return the text
   */
  public static String write(@Nullable Object value) {
    try {
      return Text.paired(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes a document so that a reader sees the old file or the whole new one, never a part.
   *
   * @param file where to write; its directory must exist
   * @param document what to write
   * @throws UncheckedIOException if the file cannot be written; the old one is then untouched
   */
  public static void write(Path file, ResultDocument document) {
    byte[] bytes = write(document).getBytes(StandardCharsets.UTF_8);
    Path target = file.toAbsolutePath();
    Path directory = Require.present(target.getParent(), "directory of " + file);
    try {
      // Not createTempFile, which would keep the file from colleagues whatever the umask says.
      Path temporary =
          directory.resolve(
              "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
      try {
        Files.write(temporary, bytes);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a document of this or an earlier version.
   *
   * @param file what to read
   * @return the document
   * @throws DocumentException if the file is not such a document
   * @throws UncheckedIOException if it cannot be read
   */
  public static ResultDocument read(Path file) {
    SchemaVersion.check(file, MAPPER.getFactory());
    return read(file, ResultDocument.class);
  }

  /**
   * Reads any record, strictly.
   *
   * @param file what to read
   * @param type the record's class; its components are required unless annotated {@code @Nullable}
   * @return the record
   * @throws DocumentException if the file does not hold one
   * @throws UncheckedIOException if it cannot be read
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      T value = MAPPER.readValue(file.toFile(), type);
      if (value == null) {
        throw new DocumentException(file + ": holds null, not an object", "", null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw Complaint.about(file, type, e);
    } catch (CharConversionException e) {
      throw new DocumentException(file + ": no text in UTF-8: " + e.getMessage(), "", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The keys of the object in a file, in its order; none if it holds something else. */
  static List<String> keys(Path file) {
    try {
      List<String> keys = new ArrayList<>();
      MAPPER.readTree(file.toFile()).fieldNames().forEachRemaining(keys::add);
      return keys;
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Reads any JSON object.
   *
   * @param file what to read
   * @return its members in the order of the file; values are strings, numbers, booleans, lists,
   *     maps or {@code null}
   * @throws DocumentException if the file does not hold an object
   * @throws UncheckedIOException if it cannot be read
   */
  @SuppressWarnings("unchecked") // Jackson makes a map of strings to values from any JSON object.
  public static Map<String, Object> readTree(Path file) {
    return (Map<String, Object>) read(file, Map.class);
  }

  /**
   * Turns a tree of maps and lists, such as {@link ResultDocument#result()} after reading, into a
   * record, as strictly as {@link #read(Path, Class)}.
   *
   * @param tree maps, lists and scalars
   * @param type the record's class
   * @return the record
   * @throws IllegalArgumentException if the tree does not fit
   */
  public static <T> T convert(Object tree, Class<T> type) {
    return MAPPER.convertValue(tree, type);
  }

  /** Compact JSON, for embedding. */
  public static String compact(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Two spaces, line feeds on every host, one space after the colon; number lists on one line. */
  private static final class Layout extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Layout() {
      indentObjectsWith(new DefaultIndenter("  ", "\n"));
    }

    private Layout(Layout base) {
      super(base);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Layout(this);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(": ");
    }
  }

  /** Decimal numbers are doubles here, so that reading them back changes nothing. */
  private static final class AsDouble extends JsonSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(value.doubleValue());
    }
  }
}
