"""How fast the main job is, as figures and as ratios to a floor: `python -m benchmarks --help`."""
