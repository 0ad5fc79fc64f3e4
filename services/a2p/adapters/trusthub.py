"""Registration through Twilio's own SDK; in and out go plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from chassis.twilio import TwilioAccess, TwilioFailure, translate
from services.a2p.domain.reasons import TwilioReportedError
from services.a2p.domain.twilio_mapping import CAMPAIGN_API_VERSION, CAMPAIGN_PATH_SID
from services.a2p.domain.use_case_list import UseCase
from services.a2p.ports import (
    BrandSnapshot,
    Bundle,
    BundleSnapshot,
    CampaignSnapshot,
    Evaluation,
    TwilioRefused,
    TwilioUncertain,
)

if TYPE_CHECKING:
    from twilio.rest import Client

Params = Mapping[str, Any]

# TrustHub cannot be asked for an end user or a document by name, so a search reads the newest ones.
SEARCH_LIMIT = 1_000
PENDING_REVIEW = "pending-review"
_CAMPAIGN = f"/Services/{{service}}/Compliance/Usa2p/{CAMPAIGN_PATH_SID}"
_CAMPAIGN_HEADERS = {"X-Twilio-Api-Version": CAMPAIGN_API_VERSION, "Accept": "application/json"}


@contextmanager
def _calling(operation: str) -> Iterator[None]:
    try:
        with translate(operation):
            yield
    except TwilioFailure as failure:
        if failure.is_definite:
            raise TwilioRefused(operation, code=failure.code, status=failure.status) from None
        raise TwilioUncertain(str(failure)) from None


@dataclass(frozen=True)
class TwilioTrustHub:
    """`client` gives the one client of this process, made at the first call: the SDK is large."""

    client: Callable[[], Client]
    access: TwilioAccess

    @property
    def account_sid(self) -> str:
        return self.access.account_sid

    @property
    def primary_profile_sid(self) -> str:
        return self.access.primary_profile_sid or ""

    def find_bundle(self, bundle: Bundle, *, name: str, policy: str) -> str | None:
        with _calling(f"find {bundle}"):
            found = self._bundles(bundle).list(friendly_name=name, policy_sid=policy, limit=20)
            return next((item.sid for item in found if item.friendly_name == name), None)

    def create_bundle(self, bundle: Bundle, *, name: str, policy: str) -> str:
        with _calling(f"create {bundle}"):
            # The platform's address, never the tenant's: Twilio writes here about the review.
            created = self._bundles(bundle).create(
                friendly_name=name, email=self.access.compliance_email, policy_sid=policy
            )
            return str(created.sid)

    def fetch_bundle(self, bundle: Bundle, sid: str) -> BundleSnapshot:
        with _calling(f"fetch {bundle}"):
            fetched = self._bundles(bundle)(sid).fetch()
            return BundleSnapshot(status=fetched.status, errors=_errors(fetched.errors))

    def assigned_to(self, bundle: Bundle, sid: str) -> set[str]:
        with _calling(f"list parts of {bundle}"):
            return {item.object_sid for item in self._parts(bundle, sid).list(limit=100)}

    def assign(self, bundle: Bundle, sid: str, *, part: str) -> None:
        with _calling(f"assign to {bundle}"):
            self._parts(bundle, sid).create(object_sid=part)

    def evaluate(self, bundle: Bundle, sid: str, *, policy: str) -> Evaluation:
        context = self._bundles(bundle)(sid)
        evaluations = {
            Bundle.CUSTOMER_PROFILE: lambda: context.customer_profiles_evaluations,
            Bundle.TRUST_PRODUCT: lambda: context.trust_products_evaluations,
        }[bundle]()
        with _calling(f"evaluate {bundle}"):
            evaluation = evaluations.create(policy_sid=policy)
            return Evaluation(
                is_compliant=evaluation.status == "compliant",
                errors=tuple(_failed_requirements(evaluation.results)),
            )

    def send_to_review(self, bundle: Bundle, sid: str) -> None:
        with _calling(f"send {bundle} to review"):
            self._bundles(bundle)(sid).update(status=PENDING_REVIEW)

    def find_end_user(self, *, name: str, type: str) -> str | None:
        with _calling("find end user"):
            found = self._trusthub.end_users.list(limit=SEARCH_LIMIT)
            return _named(found, name, type)

    def create_end_user(self, *, name: str, type: str, attributes: Params) -> str:
        with _calling("create end user"):
            created = self._trusthub.end_users.create(
                friendly_name=name, type=type, attributes=dict(attributes)
            )
            return str(created.sid)

    def replace_end_user(self, sid: str, *, attributes: Params) -> None:
        with _calling("update end user"):
            self._trusthub.end_users(sid).update(attributes=dict(attributes))

    def find_address(self, *, name: str) -> str | None:
        with _calling("find address"):
            found = self.client().addresses.list(friendly_name=name, limit=20)
            return next((item.sid for item in found if item.friendly_name == name), None)

    def create_address(self, *, name: str, params: Params) -> str:
        with _calling("create address"):
            return str(self.client().addresses.create(friendly_name=name, **params).sid)

    def update_address(self, sid: str, *, params: Params) -> None:
        # The country of an address cannot be changed, and is not a parameter of its update.
        changes = {key: value for key, value in params.items() if key != "iso_country"}
        with _calling("update address"):
            self.client().addresses(sid).update(**changes)

    def find_document(self, *, name: str, type: str) -> str | None:
        with _calling("find document"):
            found = self._trusthub.supporting_documents.list(limit=SEARCH_LIMIT)
            return _named(found, name, type)

    def create_document(self, *, name: str, type: str, attributes: Params) -> str:
        with _calling("create document"):
            created = self._trusthub.supporting_documents.create(
                friendly_name=name, type=type, attributes=dict(attributes)
            )
            return str(created.sid)

    def replace_document(self, sid: str, *, attributes: Params) -> None:
        with _calling("update document"):
            self._trusthub.supporting_documents(sid).update(attributes=dict(attributes))

    def find_brand(self, *, customer_profile_sid: str, trust_product_sid: str) -> str | None:
        with _calling("find brand"):
            for brand in self._brands.list(limit=SEARCH_LIMIT):
                bundles = (brand.customer_profile_bundle_sid, brand.a2p_profile_bundle_sid)
                if bundles == (customer_profile_sid, trust_product_sid):
                    return str(brand.sid)
            return None

    def create_brand(self, params: Params) -> str:
        with _calling("create brand"):
            return str(self._brands.create(**params).sid)

    def fetch_brand(self, sid: str) -> BrandSnapshot:
        with _calling("fetch brand"):
            brand = self._brands(sid).fetch()
            return BrandSnapshot(
                sid=brand.sid,
                status=str(brand.status),
                identity_status=brand.identity_status and str(brand.identity_status),
                score=brand.brand_score,
                # `failure_reason` and `brand_feedback` are deprecated and are not read.
                errors=_errors(brand.errors),
            )

    def resubmit_brand(self, sid: str) -> None:
        with _calling("resubmit brand"):
            self._brands(sid).update()

    def resend_code(self, brand_sid: str) -> None:
        with _calling("resend code"):
            self._brands(brand_sid).brand_registration_otps.create()

    def use_cases_of(self, brand_sid: str, *, service_sid: str | None) -> Sequence[UseCase]:
        with _calling("list use cases"):
            services = self.client().messaging.v1.services
            under = service_sid or next((each.sid for each in services.list(limit=1)), None)
            if under is None:
                return ()
            offered = services(under).us_app_to_person_usecases.fetch(
                brand_registration_sid=brand_sid
            )
            return [_use_case(item) for item in offered.us_app_to_person_usecases or ()]

    def has_service(self, sid: str) -> bool:
        with _calling("fetch messaging service"):
            return _found(lambda: self.client().messaging.v1.services(sid).fetch()) is not None

    def find_campaign(self, service_sid: str) -> CampaignSnapshot | None:
        with _calling("fetch campaign"):
            # What the SDK's resource does, without the resource: most calls by far are this one.
            ask = partial(self.client().messaging.v1.fetch, "GET", headers=_CAMPAIGN_HEADERS)
            fetched = _found(lambda: ask(_CAMPAIGN.format(service=service_sid)))
            return None if fetched is None else _campaign_snapshot(fetched)

    def create_campaign(self, service_sid: str, params: Params) -> CampaignSnapshot:
        with _calling("create campaign"):
            service = self.client().messaging.v1.services(service_sid)
            created = service.us_app_to_person.create(
                x_twilio_api_version=CAMPAIGN_API_VERSION, **params
            )
            return _campaign_snapshot(vars(created))

    def update_campaign(self, service_sid: str, params: Params) -> CampaignSnapshot:
        with _calling("update campaign"):
            updated = self._campaign(service_sid).update(
                x_twilio_api_version=CAMPAIGN_API_VERSION, **params
            )
            return _campaign_snapshot(vars(updated))

    @property
    def _trusthub(self) -> Any:
        return self.client().trusthub.v1

    @property
    def _brands(self) -> Any:
        return self.client().messaging.v1.brand_registrations

    def _bundles(self, bundle: Bundle) -> Any:
        if bundle is Bundle.CUSTOMER_PROFILE:
            return self._trusthub.customer_profiles
        return self._trusthub.trust_products

    def _parts(self, bundle: Bundle, sid: str) -> Any:
        context = self._bundles(bundle)(sid)
        if bundle is Bundle.CUSTOMER_PROFILE:
            return context.customer_profiles_entity_assignments
        return context.trust_products_entity_assignments

    def _campaign(self, service_sid: str) -> Any:
        service = self.client().messaging.v1.services(service_sid)
        return service.us_app_to_person(CAMPAIGN_PATH_SID)


def _found(fetch: Callable[[], Any]) -> Any:
    """None for what Twilio does not have."""
    try:
        return fetch()
    except Exception as exc:
        if getattr(exc, "status", None) == 404:
            return None
        raise


def _named(items: list[Any], name: str, type: str) -> str | None:
    matching = (item.sid for item in items if (item.friendly_name, item.type) == (name, type))
    return next(matching, None)


def _campaign_snapshot(held: Params) -> CampaignSnapshot:
    return CampaignSnapshot(
        sid=held["sid"],
        status=held["campaign_status"],
        registry_id=held["campaign_id"],
        errors=_errors(held["errors"]),
        content=held,
    )


def _use_case(item: dict[str, Any]) -> UseCase:
    return UseCase(
        code=str(item["code"]),
        name=item.get("name") or str(item["code"]),
        description=item.get("description") or "",
        post_approval_required=bool(item.get("post_approval_required")),
    )


def _errors(reported: list[dict[str, Any]] | None) -> tuple[TwilioReportedError, ...]:
    """Of brands, campaigns and bundles, which spell their keys in two ways."""
    return tuple(_error(item) for item in reported or ())


def _error(item: dict[str, Any]) -> TwilioReportedError:
    return TwilioReportedError(
        code=int(item.get("error_code") or item.get("code") or 0),
        fields=tuple(str(name) for name in item.get("fields") or ()),
        description=item.get("description") or item.get("message"),
        url=item.get("url") or item.get("more_info"),
    )


def _failed_requirements(results: list[dict[str, Any]] | None) -> Iterator[TwilioReportedError]:
    """One error for each field that an evaluation found wanting, else one for the requirement."""
    for result in results or ():
        if result.get("passed"):
            continue
        invalid = result.get("invalid") or [result]
        for item in invalid:
            field = item.get("object_field") or item.get("requirement_name")
            yield TwilioReportedError(
                code=int(item.get("error_code") or result.get("error_code") or 0),
                fields=(str(field),) if field else (),
                description=item.get("failure_reason") or result.get("failure_reason"),
            )
