"""A board's rules as data, and the engine that reads them. Knows no database and no clock."""
