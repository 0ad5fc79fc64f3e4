"""Business profile and campaigns, for a tenant's admins."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from services.gateway import refusals, schemas, timeline, views
from services.gateway.auth import ADMINS
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Options, route

PROFILE = "/api/admin/a2p/business-profile"
CAMPAIGNS = "/api/admin/a2p/campaigns"
CAMPAIGN = f"{CAMPAIGNS}/<uuid:campaign_id>"

TOLD = Options(roles=ADMINS, area="Business profile", reply=schemas.BusinessProfile, has_etag=True)
CODE = Options(roles=ADMINS, area="Business profile", reply=schemas.BrandOtp)
ONE = Options(roles=ADMINS, area="Campaigns", reply=schemas.Campaign, has_etag=True)
# Where it names the version that was seen, no other is submitted.
COMMAND = Options(
    **ONE, takes_if_match=True, refusals={412: schemas.StaleCampaign}, may_answer=frozenset({412})
)
SOME = Options(roles=ADMINS, area="Campaigns", query=schemas.PageQuery)
FINDINGS = Options(roles=ADMINS, query=schemas.PageQuery, reply=schemas.FindingPage)

Answer = dict[str, Any]


class BusinessProfileRoutes:
    a2p = neighbour("a2p")

    @route("GET", PROFILE, TOLD)
    def get_business_profile(self, call: Call) -> Answer:
        """What carriers are told about the business, and how its brand registration stands."""
        return self.a2p.get_business_profile(tenant_id=call.tenant_id)

    @route(
        "PUT",
        PROFILE,
        TOLD,
        request=schemas.BusinessProfileInput,
        needs_if_match=True,
        refusals={412: schemas.StaleBusinessProfile},
    )
    def put_business_profile(self, call: Call) -> Answer:
        """Replaces the business profile; a registration number left out stays as it is."""
        with refusals.of_stale_changes(
            lambda: self.a2p.get_business_profile(tenant_id=call.tenant_id),
            yours=call.body,
            shape=schemas.StaleBusinessProfile,
        ):
            return self.a2p.put_business_profile(**call.versioned_scope, **call.body)

    @route(
        "POST",
        f"{PROFILE}/checks",
        FINDINGS,
        area="Business profile",
        request=schemas.BusinessProfileInput,
    )
    def check_business_profile(self, call: Call) -> Answer:
        """What would be found in this profile, were it saved; nothing is saved."""
        return self.a2p.check_business_profile(tenant_id=call.tenant_id, **call.query, **call.body)

    @route("POST", "/api/admin/a2p/brand/otp", CODE)
    def resend_brand_otp(self, call: Call) -> Answer:
        """Sends a sole proprietor's code once more."""
        return self.a2p.resend_brand_otp(**call.scope)


class CampaignRoutes:
    a2p = neighbour("a2p")

    @route("GET", CAMPAIGNS, SOME, reply=schemas.CampaignPage)
    def list_campaigns(self, call: Call) -> Answer:
        """The tenant's campaigns."""
        return self.a2p.list_campaigns(tenant_id=call.tenant_id, **call.query)

    @route("POST", CAMPAIGNS, ONE, request=schemas.NewCampaign, status=201)
    def create_campaign(self, call: Call) -> Answer:
        """Drafts a campaign; only its name is needed. A 51st draft is 409 DRAFT_LIMIT_REACHED."""
        return self.a2p.create_campaign(**call.scope, **call.body)

    @route("GET", CAMPAIGN, ONE)
    def get_campaign(self, call: Call, campaign_id: str) -> Answer:
        """One campaign."""
        return self.a2p.get_campaign(tenant_id=call.tenant_id, campaign_id=campaign_id)

    @route(
        "PATCH",
        CAMPAIGN,
        ONE,
        request=schemas.CampaignChanges,
        needs_if_match=True,
        refusals={412: schemas.StaleCampaign},
    )
    def update_campaign(self, call: Call, campaign_id: str) -> Answer:
        """Changes the named fields of a campaign that is not under review."""
        with self._both_versions(call, campaign_id):
            return self.a2p.update_campaign(
                **call.versioned_scope, campaign_id=campaign_id, changes=call.body
            )

    @route("DELETE", CAMPAIGN, roles=ADMINS, area="Campaigns", status=204)
    def delete_campaign(self, call: Call, campaign_id: str) -> Answer:
        """Deletes a campaign that was never submitted."""
        return self.a2p.delete_campaign(**call.scope, campaign_id=campaign_id)

    @route("POST", f"{CAMPAIGN}/submit", COMMAND)
    def submit_campaign(self, call: Call, campaign_id: str) -> Answer:
        """Submits a campaign that is ready; the review goes on in the background."""
        with self._both_versions(call, campaign_id):
            return self.a2p.submit_campaign(**call.versioned_scope, campaign_id=campaign_id)

    @route("POST", f"{CAMPAIGN}/refresh-status", ONE)
    def refresh_campaign_status(self, call: Call, campaign_id: str) -> Answer:
        """Asks the carriers now instead of waiting for the next look."""
        return self.a2p.refresh_campaign_status(**call.scope, campaign_id=campaign_id)

    @route("POST", f"{CAMPAIGN}/resubmit", COMMAND)
    def resubmit_campaign(self, call: Call, campaign_id: str) -> Answer:
        """Submits a rejected or failed campaign again, after it was edited."""
        with self._both_versions(call, campaign_id):
            return self.a2p.resubmit_campaign(**call.versioned_scope, campaign_id=campaign_id)

    def _both_versions(self, call: Call, campaign_id: str) -> AbstractContextManager[None]:
        return refusals.of_stale_changes(
            lambda: self.a2p.get_campaign(tenant_id=call.tenant_id, campaign_id=campaign_id),
            yours=call.body,
            shape=schemas.StaleCampaign,
        )

    @route("GET", f"{CAMPAIGN}/submissions", SOME, reply=schemas.SubmissionPage)
    def list_submissions(self, call: Call, campaign_id: str) -> Answer:
        """Each attempt: what was submitted, when, and what came of it."""
        return self.a2p.list_submissions(
            tenant_id=call.tenant_id, campaign_id=campaign_id, **call.query
        )

    @route("GET", f"{CAMPAIGN}/checks", SOME, reply=schemas.FindingPage)
    def check_campaign(self, call: Call, campaign_id: str) -> Answer:
        """What carriers would object to, before it is submitted."""
        return self.a2p.check_campaign(
            tenant_id=call.tenant_id, campaign_id=campaign_id, **call.query
        )

    @route(
        "POST",
        f"{CAMPAIGN}/checks",
        FINDINGS,
        area="Campaigns",
        request=schemas.CampaignChanges,
    )
    def check_changes(self, call: Call, campaign_id: str) -> Answer:
        """What would be found, were these changes saved; for a page that asks while one types."""
        return self.a2p.check_changes(
            tenant_id=call.tenant_id, campaign_id=campaign_id, changes=call.body, **call.query
        )

    @route(
        "GET",
        f"{CAMPAIGN}/diff",
        SOME,
        reply=schemas.DifferencePage,
        may_answer=frozenset({409, 502}),
    )
    def diff_campaign(self, call: Call, campaign_id: str) -> Answer:
        """What we hold beside what Twilio holds, where they differ."""
        return self.a2p.diff_campaign(
            tenant_id=call.tenant_id, campaign_id=campaign_id, **call.query
        )

    @route(
        "GET", f"{CAMPAIGN}/costs", roles=ADMINS, area="Campaigns", reply=schemas.SubmissionCosts
    )
    def get_submission_costs(self, call: Call, campaign_id: str) -> Answer:
        """What the next submission costs, and what of it cannot be undone."""
        return self.a2p.get_submission_costs(tenant_id=call.tenant_id, campaign_id=campaign_id)

    @route("GET", "/api/admin/a2p/use-cases", SOME, reply=schemas.UseCasePage)
    def list_use_cases(self, call: Call) -> Answer:
        """What campaigns may be for, as far as this brand is allowed."""
        return self.a2p.list_use_cases(tenant_id=call.tenant_id, **call.query)

    @route("GET", "/api/admin/a2p/drift", SOME, reply=schemas.DriftPage)
    def list_drift(self, call: Call) -> Answer:
        """In what Twilio differs from us, as the last nightly comparison found."""
        return self.a2p.list_drift(tenant_id=call.tenant_id, **call.query)


class RegistrationRoutes:
    a2p = neighbour("a2p")
    phone = neighbour("phone")

    @route(
        "GET",
        "/api/admin/a2p/form",
        roles=ADMINS,
        area="Registration",
        reply=schemas.RegistrationForm,
    )
    def get_registration_form(self, call: Call) -> Answer:
        """Each field's limits and choices, who must fill it in, and what registering costs."""
        return self.a2p.get_registration_form(tenant_id=call.tenant_id)

    @route(
        "GET",
        "/api/admin/a2p/timeline",
        roles=ADMINS,
        area="Registration",
        query=schemas.TimelineQuery,
        reply=schemas.RegistrationTimeline,
        may_answer=frozenset({404}),
    )
    def get_timeline(self, call: Call) -> Answer:
        """From the business to a line that may send: how far, who moves next, how long it takes."""
        told = self.a2p.get_registration_timeline(tenant_id=call.tenant_id, **call.query)
        asked = {"phone": self.phone.get_config}
        answers = views.ask(asked, timeout=views.PART_SECONDS, tenant_id=call.tenant_id)
        return timeline.completed(told, answers["phone"])
