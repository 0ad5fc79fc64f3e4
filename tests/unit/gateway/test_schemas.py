"""The HTTP shapes are the pinned ones, field by field."""

from datetime import UTC, datetime

import pytest
from marshmallow import EXCLUDE, ValidationError, fields

from contracts import a2p
from contracts.enums import MissingPiece, StepState, WizardStep
from services.gateway import schemas

BUSINESS_PROFILE = (
    "brandType legalName businessType industry registrationIdentifier regionsOfOperation websiteUrl"
    " socialMediaUrls companyType stockExchange stockTicker brandContactEmail address"
    " representative mobilePhone vertical"
)
TRANSACTION = "id type points reason description createdAt balanceAfter"
LOYALTY_SETTINGS = "minCartTotal requireCoreService guardrailMessage pointValue"
PRICED = "date time items subtotal discount pointsUsed total loyalty"
PINNED = {
    "BusinessProfile": f"{BUSINESS_PROFILE} registrationNumberLast4 brandStatus brandScore"
    " brandErrors brandSubmissionsLeft",
    "BusinessProfileInput": f"{BUSINESS_PROFILE} registrationNumber",
    "BusinessProfile.address": "street street2 city region postalCode country",
    "BusinessProfile.representative": "firstName lastName email phone title jobPosition",
    "BusinessProfile.brandErrors": "code field message fix",
    "Campaign": "id name useCase description messageFlow sampleMessages hasEmbeddedLinks"
    " hasEmbeddedPhone ageGated directLending subscriberOptIn optInKeywords optInMessage"
    " optOutKeywords optOutMessage helpKeywords helpMessage privacyPolicyUrl termsAndConditionsUrl"
    " isPrimary status stage twilioBrandSid twilioCampaignSid messagingServiceSid trusthubStatus"
    " trusthubLastCheckedAt trusthubLastError rejectionReasons submittedAt approvedAt rejectedAt"
    " createdAt updatedAt",
    "Campaign.rejectionReasons": "code field message fix canResubmit",
    "CampaignPage": "items page pageSize total",
    "SubmissionPage": "items page pageSize total",
    "SubmissionPage.items": "attempt submittedAt outcome finishedAt rejectionReasons content",
    "FindingPage": "items page pageSize total",
    "FindingPage.items": "ruleId severity field message suggestion suggestedValue twilioCodes",
    "PhoneConfig": "provisioningMode primaryNumber numbers messagingServiceSid routing",
    "PhoneConfig.primaryNumber": "id phoneNumber protected registrationStatus capabilities canSend"
    " cannotSendReason",
    "PhoneConfig.routing": "mode forwardTo greeting",
    "NumberAssignment": "phoneNumber twilioSid",
    "ProvisioningChange": "mode",
    "WizardStatus": "hasPhoneConfig hasPhoneNumber phoneNumber hasMessagingService"
    " messagingServiceSid a2pStatus a2pLastError a2pHint missingPieces routing provisioning"
    " steps step2 unavailable",
    "WizardStatus.routing": "mode summary",
    "WizardStatus.provisioning": "mode message",
    "WizardStatus.steps": "id title state",
    "WizardStatus.step2": "state",
    "DifferencePage.items": "field ours twilio",
    "RoutingInput": "mode forwardTo greeting",
    "Routing": "mode forwardTo greeting",
    "IvrMenuInput": "greeting options fallback",
    "IvrMenuInput.options": "digit label action forwardTo message",
    "IvrMenu": "greeting options fallback",
    "IvrMenu.options": "digit label action forwardTo message",
    "NumberSearch": "areaCode contains page pageSize",
    "AvailableNumberPage": "items page pageSize total",
    "AvailableNumberPage.items": "phoneNumber locality region capabilities monthlyPrice",
    "NumberWish": "phoneNumber areaCode",
    "TestMessage": "to",
    "MessagePage": "items page pageSize total",
    "VoicemailPage": "items page pageSize total",
    "Rewards": "pointsBalance approximateValue pointValue minCartTotal requireCoreService"
    " guardrailMessage recentTransactions",
    "Rewards.recentTransactions": TRANSACTION,
    "TransactionPage": "items page pageSize total",
    "TransactionPage.items": TRANSACTION,
    "LoyaltySummary": "totalCustomersWithPoints totalPointsOutstanding totalPointsRedeemed"
    " totalPointsEarned totalPointsAdjusted top5CustomersByPoints pointsEarnedLast30Days"
    " pointsRedeemedLast30Days outstandingLiability asOf",
    "LoyaltySummary.top5CustomersByPoints": "customerId name points",
    "Timeseries": "items page pageSize total",
    "Timeseries.items": "date earned redeemed",
    "LoyaltySettings": LOYALTY_SETTINGS,
    "LoyaltySettingsInput": LOYALTY_SETTINGS,
    "Adjustment": "customerId points reason",
    "PortRecovery": "points",
    "PortRecoveryRun": "id state credited alreadyCredited pending",
    "ServicePage": "items page pageSize total",
    "ServicePage.items": "id name price durationMinutes isCore",
    "NewBooking": "services date time loyalty",
    "NewBooking.services": "serviceId quantity",
    "NewBooking.loyalty": "usePoints pointsRequested",
    "QuoteRequest": "services date time loyalty",
    "Booking": f"id status {PRICED}",
    "BookingPage": "items page pageSize total",
    "Quote": PRICED,
    "RedemptionRefusal": "error code requestId reasonCode message fix",
    "Credentials": "email password",
    "Token": "accessToken tokenType expiresIn",
    "SignedIn": "user csrfToken",
    "Me": "user csrfToken",
    "Me.user": "id email name role tenantId tenantName timeZone",
    "Error": "error code requestId fields",
    "PageQuery": "page pageSize",
}


def shape_of(path):
    name, _, member = path.partition(".")
    schema = getattr(schemas, name)()
    if member:
        field = next(f for f in schema.fields.values() if f.data_key == member)
        while isinstance(field, fields.List):
            field = field.inner
        schema = field.schema
    return type(schema)


def keys(shape):
    return {field.data_key for field in shape().fields.values()}


@pytest.mark.parametrize("path", PINNED)
def test_a_shape_has_the_pinned_fields_and_a_caller_may_send_no_others(path):
    shape, pinned = shape_of(path), set(PINNED[path].split())
    # What services tell may grow without a word here; what callers send may not.
    assert keys(shape) >= pinned
    assert keys(shape) == pinned or shape.Meta.unknown == EXCLUDE


def test_a_writable_campaign_field_is_one_a_reader_sees():
    writable = keys(schemas.CampaignChanges)
    assert writable == keys(schemas.NewCampaign) < keys(schemas.Campaign)


def test_nested_names_are_camel_case_both_ways():
    loaded = schemas.BusinessProfileInput().load({"address": {"postalCode": "78701"}})
    assert loaded["address"]["postal_code"] == "78701"
    dumped = schemas.BusinessProfile().dump({"address": {"postal_code": "78701"}})
    assert dumped["address"] == {"postalCode": "78701"}


@pytest.mark.parametrize(
    "body", [{"tenantId": "x"}, {"tenant_id": "x"}, {"idempotencyKey": "k"}, {"use_case": "MIXED"}]
)
def test_what_no_body_may_say_is_an_unknown_field(body):
    with pytest.raises(ValidationError) as refused:
        schemas.NewCampaign().load({"name": "News", **body})
    assert refused.value.messages == dict.fromkeys(body, ["Unknown field."])


def test_a_field_of_a_nested_object_is_refused_by_name():
    with pytest.raises(ValidationError) as refused:
        schemas.BusinessProfileInput().load({"address": {"zip": "78701"}})
    assert refused.value.messages == {"address": {"zip": ["Unknown field."]}}


def test_a_change_names_only_what_changes():
    assert schemas.CampaignChanges().load({"useCase": "MIXED"}) == {"use_case": "MIXED"}


def test_no_shape_counts_cents():
    shapes = [value for value in vars(schemas).values() if isinstance(value, type)]
    names = [
        name for shape in shapes if issubclass(shape, schemas.CamelCase) for name in keys(shape)
    ]
    assert not [name for name in names if "cents" in name.lower()]


def test_a_customer_speaks_for_itself_only():
    body = {"services": [], "date": "2026-01-02", "time": "09:30", "customerId": "x"}
    for shape in (schemas.NewBooking, schemas.QuoteRequest):
        with pytest.raises(ValidationError, match="customerId"):
            shape().load(body)


def test_times_are_written_with_z():
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert schemas.Campaign().dump({"created_at": at}) == {"createdAt": "2026-01-02T03:04:05Z"}


def test_the_content_of_a_submission_has_camel_case_names():
    page = {"items": [{"content": {"use_case": "MIXED", "message_flow": "x"}}]}
    dumped = schemas.SubmissionPage().dump(page)
    assert dumped["items"][0]["content"] == {"useCase": "MIXED", "messageFlow": "x"}


def test_the_contracts_themselves_stay_snake_case():
    assert a2p.CampaignReply().fields["use_case"].data_key is None


def test_the_wizard_knows_the_pinned_words():
    assert [step.value for step in WizardStep] == ["BUSINESS_PROFILE", "PHONE_AND_SMS", "LOYALTY"]
    assert {state.value for state in StepState} == {"COMPLETE", "PARTIAL", "NOT_STARTED", "UNKNOWN"}
    assert [piece.value for piece in MissingPiece] == [
        "PHONE_NUMBER",
        "MESSAGING_SERVICE",
        "A2P_APPROVAL",
    ]
