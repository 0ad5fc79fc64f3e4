"""The way to a line that may send: what a2p tells of the registration, and phone of the number."""

from __future__ import annotations

from typing import Any

from contracts.enums import Mover, Progress, RegistrationStatus, RegistrationStep

Part = dict[str, Any]

NUMBER_WAIT = {
    "at_least_minutes": 10,
    "at_most_minutes": 24 * 60,
    "text": "Minutes to a day, seldom longer",
}
ADD_A_NUMBER = "Add a phone number: your campaign is approved and waits for one."
BEING_LINKED = "Carriers are linking your number to your campaign."


def completed(registration: Part, config: Part | None) -> Part:
    """With the steps that come after the campaign; None for a phone service that is away."""
    is_approved = registration["current_step"] is None
    number, move = _number_step(config) if is_approved else (Progress.UPCOMING, None)
    is_ready = number is Progress.DONE
    ready = number if number in (Progress.DONE, Progress.UNKNOWN) else Progress.UPCOMING
    steps = [
        *registration["steps"],
        _step(RegistrationStep.NUMBER, "Your number", number, NUMBER_WAIT),
        _step(RegistrationStep.READY, "Ready to send", ready, None),
    ]
    whole = {**registration, "steps": steps, "unavailable": [] if config else ["phone"]}
    if is_approved and not is_ready:
        mover, sentence = move or (None, None)
        whole |= {
            "current_step": RegistrationStep.NUMBER,
            "next_mover": mover,
            "next_move": sentence,
        }
    return whole


def _number_step(config: Part | None) -> tuple[Progress, tuple[Mover, str] | None]:
    """Registered numbers only: an approved campaign alone sends nothing."""
    if config is None:
        return Progress.UNKNOWN, None
    number = config["primary_number"]
    if number is None:
        return Progress.CURRENT, (Mover.TENANT, ADD_A_NUMBER)
    if number["can_send"]:
        return Progress.DONE, None
    sentence, mover = number["cannot_send_reason"] or BEING_LINKED, number["whose_move"]
    if number["registration_status"] == RegistrationStatus.FAILED:
        return Progress.STOPPED, (mover or Mover.SUPPORT, sentence)
    return Progress.CURRENT, (mover or Mover.CARRIERS, sentence)


def _step(step: RegistrationStep, title: str, progress: Progress, wait: Part | None) -> Part:
    return {
        "step": step,
        "title": title,
        "progress": progress,
        "started_at": None,
        "finished_at": None,
        "expected_wait": None if progress is Progress.DONE else wait,
    }
