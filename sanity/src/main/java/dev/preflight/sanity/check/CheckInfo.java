package dev.preflight.sanity.check;

/**
 * What a check is, for catalogues.
 *
 * @param id stable id, such as {@code G02}
 * @param name a few words
 * @param catches the mistakes it catches, one line
 * @param profile the smallest profile that runs it
 */
public record CheckInfo(String id, String name, String catches, Profile profile) {}
