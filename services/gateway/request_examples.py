"""One example of each request body, by the name of its shape; shown in the OpenAPI document."""

from __future__ import annotations

from typing import Any

CALL_SID = "CA" + "0123456789abcdef" * 2
MESSAGE_SID = "SM" + "0123456789abcdef" * 2
NUMBER_SID = "PN" + "0123456789abcdef" * 2
RECORDING_SID = "RE" + "0123456789abcdef" * 2
SERVICE_ID = "7f9c2ba4-e88f-427d-8f0c-2d3a5b6c7d8e"
CUSTOMER_ID = "0b8f6f0e-5d2a-4c8e-9b1f-6a7d8c9e0f1a"

SITE = "https://shinestudio.com"
CAMPAIGN: dict[str, Any] = {
    "name": "Appointment texts",
    "useCase": "CUSTOMER_CARE",
    "description": "Shine Studio LLC sends appointment confirmations and reminders to customers"
    " who asked for them when they booked a detailing service.",
    "messageFlow": f"Customers opt in at {SITE}/book: an unchecked box below the form says I agree"
    " to receive text messages from Shine Studio about my appointments. Up to 4 messages a month."
    " Message and data rates may apply. Reply STOP to opt out, HELP for help. Consent is not a"
    f" condition of purchase. Privacy policy: {SITE}/privacy. Terms: {SITE}/terms.",
    "sampleMessages": [
        "Shine Studio: Hi [name], your detailing is confirmed for [date], [time]. Reply STOP to"
        " opt out.",
        "Shine Studio: See you tomorrow at [time]. Reply HELP for help or STOP to opt out.",
    ],
    "privacyPolicyUrl": f"{SITE}/privacy",
    "termsAndConditionsUrl": f"{SITE}/terms",
}
BUSINESS_PROFILE: dict[str, Any] = {
    "brandType": "LOW_VOLUME_STANDARD",
    "legalName": "Shine Studio LLC",
    "businessType": "Limited Liability Corporation",
    "industry": "AUTOMOTIVE",
    "registrationNumber": "84-1234567",
    "websiteUrl": SITE,
    "companyType": "private",
    "address": {
        "street": "12 Elm Street",
        "city": "Austin",
        "region": "TX",
        "postalCode": "78701",
    },
    "representative": {
        "firstName": "Dana",
        "lastName": "Reyes",
        "email": "dana@shinestudio.com",
        "phone": "+15125550123",
        "title": "Owner",
        "jobPosition": "CEO",
    },
}
MENU: dict[str, Any] = {
    "greeting": "Thank you for calling Shine Studio. Press 1 to reach us, 2 to leave a message.",
    "options": [
        {"digit": "1", "label": "Reach us", "action": "FORWARD", "forwardTo": "+15125550123"},
        {"digit": "2", "label": "Leave a message", "action": "VOICEMAIL"},
    ],
    "fallback": "VOICEMAIL",
}
BOOKING: dict[str, Any] = {
    "services": [{"serviceId": SERVICE_ID, "quantity": 1}],
    "date": "2027-03-01",
    "time": "10:00",
    "loyalty": {"usePoints": True, "pointsRequested": 200},
}

JSON_BODIES: dict[str, dict[str, Any]] = {
    "Adjustment": {"customerId": CUSTOMER_ID, "points": 100, "reason": "A late start last week"},
    "BusinessProfileInput": BUSINESS_PROFILE,
    "CampaignChanges": {"description": CAMPAIGN["description"]},
    "Credentials": {"email": "owner@shine.test", "password": "demo-password"},
    "IvrMenuInput": MENU,
    "LoyaltySettingsInput": {
        "minCartTotal": 50.0,
        "requireCoreService": True,
        "guardrailMessage": None,
        "pointValue": 0.1,
    },
    "MenuWalkInput": {"menu": MENU, "digits": ["1"]},
    "NewBooking": BOOKING,
    "NewCampaign": CAMPAIGN,
    "NumberAssignment": {"phoneNumber": "+15125550123", "twilioSid": NUMBER_SID},
    "NumberWish": {"areaCode": "512"},
    "PortRecovery": {"points": 500},
    "ProvisioningChange": {"mode": "SELF_SERVICE"},
    "QuoteRequest": BOOKING,
    "RoutingInput": {"mode": "FORWARD", "forwardTo": "+15125550123"},
    "TestMessage": {"to": "+15125550123"},
    "VoicemailMark": {"isHeard": True},
}
FORMS: dict[str, dict[str, Any]] = {
    "DeliveryReport": {"MessageSid": MESSAGE_SID, "MessageStatus": "delivered"},
    "IncomingCall": {"CallSid": CALL_SID, "From": "+15125550199"},
    "IncomingMessage": {
        "MessageSid": MESSAGE_SID,
        "From": "+15125550199",
        "To": "+15125550123",
        "Body": "Can I come at ten?",
    },
    "PressedKey": {"From": "+15125550199", "Digits": "1"},
    "Recording": {
        "CallSid": CALL_SID,
        "RecordingSid": RECORDING_SID,
        "RecordingDuration": 12,
        "From": "+15125550199",
    },
}
EXAMPLES: dict[str, dict[str, Any]] = JSON_BODIES | FORMS
