package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Truncated normal kernels along the values of a grid: each value has the share of its cell, half a
 * step to both sides. Trials with the same value have at most three different kernels.
 */
final class GridKernels implements Kernels {
  private final Column column;
  private final double low;
  private final double high;
  private final double[] mu;
  private final double[] sigma;
  private final int[] shape;
  private final double[] shapeMu;
  private final double[] shapeSigma;
  private final double[] shapeMass;
  private final Map<Double, double[]> densities = new HashMap<>();

  private record Shape(double mu, double sigma) {}

  GridKernels(Column column, Bandwidth bandwidth) {
    this.column = column;
    if (column.distribution instanceof FloatDistribution f) {
      low = f.low();
      high = f.high();
    } else {
      IntDistribution i = (IntDistribution) column.distribution;
      low = i.low();
      high = i.high();
    }
    this.mu = bandwidth.mu;
    this.sigma = bandwidth.sigma;
    int count = mu.length;
    shape = new int[count];
    double[] centres = new double[count];
    double[] widths = new double[count];
    Map<Shape, Integer> shapes = new HashMap<>();
    for (int k = 0; k < count; k++) {
      int next = shapes.size();
      int at = shapes.computeIfAbsent(new Shape(mu[k], sigma[k]), s -> next);
      centres[at] = mu[k];
      widths[at] = sigma[k];
      shape[k] = at;
    }
    shapeMu = Arrays.copyOf(centres, shapes.size());
    shapeSigma = Arrays.copyOf(widths, shapes.size());
    shapeMass = new double[shapes.size()];
    for (int s = 0; s < shapeMass.length; s++) {
      shapeMass[s] = column.logMass(shapeMu[s], shapeSigma[s]);
    }
  }

  @Override
  public boolean categorical() {
    return false;
  }

  @Override
  public double draw(int kernel, double uniform) {
    double value = column.draw(mu[kernel], sigma[kernel], uniform);
    double onGrid = low + Math.rint((value - low) / column.step) * column.step;
    return Math.min(Math.max(onGrid, low), high);
  }

  @Override
  public void addConstant(double[] sums) {
    for (int k = 0; k < shape.length; k++) {
      sums[k] -= shapeMass[shape[k]];
    }
  }

  @Override
  public void addDensity(double value, double[] sums) {
    double[] density = densities.computeIfAbsent(value, this::density);
    for (int k = 0; k < shape.length; k++) {
      sums[k] += density[shape[k]];
    }
  }

  private double[] density(double value) {
    double left = column.scale(value - column.step / 2);
    double right = column.scale(value + column.step / 2);
    double[] density = new double[shapeMu.length];
    for (int s = 0; s < density.length; s++) {
      density[s] =
          Gauss.logMass((left - shapeMu[s]) / shapeSigma[s], (right - shapeMu[s]) / shapeSigma[s]);
    }
    return density;
  }
}
