"""Who a tenant is, as carriers will check it."""

import re
from dataclasses import dataclass, field

from contracts.a2p_words import BUSINESS_TYPES
from contracts.enums import BrandType
from services.a2p.domain.text import host_of, plain, same_site

# How people write business types, without case and signs.
_BUSINESS_TYPE_SHORT_FORMS = {
    "llc": "Limited Liability Corporation",
    "limitedliabilitycompany": "Limited Liability Corporation",
    "corp": "Corporation",
    "inc": "Corporation",
    "coop": "Co-operative",
    "cooperative": "Co-operative",
    "nonprofit": "Non-profit Corporation",
    "soleproprietor": "Sole Proprietorship",
}
_STATE_NAMES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|
VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico|
VI Virgin Islands|GU Guam|AS American Samoa|MP Northern Mariana Islands"""
US_STATES = {entry.strip()[:2]: entry.strip()[3:] for entry in _STATE_NAMES.split("|")}
_PROVINCE_NAMES = """
AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|
NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|
SK Saskatchewan|YT Yukon"""
CA_PROVINCES = {entry.strip()[:2]: entry.strip()[3:] for entry in _PROVINCE_NAMES.split("|")}
# Others cannot register with the carriers of the US.
REGIONS_OF = {"US": US_STATES, "CA": CA_PROVINCES}
FREE_MAIL_HOSTS = frozenset(
    """gmail.com googlemail.com yahoo.com ymail.com outlook.com hotmail.com live.com msn.com aol.com
    icloud.com me.com mac.com proton.me protonmail.com gmx.com gmx.net mail.com zoho.com yandex.com
    comcast.net att.net sbcglobal.net verizon.net bellsouth.net cox.net charter.net aim.com
    rocketmail.com fastmail.com fastmail.fm hey.com earthlink.net tutanota.com tuta.io pm.me
    hushmail.com inbox.com optonline.net frontier.com windstream.net juno.com netzero.net
    rogers.com shaw.ca bell.net sympatico.ca telus.net duck.com""".split()
)
# Under whatever country's ending.
_FREE_MAIL_FAMILIES = re.compile(
    r"(?:yahoo|hotmail|outlook|live|gmx|msn|ymail|yandex)\.[a-z.]{2,6}"
)
# The IRS has given no numbers that begin so.
_UNUSED_EIN_PREFIXES = frozenset("00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97".split())
DEFAULT_COUNTRY = "US"
DEFAULT_REGISTRATION_IDENTIFIER = "EIN"
DEFAULT_REGION_OF_OPERATION = "USA_AND_CANADA"
_STOCK_FIELDS = ("stockExchange", "stockTicker", "brandContactEmail")
_ADDRESS_FIELDS = ("address.street", "address.city", "address.region", "address.postalCode")
_PERSON_FIELDS = ("firstName", "lastName", "email", "phone")
_REQUIRED_OF_A_COMPANY = (
    "legalName",
    "businessType",
    "industry",
    "registrationNumber",
    "websiteUrl",
    "companyType",
    *_ADDRESS_FIELDS,
    *(f"representative.{name}" for name in (*_PERSON_FIELDS, "title", "jobPosition")),
)
# No EIN and no website anywhere: a sole proprietor is a person with a mobile phone.
_REQUIRED_OF_A_PERSON = (
    "legalName",
    "vertical",
    "mobilePhone",
    *_ADDRESS_FIELDS,
    *(f"representative.{name}" for name in _PERSON_FIELDS),
)


@dataclass(frozen=True)
class Address:
    street: str | None = None
    street2: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = DEFAULT_COUNTRY

    @property
    def country_code(self) -> str:
        word = plain(self.country).upper()
        return DEFAULT_COUNTRY if word in ("", "USA") else word

    @property
    def region_code(self) -> str | None:
        """Its two letters, given by them or by its name; None for no region of this country."""
        names, word = REGIONS_OF.get(self.country_code, {}), plain(self.region)
        by_name = {name.lower(): code for code, name in names.items()}
        return word.upper() if word.upper() in names else by_name.get(word.lower())


@dataclass(frozen=True)
class Representative:
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    job_position: str | None = None

    @property
    def full_name(self) -> str:
        return f"{plain(self.first_name)} {plain(self.last_name)}".strip()


@dataclass(frozen=True)
class BusinessProfile:
    """Everything may still be missing: what a brand needs is asked of `missing_fields`."""

    brand_type: BrandType | None = None
    legal_name: str | None = None
    business_type: str | None = None
    industry: str | None = None
    registration_identifier: str | None = DEFAULT_REGISTRATION_IDENTIFIER
    # Out of every repr, and so out of logs and tracebacks: an EIN is a secret.
    registration_number: str | None = field(default=None, repr=False)
    regions_of_operation: str | None = DEFAULT_REGION_OF_OPERATION
    website_url: str | None = None
    social_media_urls: tuple[str, ...] = ()
    company_type: str | None = None
    stock_exchange: str | None = None
    stock_ticker: str | None = None
    brand_contact_email: str | None = None
    address: Address = Address()
    representative: Representative = Representative()
    mobile_phone: str | None = None
    vertical: str | None = None

    @property
    def is_sole_proprietor(self) -> bool:
        return self.brand_type is BrandType.SOLE_PROPRIETOR

    @property
    def is_public_company(self) -> bool:
        return company_type_word(self.company_type) == "public"

    @property
    def has_company_domain_email(self) -> bool:
        """The representative writes from the website's own domain."""
        return is_company_email(plain(self.representative.email), plain(self.website_url))

    @property
    def registration_number_last4(self) -> str | None:
        digits = digits_of(self.registration_number)
        return digits[-4:] or None

    @property
    def identifies_by_ein(self) -> bool:
        return plain(self.registration_identifier).upper() in ("", "EIN")


def missing_fields(profile: BusinessProfile) -> list[str]:
    """Paths, as HTTP names them, that a brand of this type cannot do without, in form order."""
    if profile.brand_type is None:
        return ["brandType", *_absent(profile, _REQUIRED_OF_A_COMPANY)]
    absent = _absent(profile, required_fields(profile.brand_type))
    return [*absent, *missing_stock_fields(profile)]


def required_fields(brand_type: BrandType) -> tuple[str, ...]:
    """Paths that every brand of this type needs, in form order."""
    is_person = brand_type is BrandType.SOLE_PROPRIETOR
    return _REQUIRED_OF_A_PERSON if is_person else _REQUIRED_OF_A_COMPANY


def missing_stock_fields(profile: BusinessProfile) -> list[str]:
    """What a public company owes besides; its contact e-mail receives the brand's confirmation."""
    if not profile.is_public_company or profile.is_sole_proprietor:
        return []
    return _absent(profile, _STOCK_FIELDS)


def value_at(profile: BusinessProfile, path: str) -> object:
    """The value under an HTTP path such as `address.postalCode`."""
    value: object = profile
    for step in path.split("."):
        value = getattr(value, snake_case(step))
    return value


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def camel_case(name: str) -> str:
    """Back again: `postal_code` as `postalCode`."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def company_type_word(value: str | None) -> str:
    """Our spelling of a company type, whichever of the usual ones was given."""
    return re.sub(r"[^a-z]", "", plain(value).lower())


def business_type_word(value: str | None) -> str:
    """Twilio's spelling of a business type where it is recognized, else as written."""
    given = plain(value)
    letters = re.sub(r"[^a-z]", "", given.lower())
    spelled = {re.sub(r"[^a-z]", "", word.lower()): word for word in BUSINESS_TYPES}
    return spelled.get(letters) or _BUSINESS_TYPE_SHORT_FORMS.get(letters) or given


def digits_of(value: str | None) -> str:
    return re.sub(r"[^0-9]", "", value or "")


def is_ein(number: str) -> bool:
    """Nine digits, with or without the hyphen after two, and not all the same."""
    is_shaped = re.fullmatch(r"[0-9]{2} ?-? ?[0-9]{7}", number) is not None
    return is_shaped and len(set(digits_of(number))) > 1


def has_unused_ein_prefix(number: str) -> bool:
    return digits_of(number)[:2] in _UNUSED_EIN_PREFIXES


def e164(number: str | None) -> str | None:
    """A US or Canadian number in the form +15125550100; None for what cannot be one."""
    digits = digits_of(number)
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return f"+1{national}" if re.fullmatch(r"[2-9]\d{2}[2-9]\d{6}", national) else None


def is_company_email(email: str, website_url: str) -> bool:
    """Free mail never is; otherwise the domain must be the website's or under it."""
    host, website = email.rpartition("@")[2].lower(), host_of(website_url)
    return bool(host and website) and not is_free_mail(email) and same_site(host, website)


def is_free_mail(email: str) -> bool:
    host = email.rpartition("@")[2].lower().rstrip(".")
    return host in FREE_MAIL_HOSTS or _FREE_MAIL_FAMILIES.fullmatch(host) is not None


def _absent(profile: BusinessProfile, paths: tuple[str, ...]) -> list[str]:
    return [path for path in paths if not plain(str(value_at(profile, path) or ""))]
