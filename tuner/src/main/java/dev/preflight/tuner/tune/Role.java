package dev.preflight.tuner.tune;

import java.util.Locale;

/** What a parameter of a study of a program is to the program. */
enum Role {
  /** The peak rate of the schedule. */
  LEARNING_RATE,
  /** The same for all updates. */
  MOMENTUM,
  /** Decoupled, on kernels. */
  WEIGHT_DECAY,
  /** A text such as {@code warmup(5%) + cosine}. */
  SCHEDULE,
  /** Examples of an update. */
  BATCH_SIZE,
  /** One of those that are built in. */
  OPTIMIZER,
  /** A hyperparameter that the program asks for. */
  HYPERPARAMETER;

  /** Whoever is named like none of the others is the program's. */
  static Role of(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replace('-', '_')) {
      case "learning_rate", "lr" -> LEARNING_RATE;
      case "momentum" -> MOMENTUM;
      case "weight_decay" -> WEIGHT_DECAY;
      case "schedule" -> SCHEDULE;
      case "batch_size" -> BATCH_SIZE;
      case "optimizer" -> OPTIMIZER;
      default -> HYPERPARAMETER;
    };
  }

  /** Whether another value needs another graph. */
  boolean structure() {
    return this == OPTIMIZER || this == HYPERPARAMETER;
  }
}
