"""Questionnaires as data: pure, without a database. `bank/` holds the ready ones."""
