"""What benchmarks share: other programs, and the processor time they take."""
