"""How fast the main pages and actions are: `python -m benchmarks` prints JSON. See README.md."""
