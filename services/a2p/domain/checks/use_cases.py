"""The use case against the text: a mismatch is one of the most common rejections."""

from collections.abc import Iterator

from contracts.enums import BrandType
from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule, when
from services.a2p.domain.negation import affirmed
from services.a2p.domain.profile import company_type_word
from services.a2p.domain.text import plain
from services.a2p.domain.wordings import any_of, first_match

# Twilio's words. Which of them a brand may use depends on the brand and is asked of Twilio; the
# list here is for a campaign whose brand does not exist yet.
USE_CASES = (
    "2FA", "ACCOUNT_NOTIFICATION", "AGENTS_FRANCHISES", "CHARITY", "CUSTOMER_CARE",
    "DELIVERY_NOTIFICATION", "EMERGENCY", "FRAUD_ALERT", "HIGHER_EDUCATION", "K12_EDUCATION",
    "LOW_VOLUME", "MARKETING", "MIXED", "POLITICAL", "POLLING_VOTING", "PROXY",
    "PUBLIC_SERVICE_ANNOUNCEMENT", "SECURITY_ALERT", "SOCIAL", "SOLE_PROPRIETOR", "SWEEPSTAKE",
)  # fmt: skip
# Carriers look at these once more after approval.
POST_APPROVAL = frozenset(
    "AGENTS_FRANCHISES EMERGENCY K12_EDUCATION PROXY SOCIAL SWEEPSTAKE".split()
)
_SOLE = "SOLE_PROPRIETOR"
_MIXED_BAGS = frozenset({"MIXED", "LOW_VOLUME", _SOLE, "AGENTS_FRANCHISES"})
_MAY_PROMOTE = _MIXED_BAGS | {"MARKETING", "SWEEPSTAKE", "CHARITY", "POLITICAL", "SOCIAL"}
_PROMOTION = any_of(
    r"\d+ ?% off", r"\$ ?\d+ off", "percent off", "promo(?:tion(?:s|al)?|s)?", "promo codes?",
    "discounts?", "coupons?", "special offers?", "specials",
    "sales? (?:event|ends?|starts?|price)s?", "flash sale",
    "(?:on|big|summer|winter|spring|fall|holiday) sale", r"limited[\s-]time",
    "deals?(?! (?:of|with))", "buy one", "bogo", r"save (?:\$|\d)\S*", "exclusive offers?",
    "marketing", "newsletters?", "black friday", "gift cards? (?:sale|special)",
    "offers(?! on (?:their|your|a|the) )",
)  # fmt: skip
_CODE = any_of(
    "codes?", "passcodes?", "otps?", r"verif\w+", "pins?", r"one[\s-]time", r"authenticat\w+",
    "2fa",
)  # fmt: skip
_LOGIN_CODE = any_of(
    "(?:verification|security|login|log-in|sign-in|access|authentication) code", "passcode", "otp",
    r"code is:? ?\S+",
)  # fmt: skip
_EXPECTED = {
    "MARKETING": any_of(
        r"\d+ ?%", r"\$ ?\d+", "offers?", r"promo\w*", "discounts?", "deals?", "sales?",
        "specials?", "save", "coupons?", "new", "free", r"book\w*", "join", r"event\w*", "off",
        r"gift\w*",
    ),
    "DELIVERY_NOTIFICATION": any_of(
        r"deliver\w*", r"ship\w*", r"order\w*", r"package\w*", r"track\w*", r"arriv\w*",
        "on (?:its|the|our) way", r"pick[\s-]?up", "ready", r"dispatch\w*",
    ),
    "CHARITY": any_of(
        r"donat\w*", r"charit\w*", "nonprofit", "non-profit", r"volunteer\w*", r"fund\w*",
        r"gift\w*",
    ),
    "POLITICAL": any_of(
        r"vot\w*", r"elect\w*", r"campaign\w*", r"candidate\w*", r"donat\w*", r"poll\w*",
    ),
    "POLLING_VOTING": any_of(r"poll\w*", r"vot\w*", r"survey\w*", r"question\w*", r"rate\w*"),
    "FRAUD_ALERT": any_of(
        r"fraud\w*", "suspicious", "unusual", r"unauthori\w*", r"transaction\w*",
    ),
    "SECURITY_ALERT": any_of(
        r"secur\w*", r"alert\w*", r"login\w*", "sign-?in", r"password\w*", r"breach\w*",
        r"alarm\w*",
    ),
    "HIGHER_EDUCATION": any_of(
        r"colleg\w*", r"universit\w*", r"campus\w*", r"student\w*", r"class\w*", r"course\w*",
        r"semester\w*",
    ),
    "K12_EDUCATION": any_of(
        r"school\w*", r"student\w*", r"class\w*", r"parent\w*", r"teacher\w*", r"grade\w*",
    ),
    "SWEEPSTAKE": any_of(
        r"sweepstake\w*", r"enter\w*", r"win\w*", r"prize\w*", r"contest\w*", r"giveaway\w*",
    ),
}  # fmt: skip


def _known(case: Case) -> Iterator[Issue]:
    if not case.use_case:
        yield Issue("No use case is chosen.", "Choose what the messages are mainly for.")
    elif case.use_case not in USE_CASES and case.use_case not in (case.use_cases or ()):
        yield Issue(
            "Carriers do not know this use case.",
            "Choose one from the list.",
        )


def _offered(case: Case) -> Iterator[Issue]:
    offered = case.use_cases
    return when(
        offered is not None and case.use_case in USE_CASES and case.use_case not in offered,
        "This use case is not open to your business.",
        "Choose one of those offered for your registration.",
    )


def _post_approval(case: Case) -> Iterator[Issue]:
    return when(
        case.use_case in POST_APPROVAL,
        "Carriers give this use case an extra review after approval.",
        "Choose a general use case if one fits; it is approved sooner.",
    )


def _charity(case: Case) -> Iterator[Issue]:
    kind = company_type_word(case.profile.company_type)
    return when(
        case.use_case == "CHARITY" and kind not in ("", "nonprofit"),
        "Only a nonprofit can register the charity use case, and your profile is of another type.",
        "Choose another use case, or nonprofit as the company type if you are tax-exempt.",
        _general_for(case),
    )


def _institution(case: Case) -> Iterator[Issue]:
    profile = case.profile
    industry, kind = plain(profile.industry).upper(), company_type_word(profile.company_type)
    is_school = industry in ("", "EDUCATION", "GOVERNMENT", "NOT_FOR_PROFIT", "RELIGION")
    is_public = kind in ("", "government", "nonprofit")
    fits = {"K12_EDUCATION": is_school, "HIGHER_EDUCATION": is_school, "POLITICAL": is_public}
    return when(
        not fits.get(case.use_case, True),
        "This use case is for schools, colleges or political committees; your profile is of "
        "another kind.",
        "Choose the use case that describes your messages.",
        _general_for(case),
    )


def _general_for(case: Case) -> str:
    low_volume = case.profile.brand_type is BrandType.LOW_VOLUME_STANDARD
    return "LOW_VOLUME" if low_volume else "MIXED"


def _sole_proprietor(case: Case) -> Iterator[Issue]:
    if case.profile.is_sole_proprietor:
        return when(
            case.use_case and case.use_case != _SOLE,
            "A sole proprietor can register only the sole-proprietor use case.",
            "Choose the sole-proprietor use case.",
            _SOLE,
        )
    return when(
        case.use_case == _SOLE and case.profile.brand_type is not None,
        "The sole-proprietor use case is not open to registered companies.",
        "Choose the use case that describes your messages.",
        _general_for(case),
    )


def _promotion_in_samples(case: Case) -> Iterator[Issue]:
    word = first_match(_PROMOTION, [affirmed(sample) for sample in case.samples])
    return when(
        word and case.use_case in USE_CASES and case.use_case not in _MAY_PROMOTE,
        f"A sample message promotes something (“{word}”), but the use case is not marketing.",
        "Choose a mixed or marketing use case, or take the promotion out.",
        _general_for(case),
    )


def _promotion_in_description(case: Case) -> Iterator[Issue]:
    word = first_match(_PROMOTION, [affirmed(case.description)])
    return when(
        word and case.use_case in USE_CASES and case.use_case not in _MAY_PROMOTE,
        f"The description speaks of promotion (“{word}”), but the use case is not marketing.",
        "Choose a mixed or marketing use case, or describe only what fits this one.",
    )


def _codes_only(case: Case) -> Iterator[Issue]:
    return when(
        case.use_case == "2FA"
        and case.samples
        and not all(_CODE.search(sample) for sample in case.samples),
        "The use case is sign-in codes, but a sample message has no code.",
        "Show only messages with a code, or choose another use case.",
        None if any(_CODE.search(sample) for sample in case.samples) else _general_for(case),
    )


def _codes_elsewhere(case: Case) -> Iterator[Issue]:
    fits = case.use_case in _MIXED_BAGS | {"2FA", "ACCOUNT_NOTIFICATION", "SECURITY_ALERT"}
    return when(
        case.use_case in USE_CASES and not fits and first_match(_LOGIN_CODE, case.samples),
        "A sample message is a sign-in code, which does not fit the use case.",
        "Choose a mixed use case, or leave the code out.",
    )


def _evidence(case: Case) -> Iterator[Issue]:
    expected = _EXPECTED.get(case.use_case)
    return when(
        expected and case.samples and not first_match(expected, case.samples),
        "None of the sample messages looks like the chosen use case.",
        "Show messages that belong to it, or choose another use case.",
    )


RULES = (
    Rule("use-case-known", BLOCKING, "useCase", (21719, 21727, 30900), _known),
    Rule("use-case-offered", BLOCKING, "useCase", (21719, 21720, 30900), _offered),
    Rule("use-case-post-approval", WARNING, "useCase", (30900,), _post_approval),
    Rule("use-case-charity", BLOCKING, "useCase", (21720, 30798, 30900), _charity),
    Rule("use-case-institution", WARNING, "useCase", (21720, 30900), _institution),
    Rule("use-case-sole-proprietor", BLOCKING, "useCase", (21720, 30900), _sole_proprietor),
    Rule("use-case-marketing", BLOCKING, "useCase", (30886, 30893), _promotion_in_samples),
    Rule(
        "description-marketing", WARNING, "description", (30537, 30886), _promotion_in_description
    ),
    Rule("use-case-2fa", BLOCKING, "useCase", (30893,), _codes_only),
    Rule("use-case-codes", WARNING, "useCase", (30893,), _codes_elsewhere),
    Rule("use-case-evidence", WARNING, "useCase", (30537, 30538, 30893), _evidence),
)
