package dev.preflight.reports;

import java.util.List;

/**
 * Pictures that are looked at together.
 *
 * @param id stable name, unique among the pictures of its document; also its anchor in HTML
 * @param title what they show
 * @param description one or two sentences: what to look for, and how values became colours
 * @param items the pictures, at least one, in reading order
 */
public record Pictures(String id, String title, String description, List<Picture> items) {

  /** Validates and copies. */
  public Pictures {
    Require.id(id, "pictures id");
    Require.text(title, "pictures title");
    Require.text(description, "pictures description");
    items = Require.list(items, "items");
    if (items.isEmpty()) {
      throw new IllegalArgumentException("pictures \"" + id + "\" must have one");
    }
  }

  /** Bytes that they take in the document, their base64 counted as it stands. */
  public long bytes() {
    return items.stream().mapToLong(picture -> picture.png().length()).sum();
  }
}
