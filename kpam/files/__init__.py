"""Keypoint problems and motion plans as YAML files."""
