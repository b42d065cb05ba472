package dev.preflight.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Hears the operating system's signals.
 *
 * <p>{@code sun.misc.Signal} is the only way a Java program can live through a Ctrl-C; it is
 * exported by {@code jdk.unsupported} in every JDK up to the newest. It is called by reflection
 * because the compiler's warning about it cannot be switched off, and warnings are errors here.
 */
final class Signals {
  private Signals() {}

  /**
   * Calls {@code action} on a thread of its own whenever the signal comes.
   *
   * <p>Where the platform has no such signal, or the process was told to ignore it, nothing is
   * changed.
   *
   * @param name without its prefix, such as {@code INT}
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (self, method, arguments) ->
              switch (method.getName()) {
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                case "toString" -> "handler of SIG" + name;
                default -> {
                  action.run();
                  yield null;
                }
              };
      Object proxy =
          Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, call);
      Object wanted = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, wanted, proxy);
    } catch (ReflectiveOperationException e) {
      // Then the signal ends the process at once, which is what it does without us.
    }
  }
}
