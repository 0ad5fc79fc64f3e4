"""A service of the chassis tests: one protected table."""
