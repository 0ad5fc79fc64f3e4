"""Links: full, secure, and on the business's own domain."""

from collections.abc import Callable, Iterator

from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule
from services.a2p.domain.findings import Suggested
from services.a2p.domain.profile import snake_case
from services.a2p.domain.text import as_read, host_of, links_in, plain, same_site, with_https

# Shared shorteners hide where a link leads, so carriers filter every message that carries one.
SHORTENERS = frozenset(
    """bit.ly bitly.com tinyurl.com goo.gl t.co ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly rb.gy
    short.io shorturl.at tiny.cc tiny.one t.ly bl.ink lnkd.in fb.me wa.me adf.ly soo.gd s.id
    shorte.st clck.ru x.co mcaf.ee su.pr dlvr.it trib.al smarturl.it snip.ly po.st qr.ae youtu.be
    amzn.to amzn.com spr.ly hubs.ly hubs.la shor.by linktr.ee t2m.io u.to urlz.fr gg.gg b.link
    chilp.it qrco.de me2.do shrtco.de ulvis.net link.ly txt.st""".split()
)
# Where a tenant's pages often live: not the own domain, and still no reason for a warning.
_COMMON_HOSTS = frozenset(
    """google.com g.page maps.app.goo.gl facebook.com instagram.com yelp.com square.site
    squareup.com calendly.com booksy.com vagaro.com housecallpro.com stripe.com paypal.com
    docs.google.com""".split()
)


def is_shortener(link: str) -> bool:
    host = host_of(as_read(link))
    return host in SHORTENERS or any(
        host.endswith(f".{short}") for short in ("bit.ly", "page.link")
    )


def _texts(case: Case) -> dict[str, str]:
    urls = {
        "privacyPolicyUrl": plain(case.content.privacy_policy_url),
        "termsAndConditionsUrl": plain(case.content.terms_and_conditions_url),
    }
    return case.written | urls


def _shorteners(case: Case) -> Iterator[Issue]:
    for field, text in _texts(case).items():
        link = next((link for link in links_in(text) if is_shortener(link)), None)
        if link:
            yield Issue(
                f"“{link}” is a shortened link; carriers filter messages with them.",
                "Use the full link on your own website.",
                field=field,
            )


def _insecure(case: Case) -> Iterator[Issue]:
    for field, text in case.written.items():
        link = next((link for link in links_in(text) if link.lower().startswith("http://")), None)
        if link:
            yield Issue(
                f"“{link}” is not a secure link.",
                "Use https, as in the suggestion, after checking that the page opens.",
                _rewritten(case, field, with_https),
                field,
            )


def _rewritten(case: Case, field: str, change: Callable[[str], str]) -> Suggested:
    if field == "sampleMessages":
        return [change(sample) for sample in case.samples]
    return change(plain(getattr(case.content, snake_case(field))))


def _foreign_domain(case: Case) -> Iterator[Issue]:
    website = host_of(plain(case.profile.website_url))
    hosts = (host_of(link) for sample in case.samples for link in links_in(sample))
    for host in dict.fromkeys(hosts):
        if website and host and not same_site(host, website) and not _is_elsewhere_fine(host):
            yield Issue(
                f"A sample message links to {host}, but your website is {website}.",
                "Link to pages on your own website where you can.",
            )
            return


def _is_elsewhere_fine(host: str) -> bool:
    return host in SHORTENERS or any(same_site(host, common) for common in _COMMON_HOSTS)


RULES = (
    Rule("link-shortener", BLOCKING, "sampleMessages", (30892, 30007), _shorteners),
    Rule("insecure-link", BLOCKING, "sampleMessages", (30892,), _insecure),
    Rule("link-domain", WARNING, "sampleMessages", (30892, 30907), _foreign_domain),
)
