"""What a form has to know of each field: limits, words to offer, and who must fill it in."""

from dataclasses import dataclass

from contracts.a2p_words import (
    BUSINESS_TYPES,
    COMPANY_TYPES,
    INDUSTRIES,
    JOB_POSITIONS,
    REGIONS_OF_OPERATION,
    REGISTRATION_IDENTIFIERS,
    STOCK_EXCHANGES,
)
from contracts.enums import BrandType
from services.a2p.domain.campaign import CREATE_ONLY
from services.a2p.domain.checks.lengths import (
    DESCRIPTION_LENGTH,
    MESSAGE_FLOW_LENGTH,
    REPLY_LENGTH,
    SAMPLE_LENGTH,
    SAMPLES_COUNT,
)
from services.a2p.domain.checks.replies import (
    DEFAULT_HELP_KEYWORDS,
    DEFAULT_OPT_OUT_KEYWORDS,
    KEYWORDS_TOTAL_LENGTH,
)
from services.a2p.domain.money import BRAND_FEE_CENTS
from services.a2p.domain.profile import REGIONS_OF, required_fields, snake_case

Range = tuple[int, int] | None

_PROFILE = "businessProfile."
_COMPANY_TYPE_NAMES = {
    "private": "Private company",
    "public": "Public company, traded at a stock exchange",
    "government": "Government body",
    "nonprofit": "Nonprofit",
}
_IDENTIFIER_NAMES = {
    "EIN": "EIN (United States)",
    "DUNS": "D-U-N-S number",
    "CBN": "Business number (Canada)",
    "CIN": "CIN (India)",
    "VAT": "VAT number (Europe)",
}
_REGION_NAMES = {"USA_AND_CANADA": "USA and Canada"}
_UPPER = frozenset({"NONE", "OTHER"})


@dataclass(frozen=True)
class Choice:
    value: str
    name: str


@dataclass(frozen=True)
class FormField:
    """`field` is its path, as findings and reasons name it; lengths are of each text."""

    field: str
    name: str
    length: Range = None
    items: Range = None
    # Of a list as a whole, with a comma between its texts.
    total_length: int | None = None
    choices: tuple[Choice, ...] = ()
    when_empty: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def is_fixed_once_registered(self) -> bool:
        return snake_case(self.field) in CREATE_ONLY

    @property
    def required_of(self) -> list[BrandType]:
        """Of a public company more is asked: the checks know."""
        if not self.field.startswith(_PROFILE):
            return list(BrandType) if self.is_required else []
        path = self.field.removeprefix(_PROFILE)
        return [each for each in BrandType if path in required_fields(each)]


@dataclass(frozen=True)
class BrandKind:
    """A way to register, and what it costs; the amount is approximate."""

    brand_type: BrandType
    name: str
    description: str

    @property
    def fee_cents(self) -> int:
        return BRAND_FEE_CENTS[self.brand_type]


def _same(words: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(word, word) for word in words)


def _named(words: tuple[str, ...], names: dict[str, str] | None = None) -> tuple[Choice, ...]:
    """By a name of its own, or else the word itself in a person's spelling."""
    known = names or {}
    return tuple(
        Choice(word, known.get(word) or word.replace("_", " ").capitalize()) for word in words
    )


def _exchanges() -> tuple[Choice, ...]:
    return tuple(
        Choice(word, word.capitalize() if word in _UPPER else word) for word in STOCK_EXCHANGES
    )


FIELDS = (
    FormField("name", "Campaign name", (1, 200), is_required=True),
    FormField("useCase", "Use case", is_required=True),
    FormField("description", "Campaign description", DESCRIPTION_LENGTH, is_required=True),
    FormField("messageFlow", "How customers opt in", MESSAGE_FLOW_LENGTH, is_required=True),
    FormField("sampleMessages", "Sample messages", SAMPLE_LENGTH, SAMPLES_COUNT, is_required=True),
    FormField("hasEmbeddedLinks", "Messages have links"),
    FormField("hasEmbeddedPhone", "Messages have phone numbers"),
    FormField("ageGated", "Only for adults"),
    FormField("directLending", "About loans of your own"),
    FormField("subscriberOptIn", "Subscribers have agreed"),
    FormField("optInKeywords", "Opt-in keywords", total_length=KEYWORDS_TOTAL_LENGTH),
    FormField("optInMessage", "Opt-in message", REPLY_LENGTH),
    FormField(
        "optOutKeywords",
        "Opt-out keywords",
        total_length=KEYWORDS_TOTAL_LENGTH,
        when_empty=DEFAULT_OPT_OUT_KEYWORDS,
    ),
    FormField("optOutMessage", "Opt-out message", REPLY_LENGTH),
    FormField(
        "helpKeywords",
        "Help keywords",
        total_length=KEYWORDS_TOTAL_LENGTH,
        when_empty=DEFAULT_HELP_KEYWORDS,
    ),
    FormField("helpMessage", "Help message", REPLY_LENGTH),
    FormField("privacyPolicyUrl", "Privacy policy", (1, 2048), is_required=True),
    FormField("termsAndConditionsUrl", "Terms and conditions", (1, 2048), is_required=True),
    FormField(f"{_PROFILE}brandType", "Kind of registration"),
    FormField(f"{_PROFILE}legalName", "Legal name", (1, 200)),
    FormField(f"{_PROFILE}businessType", "Business type", choices=_same(BUSINESS_TYPES)),
    FormField(f"{_PROFILE}industry", "Industry", choices=_named(INDUSTRIES)),
    FormField(
        f"{_PROFILE}registrationIdentifier",
        "Kind of registration number",
        choices=_named(REGISTRATION_IDENTIFIERS, _IDENTIFIER_NAMES),
    ),
    FormField(f"{_PROFILE}registrationNumber", "Registration number", (1, 30)),
    FormField(
        f"{_PROFILE}regionsOfOperation",
        "Region of operation",
        choices=_named(REGIONS_OF_OPERATION, _REGION_NAMES),
    ),
    FormField(f"{_PROFILE}websiteUrl", "Website", (1, 2048)),
    FormField(f"{_PROFILE}socialMediaUrls", "Social media pages", (1, 2048), (0, 10)),
    FormField(
        f"{_PROFILE}companyType",
        "Company type",
        choices=_named(COMPANY_TYPES, _COMPANY_TYPE_NAMES),
    ),
    FormField(f"{_PROFILE}stockExchange", "Stock exchange", choices=_exchanges()),
    FormField(f"{_PROFILE}stockTicker", "Stock ticker", (1, 20)),
    FormField(f"{_PROFILE}brandContactEmail", "Contact e-mail", (1, 254)),
    FormField(f"{_PROFILE}mobilePhone", "Mobile phone", (1, 20)),
    FormField(f"{_PROFILE}vertical", "Line of business", (1, 60)),
    FormField(f"{_PROFILE}address.street", "Street", (1, 200)),
    FormField(f"{_PROFILE}address.street2", "Suite or floor", (1, 200)),
    FormField(f"{_PROFILE}address.city", "City", (1, 200)),
    FormField(
        f"{_PROFILE}address.region",
        "State",
        choices=tuple(
            Choice(code, name) for names in REGIONS_OF.values() for code, name in names.items()
        ),
    ),
    FormField(f"{_PROFILE}address.postalCode", "ZIP code", (1, 20)),
    FormField(f"{_PROFILE}address.country", "Country", (2, 2)),
    FormField(f"{_PROFILE}representative.firstName", "First name", (1, 200)),
    FormField(f"{_PROFILE}representative.lastName", "Last name", (1, 200)),
    FormField(f"{_PROFILE}representative.email", "E-mail", (1, 254)),
    FormField(f"{_PROFILE}representative.phone", "Phone", (1, 20)),
    FormField(f"{_PROFILE}representative.title", "Title", (1, 200)),
    FormField(f"{_PROFILE}representative.jobPosition", "Position", choices=_same(JOB_POSITIONS)),
)

BRAND_KINDS = (
    BrandKind(
        BrandType.LOW_VOLUME_STANDARD,
        "Low-volume standard",
        "For a company with an EIN that sends a moderate number of messages; the usual choice.",
    ),
    BrandKind(
        BrandType.STANDARD,
        "Standard",
        "For a company with an EIN that sends many; it is vetted and gets a score.",
    ),
    BrandKind(
        BrandType.SOLE_PROPRIETOR,
        "Sole proprietor",
        "For a person in business without an EIN: one campaign, one number, confirmed by a texted "
        "code.",
    ),
)
