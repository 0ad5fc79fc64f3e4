"""Tells subscribers of each status that a record has reached, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio import constants, event_data, event_types, lifecycles
from sandbox.twilio.brands import vetting_score
from sandbox.twilio.publishing import publish
from sandbox.twilio.registration import (
    FAILED,
    PENDING,
    REGISTERED,
    UNREGISTERED,
    Registration,
    pool_of,
    registration_of,
)
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

News = list[tuple[str, Json]]
NUMBER_EVENTS = {
    PENDING: event_types.NUMBER_PENDING,
    REGISTERED: event_types.NUMBER_SUCCESSFUL,
    FAILED: event_types.NUMBER_FAILED,
}


def tell_news(world: World, item: Json) -> None:
    """What is true at the moment that the item names, however much later it is taken up."""
    record = world.table(item["table"]).get(item["record"])
    if record is None:
        return
    at = item["at"]
    if item["table"] == "numbers":
        _tell_number(world, record, at=at)
        return
    news = _brand_news if item["table"] == "brands" else _campaign_news
    _tell(world, record, news(world, record, at), epoch=str(record["_submitted_at"]), at=at)
    if item["table"] == "campaigns":
        for number in reversed(pool_of(world, item["record"])):
            _tell_number(world, number, at=at)


def tell_deregistration(world: World, number: Json) -> None:
    """To be called while the number is still in the pool."""
    now = world.clock.now()
    before = registration_of(world, number, now=now)
    if before.campaign is None or before.status not in (PENDING, REGISTERED):
        return
    waiting = Registration("pending_deregistration", before.campaign)
    pending = event_data.number_data(world, number, waiting)
    done = event_data.number_data(world, number, Registration(UNREGISTERED))
    publish(world, event_types.DEREGISTRATION_PENDING, pending, source=number["sid"], at=now)
    publish(
        world,
        event_types.DEREGISTRATION_SUCCESSFUL,
        done,
        source=number["sid"],
        at=now + constants.NUMBER_DEREGISTERED_SECONDS,
    )


def tell_campaign_deletion(world: World, campaign: Json) -> None:
    """Its numbers stay in the pool, and lose what registered them."""
    for number in pool_of(world, campaign["messaging_service_sid"]):
        tell_deregistration(world, number)
    data = event_data.campaign_data(world, campaign, status="success")
    source = campaign["_hidden_sid"]
    publish(world, event_types.CAMPAIGN_DELETED, data, source=source, at=world.clock.now())


def _brand_news(world: World, brand: Json, now: float) -> News:
    status = lifecycles.brand_status(brand, now=now)
    if status == "FAILED":
        failed = event_data.brand_data(world, brand, status=status, identity=None)
        return [(event_types.BRAND_FAILURE, failed)]
    if status != "APPROVED":
        return []
    identity = lifecycles.identity_status(brand, now=now)
    data = event_data.brand_data(world, brand, status=status, identity=identity)
    is_verified = identity in ("VERIFIED", "VETTED_VERIFIED")
    second = event_types.BRAND_VERIFIED if is_verified else event_types.BRAND_UNVERIFIED
    news = [(event_types.BRAND_REGISTERED, data), (second, data)]
    if is_verified and vetting_score(brand) is not None:
        news.append(
            (event_types.BRAND_VETTED, event_data.vetted_data(world, brand, identity=identity))
        )
    return news


def _campaign_news(world: World, campaign: Json, now: float) -> News:
    status = lifecycles.campaign_status(campaign, now=now)
    submitted = event_data.campaign_data(world, campaign, status="pending")
    news = [(event_types.CAMPAIGN_SUBMITTED, submitted)]
    if status == "FAILED":
        failed = event_data.campaign_data(world, campaign, status="failure")
        news.append((event_types.CAMPAIGN_FAILURE, failed))
    if status == "VERIFIED":
        passed = event_data.campaign_data(world, campaign, status="success")
        news.append((event_types.CAMPAIGN_APPROVED, passed))
    return news


def _tell_number(world: World, number: Json, *, at: float) -> None:
    registration = registration_of(world, number, now=at)
    event = NUMBER_EVENTS.get(registration.status)
    if event is None or registration.campaign is None:
        return
    data = event_data.number_data(world, number, registration)
    epoch = f"{number.get('_joined_at', 0)}:{registration.campaign['_hidden_sid']}"
    _tell(world, number, [(event, data)], epoch=epoch, at=at)


def _tell(world: World, record: Json, news: News, *, epoch: str, at: float) -> None:
    told = record.setdefault("_told", [])
    for event, data in news:
        key = f"{epoch}:{event}"
        if key not in told:
            told.append(key)
            publish(world, event, data, source=_source(record), at=at)


def forget_outcome(record: Json) -> None:
    """So that an outcome is told again: an approval, after a failure that came in between."""
    told = record.get("_told", [])
    record["_told"] = [key for key in told if key.endswith(event_types.CAMPAIGN_SUBMITTED)]


def _source(record: Json) -> str:
    return str(record.get("_hidden_sid") or record["sid"])
