"""The two pages that have been mandatory for new campaigns since 2026-06-30."""

from collections.abc import Iterator

from services.a2p.domain.checks.links import is_shortener
from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Check, Issue, Rule, when
from services.a2p.domain.profile import snake_case
from services.a2p.domain.text import (
    host_of,
    is_made_up,
    is_web_address,
    plain,
    same_page,
    same_site,
    with_https,
)

_PRIVACY, _TERMS = "privacyPolicyUrl", "termsAndConditionsUrl"


def _required_page(field: str, name: str) -> Check:
    """A check for a present, absolute and secure address."""

    def check(case: Case) -> Iterator[Issue]:
        return _address_issues(plain(getattr(case.content, snake_case(field))), name)

    return check


def _address_issues(url: str, name: str) -> Iterator[Issue]:
    if not url:
        yield Issue(f"The link to your {name} is missing.", "Enter its full https address.")
    elif not is_web_address(url):
        yield Issue(
            f"The link to your {name} is not a web address.",
            "Enter the full address, beginning with https://.",
            f"https://{url}" if is_web_address(f"https://{url}") else None,
        )
    elif is_made_up(url):
        yield Issue(
            f"The link to your {name} is an example, not a page of yours.",
            "Enter the address of your own page.",
        )
    elif not url.lower().startswith("https://"):
        yield Issue(
            f"The link to your {name} is not secure.",
            "Use https, after checking that the page opens.",
            with_https(url),
        )


def _same_page(case: Case) -> Iterator[Issue]:
    privacy, terms = (
        plain(case.content.privacy_policy_url),
        plain(case.content.terms_and_conditions_url),
    )
    return when(
        privacy and terms and same_page(privacy, terms),
        "The privacy policy and the terms have the same address.",
        "Give each its own page, or check that this page holds both.",
    )


def _other_domain(field: str, name: str) -> Check:
    """A check that a page is on the business's own website."""

    def check(case: Case) -> Iterator[Issue]:
        url = plain(getattr(case.content, snake_case(field)))
        website, host = host_of(plain(case.profile.website_url)), host_of(url)
        return when(
            website and host and not same_site(host, website) and not is_shortener(url),
            f"Your {name} is on {host}, but your website is {website}.",
            "Publish the page on your own website.",
        )

    return check


RULES = (
    Rule(
        "privacy-policy-url",
        BLOCKING,
        _PRIVACY,
        (30908, 30933),
        _required_page(_PRIVACY, "privacy policy"),
    ),
    Rule(
        "terms-url",
        BLOCKING,
        _TERMS,
        (30882, 30934),
        _required_page(_TERMS, "terms and conditions"),
    ),
    Rule("policy-urls-same", WARNING, _TERMS, (30882, 30908, 30934), _same_page),
    Rule(
        "privacy-domain",
        WARNING,
        _PRIVACY,
        (30907, 30908),
        _other_domain(_PRIVACY, "privacy policy"),
    ),
    Rule("terms-domain", WARNING, _TERMS, (30882, 30907), _other_domain(_TERMS, "terms page")),
)
