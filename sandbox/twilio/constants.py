"""Names that both sides must agree on: credentials, seeded SIDs, durations and prices."""

from __future__ import annotations

SANDBOX_ACCOUNT_SID = "AC5a4db0c55a4db0c55a4db0c55a4db0c5"
SANDBOX_AUTH_TOKEN = "sandbox-auth-token-not-a-secret"  # noqa: S105 - guards nothing real
SANDBOX_PRIMARY_PROFILE_SID = "BU5a4db0c50000000000000000000000aa"
PLATFORM_NAME = "ServicePro"

# The first tenant's live set-up, there before any test or demo begins.
CLEAN_MACHINE_PHONE_NUMBER = "+15125550100"
CLEAN_MACHINE_NUMBER_SID = "PN5a4db0c50000000000000000000000cc"
CLEAN_MACHINE_SERVICE_SID = "MG5a4db0c50000000000000000000000cc"
CLEAN_MACHINE_SERVICE_NAME = "Clean Machine live"

# Twilio gives every campaign of every account this same SID.
CAMPAIGN_SID = "QE2c6890da8086d771620e9b13fadeba0b"

PRIMARY_PROFILE_POLICY = "RN6433641899984f951173ef1738c3bdd0"
SECONDARY_PROFILE_POLICY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
A2P_TRUST_PRODUCT_POLICY = "RNb0d4771c2c98518d916a3d4cd70a8f8b"
STARTER_PROFILE_POLICY = "RN806dd6cd175f314e1f96a9727ee271f4"
SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY = "RN670d5d2e282a6130ae063b234b6019c8"

# Durations of reviews, in virtual seconds counted from the submission.
PROFILE_IN_REVIEW_SECONDS = 20
PROFILE_DECIDED_SECONDS = 60
BRAND_IN_REVIEW_SECONDS = 60
BRAND_DECIDED_SECONDS = 180
IDENTITY_VERIFIED_SECONDS = 120  # after approval: the sole proprietor answers the code
CAMPAIGN_INTAKE_SECONDS = 2  # what a machine refuses without a reviewer
CAMPAIGN_PENDING_SECONDS = 30
CAMPAIGN_REVIEW_SECONDS = 600
NUMBER_REGISTERED_SECONDS = 300  # after its campaign was verified and it joined the pool
NUMBER_DEREGISTERED_SECONDS = 60

# A message, in virtual seconds counted from its creation.
MESSAGE_QUEUED_SECONDS = 1
MESSAGE_SENT_SECONDS = 2
MESSAGE_DELIVERED_SECONDS = 5

# Virtual seconds between the tries of a report that is not taken.
CALLBACK_RETRY_SECONDS = (5, 15, 60)
EVENT_RETRY_SECONDS = (10, 30, 90, 270, 810, 2430, 7290)  # three hours in all

# Prices in cents.
LOW_VOLUME_BRAND_FEE = 450
STANDARD_BRAND_FEE = 4600
CAMPAIGN_VETTING_FEE = 1500
NUMBER_MONTHLY_FEE = 115

FREE_BRAND_UPDATES = 3
