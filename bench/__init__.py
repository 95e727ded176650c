"""Benchmarks: figures as ratios to a bare limit measured in the same run."""
