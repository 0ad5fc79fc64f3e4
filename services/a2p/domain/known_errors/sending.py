"""Sending: why messages of a registered business may still not arrive."""

from services.a2p.domain.known_errors.entry import About, Fixer, KnownError, Subject

_on = About(Subject.NUMBER)


def _text_it_differently(code: int, message: str, fix: str) -> KnownError:
    """The tenant can act, but by sending differently: there is nothing to resubmit."""
    return KnownError(code, Subject.NUMBER, None, Fixer.TENANT, message, fix, False)


ENTRIES = (
    _text_it_differently(
        30007,
        "Carriers filtered the message.",
        "Send what your samples show, with your name and full links, only to those who agreed.",
    ),
    _on.wait(
        30022,
        "Messages were sent faster than your registration allows.",
        "They are sent again more slowly; there is nothing to do.",
        can_resubmit=False,
    ),
    _on.wait(
        30023,
        "The number of messages for today is used up.",
        "Sending goes on tomorrow. A standard registration allows more.",
        can_resubmit=False,
    ),
    _on.support(
        30024,
        "Your number is not set up for these messages.",
        "Contact support to have the number set up.",
    ),
    _on.wait(
        30027,
        "The number of messages for today is used up at one of the carriers.",
        "Sending goes on tomorrow. A standard registration allows more.",
        can_resubmit=False,
    ),
    _on.support(
        30032,
        "Your toll-free number is not verified.",
        "Contact support to have the number verified, or send from a local number.",
    ),
    _on.support(
        30033,
        "Your campaign is suspended, and its messages are not delivered.",
        "Contact support soon: a suspended campaign is deleted after 30 days.",
    ),
    _on.support(
        30034,
        "Your number is not part of an approved campaign.",
        "Contact support: the number has to be added to your campaign.",
    ),
    _on.wait(
        30035,
        "Your number is still being registered.",
        "Wait: this takes minutes to a day, rarely longer. Moving the number starts it over.",
        can_resubmit=False,
    ),
    _on.support(
        30125,
        "A sole proprietor can send from one number only.",
        "Contact support to release the other number.",
    ),
    _on.support(
        30126,
        "Your number could not be registered.",
        "Contact support: we register it again.",
    ),
)
