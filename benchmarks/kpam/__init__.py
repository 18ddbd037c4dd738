"""Keypoint problems solved by kpam and, where it is installed, by Drake beside it: `python -m benchmarks.kpam`."""
