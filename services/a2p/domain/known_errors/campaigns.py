"""Campaigns: what the reviewers of carriers and registry report about the content."""

from services.a2p.domain.known_errors.entry import About, Named, Subject

_P = "businessProfile."
_FLOW, _SAMPLES = "messageFlow", "sampleMessages"
_NOT_FOR_THIS_CHANNEL = (
    "Resubmitting does not help. Contact support if this is a misunderstanding; we can appeal."
)
_on = About(Subject.CAMPAIGN)

ENTRIES = (
    _on.support(
        30880,
        "The campaign was rejected without a stated reason.",
        "Contact support: we ask Twilio for the reason.",
    ),
    _on.tenant(
        30881,
        _FLOW,
        "A contact e-mail address was not accepted; reviewers want none of free mail.",
        "Give an address on your own domain wherever your texts name one. The help message and the "
        "business profile are fixed by now; contact support if the address stands there.",
    ),
    _on.support(
        30882,
        "The terms and conditions were not accepted; they seem to cover other companies’ offers.",
        "Remove other companies’ promotions and give the link to your terms; then contact support.",
        field="termsAndConditionsUrl",
        when_named=Named(
            "TERMS_AND_CONDITIONS_URL",
            "The page with your terms and conditions was not found or not accepted.",
            "Give the full https address of a page with your own terms, without other companies’ "
            "offers on it, and resubmit.",
        ),
    ),
    _on.support(
        30883,
        "Carriers do not accept messages about cannabis, alcohol, firearms and the like here.",
        _NOT_FOR_THIS_CHANNEL,
    ),
    _on.support(
        30884,
        "The campaign was taken for spam or phishing.",
        _NOT_FOR_THIS_CHANNEL,
    ),
    _on.support(
        30885,
        "The campaign was taken for a high risk of fraud.",
        _NOT_FOR_THIS_CHANNEL,
    ),
    _on.tenant(
        30886,
        "description",
        "The campaign description is vague or does not fit the use case.",
        "Say who sends (your registered name), to whom, and what for, in line with the use case.",
    ),
    _on.tenant(
        30887,
        "optOutMessage",
        "It is not clear how customers stop the messages.",
        "Write “Reply STOP to opt out” in the samples and in the opt-in description. The automatic "
        "reply itself is fixed; contact support to change it.",
    ),
    _on.tenant(
        30888,
        "ageGated",
        "The content is for adults, but no age gate was found.",
        "Add an age check to your opt-in and describe it, or remove the content or the flag.",
    ),
    _on.tenant(
        30889,
        "hasEmbeddedPhone",
        "The campaign declares phone numbers, but no sample message shows one.",
        "Show the number in a sample, or declare that there are none.",
    ),
    _on.tenant(
        30890,
        "helpMessage",
        "The reply to HELP does not say how to reach you.",
        "Name your business with a phone number or e-mail address in the opt-in description too. "
        "The automatic reply itself is fixed; contact support to change it.",
    ),
    _on.tenant(
        30891,
        _FLOW,
        "The website did not work, or the opt-in was not found on it.",
        "Give a link that opens for everyone, or a link to a screenshot of the form.",
    ),
    _on.tenant(
        30892,
        _SAMPLES,
        "A sample message has a shortened or insecure link.",
        "Use full https links on your own domain.",
    ),
    _on.tenant(
        30893,
        _SAMPLES,
        "The sample messages do not fit the use case.",
        "Rewrite them as real messages, with your name, variables in brackets and STOP.",
    ),
    _on.tenant(
        30894,
        "description",
        "The campaign names another business than the one that is registered.",
        "Use your own business name throughout, not that of a platform or partner.",
    ),
    _on.tenant(
        30895,
        "directLending",
        "The campaign is about lending, but does not declare it.",
        "Declare direct lending and say so in the description, or take the mention out.",
    ),
    _on.tenant(
        30896,
        _FLOW,
        "The description of how customers opt in is not sufficient.",
        "Describe every way they agree, with links, the wording of the consent and what they read.",
    ),
    _on.support(
        30897,
        "Carriers do not accept messages of this category.",
        _NOT_FOR_THIS_CHANNEL,
    ),
    _on.support(
        30899,
        "A carrier rejected the campaign.",
        "Contact support: we ask for the reason.",
    ),
    _on.tenant(
        30900,
        "useCase",
        "This use case is not open to your business, or its e-mail check is not finished.",
        "Choose another use case, or finish the check sent to your contact e-mail address.",
    ),
    _on.wait(
        30901,
        "The review ran out of time.",
        "There is nothing to change. Submit the campaign again.",
    ),
    _on.support(
        30902,
        "The messaging network rejected the campaign.",
        "Contact support: we ask for the reason.",
    ),
    _on.support(
        30904,
        "The campaign was registered elsewhere and not shared with us.",
        "Contact support: the other provider has to share it.",
    ),
    _on.wait(
        30905,
        "The campaign was registered elsewhere and is waiting to be taken over.",
        "Wait for the takeover to finish.",
        can_resubmit=False,
    ),
    _on.support(
        30906,
        "The takeover of a campaign from elsewhere was refused.",
        "Contact support: we take it up with Twilio.",
    ),
    _on.tenant(
        30907,
        f"{_P}websiteUrl",
        "The website does not match the registered business.",
        "Show the registered name on the website, and use the same name in the campaign.",
    ),
    _on.tenant(
        30908,
        "privacyPolicyUrl",
        "The privacy policy is missing, or allows sharing mobile numbers.",
        "State in the policy that mobile numbers are not shared for marketing, and link it.",
    ),
    _on.tenant(
        30909,
        _FLOW,
        "The reviewers could not verify how customers opt in.",
        "Give the exact link, a screenshot, or the words spoken when customers agree.",
    ),
    _on.tenant(
        30917,
        _FLOW,
        "Not all ways to opt in are described.",
        "Describe each: website, paper, phone, keyword.",
    ),
    _on.tenant(
        30919,
        f"{_P}websiteUrl",
        "The website says too little about the business.",
        "Add what you do, how to reach you, and a word on your text messages.",
    ),
    _on.tenant(
        30921,
        _FLOW,
        "The opt-in page cannot be seen without signing in.",
        "Link a public page, or screenshots of the form.",
    ),
    _on.tenant(
        30924,
        _FLOW,
        "The words with which customers consent are missing or incomplete.",
        "Quote them: your name, text messages, frequency, rates, STOP and HELP.",
    ),
    _on.tenant(
        30925,
        _FLOW,
        "The consent box is checked in advance.",
        "Leave the box unchecked on the form, and say so in the opt-in description.",
    ),
    _on.tenant(
        30933,
        "privacyPolicyUrl",
        "The link to the privacy policy is missing.",
        "Enter its full https address.",
    ),
    _on.tenant(
        30934,
        "termsAndConditionsUrl",
        "The link to the terms and conditions is missing.",
        "Enter its full https address.",
    ),
    _on.tenant(
        30537,
        "useCase",
        "The use case does not fit what the business does.",
        "Choose the use case that your description and samples show.",
    ),
    _on.tenant(
        30538,
        _SAMPLES,
        "A kind of message has no sample.",
        "Add a sample for each kind of message that the description mentions.",
    ),
    _on.tenant(
        30540,
        "optInMessage",
        "The message that confirms a sign-up is missing.",
        "Describe the confirmation that customers get after joining, and show it as a sample.",
    ),
    _on.tenant(
        30543,
        _FLOW,
        "A working link to the opt-in form is missing.",
        "Add the full link to the page where customers opt in.",
    ),
    _on.tenant(
        30544,
        "description",
        "The purpose of the messages is not stated.",
        "Say what the messages are for: reminders, confirmations, offers.",
    ),
    _on.tenant(
        30548,
        _FLOW,
        "Consent to donation messages is not asked for separately.",
        "Ask for it with a box of its own.",
    ),
    _on.tenant(
        30551,
        _FLOW,
        "The consent does not say that it is for text messages.",
        "Say “text messages” or “SMS” in the words that customers agree to.",
    ),
    _on.tenant(
        30556,
        _FLOW,
        "Consent to texts is bundled with e-mail or calls.",
        "Ask for consent to texts on its own.",
    ),
    _on.wait(
        21717,
        "Your business is not approved yet, so the campaign has to wait.",
        "There is nothing to change: the campaign goes on by itself once your business is "
        "approved.",
    ),
    _on.tenant(
        21719,
        "useCase",
        "The use case was not accepted.",
        "Choose one of those offered for your registration.",
    ),
    _on.tenant(
        21720,
        "useCase",
        "The use case is not open to your business.",
        "Choose one of those offered for your registration.",
    ),
    _on.tenant(
        21727,
        None,
        "A required part of the campaign is missing.",
        "Complete the fields that the checks name.",
    ),
    _on.tenant(
        21728,
        None,
        "A part of the campaign is too short or too long.",
        "Bring the fields that the checks name within their limits.",
    ),
    _on.support(
        21729,
        "The campaign is suspended.",
        "Contact support to have it reinstated.",
    ),
    _on.wait(
        21730,
        "Registration is closed for maintenance.",
        "There is nothing to change. Try again in an hour.",
    ),
    _on.support(
        21732,
        "A sole proprietor can have one campaign only.",
        "Change the existing campaign, or contact support to register as a company.",
    ),
)
