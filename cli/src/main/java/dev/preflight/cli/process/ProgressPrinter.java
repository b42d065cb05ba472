package dev.preflight.cli.process;

import dev.preflight.training.Progress;
import java.util.Locale;

/**
 * Shows how far the work is, on standard error: a single line that rewrites itself where a person
 * watches, else a line every ten per cent.
 */
public final class ProgressPrinter implements Progress, AutoCloseable {
  private static final double SECOND = 1e9;
  private static final long LINE_EVERY_NANOS = 100_000_000L;
  private static final long PLAIN_EVERY_NANOS = 1_000_000_000L;
  private static final int PLAIN_STEP = 10;
  private static final int WIDTH = 79;

  /**
   * What was measured beforehand counts as this share of the work, until there is more to go by.
   */
  private static final double TRUST = 0.1;

  /** An estimate from less than this is worth nothing. */
  private static final double ESTIMATE_AFTER_SECONDS = 0.5;

  private final Console console;
  private final boolean rewriting;
  private final boolean silent;
  private String task = "";
  private long total;
  private long done;
  private long began;
  private long printed;
  private boolean printedAny;
  private int tenth;
  private int onLine;
  private double pace;

  /** A printer that writes nothing until something begins. */
  public ProgressPrinter(Console console, ProgressMode mode) {
    this.console = console;
    this.silent = mode == ProgressMode.NONE;
    this.rewriting = mode == ProgressMode.AUTO && console.environment().rewritesLines();
  }

  /** What one unit takes, measured before the work began: it keeps the first estimates steady. */
  public synchronized void pace(double seconds) {
    pace = seconds;
  }

  @Override
  public synchronized void begin(String newTask, long newTotal) {
    task = newTask;
    total = newTotal;
    began = now();
    tenth = 0;
    done = 0;
    show(0, "");
  }

  @Override
  public synchronized void stage(String name, long newTotal) {
    task = name;
    total = newTotal;
    show(percent(), left());
  }

  @Override
  public synchronized void note(String sentence) {
    if (!silent) {
      close();
      console.err().println(sentence);
    }
  }

  @Override
  public synchronized void advance(long nowDone) {
    done = nowDone;
    if (silent || total <= 0) {
      return;
    }
    if (!rewriting && percent() / PLAIN_STEP <= tenth) {
      return;
    }
    tenth = percent() / PLAIN_STEP;
    show(percent(), left());
  }

  private int percent() {
    return total <= 0 ? 0 : (int) (100 * Math.min(done, total) / total);
  }

  private void show(int percent, String left) {
    long every = rewriting ? LINE_EVERY_NANOS : PLAIN_EVERY_NANOS;
    long now = now();
    if (silent || (printedAny && now - printed < every)) {
      return;
    }
    printed = now;
    printedAny = true;
    String text = task + (total > 0 ? ": " + percent + " %" + left : "");
    if (!rewriting) {
      console.err().println(text);
    } else {
      rewrite(text.length() > WIDTH ? text.substring(0, WIDTH) : text);
    }
  }

  private void rewrite(String text) {
    console.err().print("\r" + text + " ".repeat(Math.max(0, onLine - text.length())));
    console.err().flush();
    onLine = text.length();
  }

  private String left() {
    double spent = (now() - began) / SECOND;
    if (done <= 0 || spent < ESTIMATE_AFTER_SECONDS) {
      return "";
    }
    double known = pace > 0 ? TRUST * total : 0;
    double each = (spent + known * pace) / (done + known);
    long seconds = Math.round(each * Math.max(0, total - done));
    return seconds >= 60
        ? String.format(Locale.ROOT, ", %d min %02d s left", seconds / 60, seconds % 60)
        : ", " + seconds + " s left";
  }

  private long now() {
    return console.environment().nanoTime().getAsLong();
  }

  @Override
  public boolean cancelled() {
    return console.environment().interrupted().getAsBoolean();
  }

  /** Leaves the terminal as if nothing had been written. */
  @Override
  public synchronized void close() {
    if (onLine > 0) {
      rewrite("");
      console.err().print("\r");
      console.err().flush();
      onLine = 0;
    }
  }
}
