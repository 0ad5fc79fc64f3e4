"""Notes which fields of a campaign and its profile a rule reads."""

from typing import Any, TypeVar

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.profile import BusinessProfile

_Form = TypeVar("_Form", CampaignContent, BusinessProfile)


class _Watched:
    def __getattribute__(self, name: str) -> Any:
        own = object.__getattribute__
        own(self, "__dict__")["_read"].add(name)
        return own(self, name)


class _WatchedContent(_Watched, CampaignContent):
    pass


class _WatchedProfile(_Watched, BusinessProfile):
    pass


_KINDS = {CampaignContent: _WatchedContent, BusinessProfile: _WatchedProfile}


def watch(form: _Form, read: set[str]) -> _Form:
    """The same form, which adds the name of each attribute that is read to `read`."""
    kind: Any = _KINDS[type(form)]
    watched: _Form = object.__new__(kind)
    object.__getattribute__(watched, "__dict__").update(vars(form), _read=read)
    return watched
