"""What is refused at once when a campaign is created or edited, before anybody reviews it."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.twilio.wire import ApiError, Call

MISSING = 21727
WRONG_LENGTH = 21728

REQUIRED_TO_CREATE = (
    "BrandRegistrationSid",
    "Description",
    "MessageFlow",
    "MessageSamples",
    "UsAppToPersonUsecase",
    "HasEmbeddedLinks",
    "HasEmbeddedPhone",
)
REQUIRED_TO_UPDATE = (
    "HasEmbeddedLinks",
    "HasEmbeddedPhone",
    "MessageSamples",
    "MessageFlow",
    "Description",
    "AgeGated",
    "DirectLending",
)
LENGTHS = {
    "Description": (40, 4096),
    "MessageFlow": (40, 2048),
    "OptInMessage": (20, 320),
    "OptOutMessage": (20, 320),
    "HelpMessage": (20, 320),
}
SAMPLE_LENGTH = (20, 1024)
SAMPLE_COUNT = (2, 5)
KEYWORD_LISTS = ("OptInKeywords", "OptOutKeywords", "HelpKeywords")
MAX_KEYWORD_CHARACTERS = 255
URLS = ("PrivacyPolicyUrl", "TermsAndConditionsUrl")


def check_campaign_form(call: Call, *, required: Iterable[str]) -> None:
    _check_presence(call, required)
    _check_lengths(call)
    _check_samples(call.texts("MessageSamples"))
    for name in KEYWORD_LISTS:
        _check_keywords(name, call.texts(name))
    for name in URLS:
        _check_url(name, call.text(name))


def _check_presence(call: Call, required: Iterable[str]) -> None:
    absent = [name for name in required if not call.text(name)]
    if absent:
        raise ApiError(400, MISSING, f"Missing required field: {', '.join(absent)}.")


def _check_lengths(call: Call) -> None:
    for name, (shortest, longest) in LENGTHS.items():
        value = call.text(name)
        if value is not None and not shortest <= len(value) <= longest:
            message = f"{name} must have {shortest} to {longest} characters; it has {len(value)}."
            raise ApiError(400, WRONG_LENGTH, message)


def _check_samples(samples: list[str]) -> None:
    fewest, most = SAMPLE_COUNT
    if not fewest <= len(samples) <= most:
        message = f"MessageSamples must hold {fewest} to {most} samples; it holds {len(samples)}."
        raise ApiError(400, WRONG_LENGTH, message)
    shortest, longest = SAMPLE_LENGTH
    for sample in samples:
        if not shortest <= len(sample) <= longest:
            message = f"Each of MessageSamples must have {shortest} to {longest} characters."
            raise ApiError(400, WRONG_LENGTH, message)


def _check_keywords(name: str, keywords: list[str]) -> None:
    if any(not keyword.isalnum() for keyword in keywords):
        raise ApiError(400, 20001, f"{name} may hold letters and digits only.")
    if sum(len(keyword) for keyword in keywords) > MAX_KEYWORD_CHARACTERS:
        message = f"{name} may have {MAX_KEYWORD_CHARACTERS} characters in all."
        raise ApiError(400, WRONG_LENGTH, message)


def _check_url(name: str, value: str | None) -> None:
    if value and not value.startswith(("https://", "http://")):
        raise ApiError(400, 20001, f"{name} must be a URL.")
