package dev.preflight.reports;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Makes every record component a required key unless its type is {@code @Nullable}. */
final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter) {
      RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
      if (components != null && parameter.getIndex() < components.length) {
        return !components[parameter.getIndex()]
            .getAnnotatedType()
            .isAnnotationPresent(Nullable.class);
      }
    }
    return super.hasRequiredMarker(member);
  }
}
