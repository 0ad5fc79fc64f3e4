"""The words and patterns by which campaign texts are judged, all against plain lower case."""

from __future__ import annotations

import re

LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}/\S*")
SITE = re.compile(r"https?://\S+|\bwww\.\S+|(?<!@)\b[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\b")
PHONE = re.compile(r"\+?\d?[\s.-]*\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}\b|\[[^\]]*phone[^\]]*\]")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}")
PUBLIC_EMAIL = re.compile(r"@(gmail|yahoo|hotmail|outlook|aol|icloud|live|msn)\.")
SHORTENER = re.compile(
    r"\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|rb\.gy"
    r"|shorturl\.at|tiny\.cc|lnkd\.in|s\.id)/"
)
INSECURE_LINK = re.compile(r"\bhttp://")

RECIPIENT = re.compile(
    r"\b(customer|client|member|subscriber|patient|guest|user|people|person|resident|student"
    r"|employee|donor|volunteer|driver|owner|shopper|tenant|parent|visitor|recipient|applicant"
    r"|buyer|homeowner|consumer|individual|rider|attendee|who)s?\b"
)
STOP = re.compile(r"\bstop\b")
OPT_OUT_CONFIRMED = re.compile(
    r"unsubscribed|opted[ -]out|no (more|further|longer)|(not|won't) (receive|get)|stopped|removed"
)

CONSENT = re.compile(
    r"\b(agree\w*|consent\w*|opt(s|ed|ing)?[ -]?in"
    r"|check(s|ed|ing)?[ -]?(a |the |an )?[\w -]{0,30}box"
    r"|checkbox\w*|sign(s|ed|ing)?[ -]?up|subscrib\w+|permission|texts? (the )?(word|keyword))\b"
)
FREQUENCY = re.compile(
    r"frequency|\b(msgs?|messages?|texts?) ?(/|per|a|each|every) ?(day|week|wk|month|mo|booking"
    r"|visit|appointment|order|request|login|purchase|service)\b|recurring|one message per"
    r"|\b(varies|daily|weekly|monthly)\b"
)
DATA_RATES = re.compile(
    r"(msgs?|messages?|texts?) ?(and|&|\+|/|&amp;) ?data rates?|data (and|&) message rates?"
)
SAYS_TEXT = re.compile(r"\b(sms|texts?|texting|text-message\w*|mms)\b")
KEYWORD_OPT_IN = re.compile(r"keyword|\btext(s|ing)? (the )?(word )?[\"']?(?!messag)\w+[\"']? to\b")
PLACE = re.compile(
    r"\b(in person|in-person|in store|in-store|front desk|counter|our (shop|store|office|salon"
    r"|location|clinic)|paper form|kiosk|verbal\w*|over the phone|by phone|phone call|point of sale"
    r"|at check-?out)\b"
)
PRIVACY = re.compile(r"privacy")
DATA_SHARED = re.compile(
    r"\b(share|shares|shared|sell|sells|sold)\b[^.]{0,60}\b(third[ -]part|affiliate|partner)"
)
NOT_SHARED = re.compile(
    r"\b(not|never|no|won't|don't|isn't|aren't)\b[^.]{0,80}\b(share|sell|sold|third[ -]part)"
)
PRE_CHECKED = re.compile(r"pre-?(checked|ticked|selected)|(?<!un)\bchecked by default")
NOT_PRE_CHECKED = re.compile(
    r"\b(not|never|no|isn't|is n't|aren't|without)\b[^.]{0,25}(pre-?(checked|ticked|selected)"
    r"|checked by default)"
)
LOGIN_PAGE = re.compile(
    r"/(login|signin|sign-in)(?![\w-])|\b(after|requires?) (logging|signing|login)"
)

AFFILIATE = re.compile(r"affiliate|lead[ -]gen|third[ -]party offers?|partner offers?")
CANNABIS = re.compile(r"\b(cannabis|marijuana|cbd|thc|hemp|kratom|dispensary)\b")
PHISHING = re.compile(
    r"\b(you('ve| have)? won|claim your prize|gift card (code|number)|social security"
    r"|confirm your (bank|password|card))\b"
)
HIGH_RISK = re.compile(
    r"\b(casino|gambl\w+|sportsbook|betting|lottery|payday|crypto\w*|bitcoin|forex|get rich"
    r"|work from home|debt (relief|collection|consolidation|reduction))\b"
)
DISALLOWED = re.compile(r"\b(firearm|ammunition|escort service|adult content|porn\w*)s?\b")
ADULT_GOODS = re.compile(
    r"\b(alcohol\w*|beer|wine|liquor|tobacco|vap(e|es|ing)|cigar(s|ette\w*)?)\b"
)
AGE = re.compile(r"\b(18|21)\b|age (gate|verif|check)|years? old|date of birth")
# A realtor's client waits for a mortgage approval; that is not lending.
LENDING = re.compile(
    r"\b(loan(?! modification)|lend|lender|lending|cash advance|line of credit"
    r"|mortgage(?! (pre-?)?approv| modification| contingenc| clause| statement| compan))s?\b"
)

PROMOTION = re.compile(
    r"% off|\$\d+ off|\b(sale|discount|promo\w*|coupon|special offer|deal|flash)s?\b"
)
# Use cases narrow enough that the words must show it; the broad ones fit any text.
EXPECTED_WORDS = {
    "MARKETING": re.compile(
        r"% off|\$\d+ off|\b(offer|promo\w*|discount|sale|deal|reward|point|special|coupon|loyalty"
        r"|market\w*|news|save|event|free|new|savings)s?\b"
    ),
    "2FA": re.compile(r"\b(code|verif\w+|passcode|password|otp|log[ -]?in|authenticat\w+)s?\b"),
    "DELIVERY_NOTIFICATION": re.compile(
        r"\b(deliver\w*|shipp\w+|on the way|en route|arriv\w+|dispatch\w*|package|order)s?\b"
    ),
    "FRAUD_ALERT": re.compile(r"\b(fraud\w*|suspicious|unusual|unrecogni[sz]ed)\b"),
    "SECURITY_ALERT": re.compile(r"\b(security|breach|compromis\w+|unusual|alert)s?\b"),
    "POLLING_VOTING": re.compile(r"\b(survey|poll|vote|voting|feedback|rate)s?\b"),
}
# Twilio itself answers these, so that people can come back after STOP.
RETURN_KEYWORDS = frozenset({"start", "unstop", "yes"})
SERVICE_ONLY = ("2FA", "ACCOUNT_NOTIFICATION", "DELIVERY_NOTIFICATION", "FRAUD_ALERT")
