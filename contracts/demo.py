"""The demonstration tenants, known to every service that brings demo data of its own; dev only."""

PASSWORD = "demo-password"  # noqa: S105  printed at start; demo data are refused in production

CLEAN_MACHINE = "00000000-0000-4000-8000-0000000000c1"
SHINE_STUDIO = "00000000-0000-4000-8000-0000000000c2"

# Customers: Casey of Clean Machine, Sam of Shine Studio.
CASEY = "00000000-0000-4000-8000-0000000000d1"
SAM = "00000000-0000-4000-8000-0000000000d2"

# What Clean Machine offers, of which tests and other demo data speak.
FULL_INTERIOR_DETAIL = "00000000-0000-4000-8000-00000000b101"
HEADLIGHT_RESTORATION = "00000000-0000-4000-8000-00000000b102"
EXTERIOR_WASH = "00000000-0000-4000-8000-00000000b103"
