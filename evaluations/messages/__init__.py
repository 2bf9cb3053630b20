"""Which notices the evaluation floor sends: `kinds` says what they are, `planning` writes them when due."""
