"""Where things lie in a training's folder."""

from __future__ import annotations

CONFIG = "config.json"
"""The request: training, policy, datasets by path and fingerprint."""
BEST = "best"
"""The checkpoint that validation chose."""
LAST = "last"
"""The checkpoint of the last validation."""
STATE = "last/training.safetensors"
"""What resuming needs: weights, their average, the optimiser's moments, the validations so far."""
RESULTS = "val-results.json"
"""Every validation: its loss, and how each rollout ended."""
LOSSES = "loss.csv"
PICTURE = "loss.png"
EVENTS = "tensorboard"
"""The curves as event files."""
