package dev.preflight.sanity.check;

import dev.preflight.reports.Finding;

/** A check of the data alone, which needs no graph. */
public interface DataCheck extends Check {

  /** Measures and judges. */
  Finding judge(DataLab lab);

  @Override
  default Finding run(Lab lab) {
    return judge(lab.dataLab());
  }
}
