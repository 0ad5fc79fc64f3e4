"""The demonstration tenants, known to every service that brings demo data of its own; dev only."""

from dataclasses import dataclass

PASSWORD = "demo-password"  # noqa: S105  printed at start; demo data are refused in production

CLEAN_MACHINE = "00000000-0000-4000-8000-0000000000c1"
SHINE_STUDIO = "00000000-0000-4000-8000-0000000000c2"

# The customers who can sign in: Casey of Clean Machine, Sam of Shine Studio.
CASEY = "00000000-0000-4000-8000-0000000000d1"
SAM = "00000000-0000-4000-8000-0000000000d2"
# The others are there to be seen, and have no password.
DANA = "00000000-0000-4000-8000-0000000000a1"
ELI = "00000000-0000-4000-8000-0000000000a2"
FARAH = "00000000-0000-4000-8000-0000000000a3"
GUS = "00000000-0000-4000-8000-0000000000a4"
HANA = "00000000-0000-4000-8000-0000000000a5"
INES = "00000000-0000-4000-8000-0000000000a6"
JON = "00000000-0000-4000-8000-0000000000a7"
CUSTOMERS = {
    CLEAN_MACHINE: {
        CASEY: "Casey Rivera",
        DANA: "Dana Brooks",
        ELI: "Eli Novak",
        FARAH: "Farah Aziz",
        GUS: "Gus Moreno",
        HANA: "Hana Ito",
    },
    SHINE_STUDIO: {SAM: "Sam Porter", INES: "Ines Duarte", JON: "Jon Abara"},
}

# What Clean Machine offers, of which tests and other demo data speak.
FULL_INTERIOR_DETAIL = "00000000-0000-4000-8000-00000000b101"
HEADLIGHT_RESTORATION = "00000000-0000-4000-8000-00000000b102"
EXTERIOR_WASH = "00000000-0000-4000-8000-00000000b103"


@dataclass(frozen=True, kw_only=True)
class PaidWithPoints:
    """A booking and its redemption: booking and loyalty each tell their side of it."""

    booking_id: str
    points: int
    discount_cents: int
    balance_after: int


# Casey's next one.
COMING_BOOKING = PaidWithPoints(
    booking_id="00000000-0000-4000-8000-00000000bc01",
    points=200,
    discount_cents=20_00,
    balance_after=580,
)
