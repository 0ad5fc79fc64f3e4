"""Whether a text names the business, as a reviewer who knows its legal name would judge."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import filterfalse, islice

from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.text import host_of, plain

# The longest has 13 characters with its point and with what stands before it.
_SUFFIX_LENGTH = 16
_SUFFIX = re.compile(
    r"(?<=[\s,])(?:l\.?\s?l\.?\s?c|l\.?l\.?p|p\.?l\.?l\.?c|p\.?c|inc(?:orporated)?|"
    r"corp(?:oration)?|co(?:mpany)?|ltd|limited|lp|pllc|dba)\.?$",
    re.IGNORECASE,
)
_COMPANY_FORM = re.compile(
    r"\b(?:l\.?l\.?c|l\.?l\.?p|p\.?l\.?l\.?c|inc|incorporated|corp|corporation|ltd|limited)\b",
    re.IGNORECASE,
)
_TRADE_NAME = re.compile(
    r"\b(?:d\.?/?b\.?/?a\.?|doing business as|trading as|operating as|also known as|known as)"
    r"[\s:]{1,9}[\"“']?(?P<name>[\w&'’ -]{3,60})",
    re.IGNORECASE,
)
_BLANKS_AND_COMMAS = " \t\n\r\f\v\u00a0,"
# More than any business has.
_MAX_TRADE_NAMES = 5
# Words that say what a business does, not which one it is.
_TRADE_WORDS = frozenset(
    """the and of at a an for in our your all auto automotive car cars mobile detail detailing
    detailers wash plumbing plumber plumbers salon salons hair nail nails beauty spa barber
    barbershop dental dentist dentistry dentists clinic family hvac heating cooling air conditioning
    electric electrical electrician dog dogs pet pets grooming groomer groomers cleaning cleaners
    cleaner maid maids house home homes office tutoring tutor tutors learning education academy
    school lawn landscaping landscape yard tree roofing roof painting painters repair repairs
    service services solutions company co group studio studios shop store center centre care health
    medical fitness gym yoga massage chiropractic veterinary vet pest control moving movers storage
    restoration construction contractor contractors contracting remodeling handyman enterprises
    enterprise holdings partners associates consulting management business local systems supply
    international usa""".split()
)
# Names built of everyday words: alone, they name the business only when written as a name.
_EVERYDAY_WORDS = frozenset(
    """clean machine shine bright fresh quick fast smart best green blue red white black gold golden
    silver first new super great happy good perfect express total complete premier quality elite
    classic royal star sun sunny city american national north south east west river lake hill valley
    mountain park main street pure clear crystal simple easy true top one five day time next ready
    open spot paws paw smile smiles cut cuts style glow touch master expert pro pros precision
    reliable trusted friendly neighborhood comfort cool warm hot spring summer winter fall magic
    hand hands point advance advanced modern urban united general custom""".split()
)


@lru_cache(maxsize=128)
def without_company_form(name: str) -> str:
    """ "Sparkle Detailing, LLC" as customers say it: "Sparkle Detailing"."""
    core = plain(name)
    while found := _SUFFIX.search(core, max(0, len(core) - _SUFFIX_LENGTH)):
        core = core[: found.start()].rstrip(_BLANKS_AND_COMMAS)
    return core


def has_company_form(name: str) -> bool:
    """LLC, Inc and the like: such a business has an EIN and is no sole proprietor."""
    return bool(_COMPANY_FORM.search(name))


def words_of(text: str) -> list[str]:
    """Without signs and accents: "Café Olé" and "Cafe Ole" are one name."""
    spoken = re.sub(r"&|(?<=\s)\+(?=\s)", " and ", _without_accents(text))
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", spoken))


@dataclass(frozen=True)
class _Spoken:
    """The words of a text, taken apart once for every name that is looked for in it."""

    words: tuple[str, ...]

    @cached_property
    def small(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in self.words)

    @cached_property
    def running(self) -> str:
        return f" {' '.join(self.small)} "

    @cached_property
    def different(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def by_stem(self) -> dict[str, set[tuple[str, bool]]]:
        """Each word in small letters, and whether it is written as a name, by its singular."""
        stems: dict[str, set[tuple[str, bool]]] = {}
        for word, small in zip(self.words, self.small, strict=True):
            stems.setdefault(small.removesuffix("s"), set()).add((small, word[0].isupper()))
        return stems


@lru_cache(maxsize=128)
def _spoken(text: str) -> _Spoken:
    return _Spoken(tuple(words_of(text)))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


def running_words(text: str) -> str:
    """The words in small letters with one blank around each, so that phrases are found in it."""
    return _spoken(text).running


def names_business(text: str, *, profile: BusinessProfile, description: str = "") -> bool:
    """True when the text carries the legal name, a stated trade name, or the website's name."""
    known = [without_company_form(plain(profile.legal_name)), *trade_names(description)]
    if profile.representative and profile.is_sole_proprietor:
        known.append(profile.representative.full_name)
    return _names_one_of(text, tuple(known), host_of(plain(profile.website_url)))


# Every suggestion is tried on the whole campaign, most of whose texts are the same again.
@lru_cache(maxsize=512)
def _names_one_of(text: str, names: tuple[str, ...], host: str) -> bool:
    spoken = _spoken(text)
    return any(_carries(spoken, name) for name in names if name) or _spells_host(spoken, host)


@lru_cache(maxsize=64)
def trade_names(description: str) -> tuple[str, ...]:
    """Names introduced by "doing business as" and its short forms: the first few, each once."""
    found = (" ".join(match["name"].split()[:4]) for match in _TRADE_NAME.finditer(description))
    different = dict.fromkeys(islice(found, _MAX_TRADE_NAMES * _MAX_TRADE_NAMES))
    return tuple(islice(different, _MAX_TRADE_NAMES))


def _carries(spoken: _Spoken, name: str) -> bool:
    name_words = [w.lower() for w in words_of(name)]
    opening = " ".join(_opening(name_words))
    if opening and f" {opening} " in spoken.running:
        return True
    initials = "".join(w[0] for w in name_words if w != "and").upper()
    if len(initials) >= 3 and initials in spoken.different:
        return True
    stems = {word.removesuffix("s") for word in name_words}
    return any(_is_own(*word) for stem in stems for word in spoken.by_stem.get(stem, ()))


def _is_own(word: str, is_written_as_name: bool) -> bool:
    if word in _TRADE_WORDS or len(word) < 2 or (len(word) == 2 and word.isalpha()):
        return False
    return word not in _EVERYDAY_WORDS or is_written_as_name


def _opening(name_words: list[str]) -> list[str]:
    """The first words that make the name: two, or three when "and" joins them."""
    words = name_words[1:] if name_words[:1] == ["the"] and len(name_words) > 2 else name_words
    return words[: 3 if "and" in words[:2] else 2]


def _spells_host(spoken: _Spoken, host: str) -> bool:
    """A name written in words that opens the website's domain: "Fresh Cuts" of freshcuts.com."""
    label = host.split(".")[-2].replace("-", "") if host.count(".") else ""
    words = spoken.small
    for start, first in enumerate(words):
        if not label.startswith(first):
            continue
        for size in (1, 2, 3, 4):
            run = "".join(words[start : start + size])
            if size == 1 and (first in _TRADE_WORDS or first in _EVERYDAY_WORDS):
                continue
            if len(run) >= 5 and label.startswith(run):
                return True
    return False
