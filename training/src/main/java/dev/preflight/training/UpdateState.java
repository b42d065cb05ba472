package dev.preflight.training;

/**
 * What an optimizer remembers outside its variables.
 *
 * @param updates number of updates made since the initial values
 * @param momentumProduct product of the momenta of these updates (Adam's bias correction)
 */
record UpdateState(long updates, double momentumProduct) {

  static final UpdateState INITIAL = new UpdateState(0, 1);

  UpdateState next(double momentum) {
    return new UpdateState(updates + 1, momentumProduct * momentum);
  }
}
