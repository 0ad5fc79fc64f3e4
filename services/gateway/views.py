"""Answers put together from several services: asked side by side, told part by part."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from chassis.logs import event
from chassis.rpc import RpcFailure
from chassis.rpc.client import RemoteMethod
from contracts.enums import CampaignStatus, MissingPiece, StepState, WizardStep
from contracts.errors import Kind, ServiceError

log = logging.getLogger(__name__)

PART_SECONDS = 2.0
HEALTH_SECONDS = 1.0
# Twilio's event stream gives up after five.
EVENTS_SECONDS = 4.0
UP, DOWN, DATABASE_DOWN = "UP", "DOWN", "DATABASE_DOWN"

T = TypeVar("T")
Answers = Mapping[str, dict[str, Any] | None]

# Who tells the wizard what, in the order of the steps.
WIZARD_SERVICES = ("a2p", "phone", "loyalty")
TITLES = {
    WizardStep.BUSINESS_PROFILE: "Business profile",
    WizardStep.PHONE_AND_SMS: "Phone & SMS",
    WizardStep.LOYALTY: "Loyalty",
}

# What to do about the registration, by the primary campaign's status; None before there is one.
A2P_HINTS = {
    None: "Fill out your campaign info on the A2P page to start sending texts.",
    CampaignStatus.DRAFT: "Fill out your campaign info on the A2P page.",
    CampaignStatus.READY_TO_SUBMIT: (
        "Looks good! Submit now from the A2P page to unlock high-volume SMS."
    ),
    CampaignStatus.SUBMITTED: (
        "Your campaign is under review. Most reviews take 10–15 business days."
    ),
    CampaignStatus.APPROVED: "✅ You’re fully registered for A2P 10DLC.",
    CampaignStatus.REJECTED: "Fix it on the A2P page and resubmit.",
    CampaignStatus.ERROR: "See the A2P page, then try again.",
    CampaignStatus.SUSPENDED: "Carriers suspended your campaign, so no texts go out."
    " Contact support.",
}
# What comes before the hint where no error is known.
A2P_SETBACKS = {
    CampaignStatus.REJECTED: "Your campaign was rejected.",
    CampaignStatus.ERROR: "Submitting your campaign failed.",
}


def ask(
    questions: Mapping[str, RemoteMethod], *, timeout: float, **payload: Any
) -> dict[str, dict[str, Any] | None]:
    """Every service at the same time; None for one that does not answer."""
    pending = {
        service: _or_none(service, partial(method.call_async, timeout=timeout, **payload))
        for service, method in questions.items()
    }
    answers: dict[str, dict[str, Any] | None] = {}
    refusals: list[ServiceError] = []
    for service, reply in pending.items():
        try:
            answers[service] = None if reply is None else _or_none(service, reply.result)
        except ServiceError as refusal:
            # The others are still waited for: nobody else would take their answers.
            refusals.append(refusal)
    if refusals:
        raise refusals[0]
    return answers


def _or_none(service: str, step: Callable[[], T]) -> T | None:
    try:
        return step()
    except RpcFailure as failure:
        event(log, "part_failed", level=logging.ERROR, service=service, reason=str(failure))
    except ServiceError as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
    return None


def wizard_status(answers: Answers) -> dict[str, Any]:
    """The set-up wizard from what a2p, phone and loyalty told; None or nothing for who did not."""
    phone, registration = answers.get("phone"), answers.get("a2p")
    pieces = _pieces(phone, registration)
    steps = {
        WizardStep.BUSINESS_PROFILE: _profile_state(registration),
        WizardStep.PHONE_AND_SMS: _phone_state(list(pieces.values())),
        WizardStep.LOYALTY: _loyalty_state(answers.get("loyalty")),
    }
    return {
        "has_phone_config": _told(phone, "has_phone_config"),
        "has_phone_number": pieces[MissingPiece.PHONE_NUMBER],
        "phone_number": _told(phone, "phone_number"),
        "has_messaging_service": pieces[MissingPiece.MESSAGING_SERVICE],
        "messaging_service_sid": _told(phone, "messaging_service_sid"),
        "a2p_status": _told(registration, "a2p_status"),
        "a2p_last_error": _told(registration, "a2p_last_error"),
        "a2p_hint": a2p_hint(registration),
        "missing_pieces": [piece for piece, there in pieces.items() if there is False],
        "routing": _told(phone, "routing"),
        "provisioning": _told(phone, "provisioning"),
        "steps": [{"id": id_, "title": TITLES[id_], "state": steps[id_]} for id_ in steps],
        "step2": {"state": steps[WizardStep.PHONE_AND_SMS]},
        "unavailable": [service for service in WIZARD_SERVICES if answers.get(service) is None],
    }


def a2p_hint(registration: dict[str, Any] | None) -> str | None:
    """A sentence for the card of the registration; a setback begins with the last error."""
    if registration is None:
        return None
    status = registration["a2p_status"]
    if status not in A2P_SETBACKS:
        return A2P_HINTS[status]
    return f"{registration['a2p_last_error'] or A2P_SETBACKS[status]} {A2P_HINTS[status]}"


def _told(part: dict[str, Any] | None, name: str) -> Any:
    return None if part is None else part[name]


def _pieces(
    phone: dict[str, Any] | None, registration: dict[str, Any] | None
) -> dict[MissingPiece, bool | None]:
    """Whether each piece of "can send" is there; None where its service did not answer."""
    return {
        MissingPiece.PHONE_NUMBER: None if phone is None else phone["phone_number"] is not None,
        MissingPiece.MESSAGING_SERVICE: (
            None if phone is None else phone["messaging_service_sid"] is not None
        ),
        MissingPiece.A2P_APPROVAL: (
            None if registration is None else registration["a2p_status"] == CampaignStatus.APPROVED
        ),
    }


def _phone_state(pieces: list[bool | None]) -> StepState:
    if None in pieces:
        return StepState.UNKNOWN
    if all(pieces):
        return StepState.COMPLETE
    return StepState.PARTIAL if any(pieces) else StepState.NOT_STARTED


def _profile_state(registration: dict[str, Any] | None) -> StepState:
    if registration is None:
        return StepState.UNKNOWN
    if registration["is_business_profile_complete"]:
        return StepState.COMPLETE
    return StepState.PARTIAL if registration["has_business_profile"] else StepState.NOT_STARTED


def _loyalty_state(settings: dict[str, Any] | None) -> StepState:
    """Saved once is done: the defaults may be just what is wanted."""
    if settings is None:
        return StepState.UNKNOWN
    return StepState.COMPLETE if settings["is_configured"] else StepState.NOT_STARTED


def paged(items: Sequence[Any], page: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what its service tells at once; without a size, all of it is one page."""
    size = page["page_size"] or max(len(items), 1)
    start = (page["page"] - 1) * size
    told = {"items": items[start : start + size], "total": len(items)}
    return {**told, "page": page["page"], "page_size": size}


def readiness(answers: Answers) -> list[dict[str, str]]:
    """Each service as a part; one may answer although its store does not."""
    return [{"name": service, "state": _health(answer)} for service, answer in answers.items()]


def _health(answer: dict[str, Any] | None) -> str:
    if answer is None:
        return DOWN
    return DATABASE_DOWN if answer["database"] is False else UP
