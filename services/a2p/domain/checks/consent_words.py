"""How people write about consent: patterns wide enough for many wordings, sentence by sentence."""

import re

from services.a2p.domain.text import any_of

AGREEMENT = re.compile(
    r"\b(?:agree\w*|consent\w*|opt(?:s|ed|ing)?[\s-]?in\w*|opt(?:s|ed|ing)? to (?:get|receive)|"
    r"sign(?:s|ed|ing)?[\s-]?(?:up|me up)|subscrib\w+|authori[sz]\w+|permission|enrol\w*|"
    r"(?:check|tick|select|mark)(?:s|ed|ing)? (?:the|a|an|our|off|this|"
    r"that)\b[^.]{0,40}\b(?:check)?box|"
    r"checkbox\w*|says? yes|repl(?:y|ies|ied|ying)\s+(?:with\s+)?[\"“']?(?:yes|y|start))\b",
    re.IGNORECASE,
)
TEXTS = any_of(
    r"texts?", "texted", "texting", "sms", "mms", "txts?", r"text[\s-]messag\w+", r"msgs?",
    r"(?:mobile|phone) messag\w+",
)  # fmt: skip
METHOD = any_of(
    r"web\s?(?:site|page|form)s?", r"online", r"(?:booking|contact|intake|check-?in|sign-?up|"
                                              r"signup|"
    r"registration|order|quote|appointment|patient|client|customer|enrol\w+|request|web|lead|paper|"
    r"opt-?in|consent|scheduling|reservation)[\s-](?:form|page|sheet|card|portal|process|"
    r"agreement|flow)s?",
    r"forms?", r"paper\w*", r"in[\s-]?(?:person|store|shop|office|salon|clinic)", r"verbal\w*",
    r"over the phone", r"by phone", r"on the phone", r"phone calls?", r"when (?:they|customers|"
                                                                      r"clients) call",
    r"oral\w*", r"front desk", r"reception\w*", r"counter", r"check-?out", r"checkout", r"register",
    r"kiosk", r"tablet", r"qr[\s-]codes?", r"app", r"portal", r"point of sale", r"pos", r"keyword",
    r"invoice", r"contract", r"(?:work|service) order", r"card", r"flyers?", r"sign(?:s|age)?",
    r"widget", r"chat", r"landing page", r"e-?mail", r"tablets?", r"clipboard", r"estimate",
    r"sign(?:s|ed|ing) up at",
)  # fmt: skip
TEXT_TO_JOIN = re.compile(
    r"\b(?:[Tt]ext(?:s|ing)?|TEXT|[Ss]end(?:s|ing)?)\s+(?:us\s+)?(?:the\s+)?(?:word\s+|keyword\s+)?"
    r"[\"“'‘]?(?!(?:STOP|HELP|END|QUIT|CANCEL|UNSUBSCRIBE|STOPALL|INFO|SMS|MMS|YES|US|FAQ|OTP)\b)"
    r"([A-Z][A-Z0-9]{2,})\b[\"”'’]?\s+to\b"
)
FREQUENCY = re.compile(
    r"\bfrequency\b|\brecurring\b|\b(?:msgs?|messages?|texts?|sms)\s*(?:/|per|a|each|every)\s*"
    r"(?:day|week|month|mo|wk|year|appointment|visit|booking|order|service|job|lesson|session)\b"
    r"|\b(?:messages?|msgs?|texts?)\b[^.;]{0,40}\b(?:per|each|every|a|an)\s+(?:day|week|month|mo|"
    r"year|"
    r"appointment|visit|booking|order|service|job|lesson|session|project)\b"
    r"|\b(?:once|twice|one time|\d+x?|one|two|three|four|five|six|eight|ten)\b[^.;]{0,30}\b(?:per|"
    r"a|each|every)\s+"
    r"(?:day|week|month|mo|year|appointment|visit|booking|order|service|job|lesson|session)\b"
    r"|\b(?:daily|weekly|monthly|occasional\w*)\b|\b(?:one|1)[\s-](?:time )?(?:message|msg|text|"
    r"code)\b"
    r"|\bmessages?\s+per\b",
    re.IGNORECASE,
)
RATES = re.compile(
    r"\b(?:rates?|charges?|fees?)\b[^.;]{0,30}\b(?:may|might|could|can|will)?\s*appl(?:y|ies)\b"
    r"|\b(?:data|msg|message|messaging|text|sms|carrier|standard)\s+(?:and\s+data\s+)?(?:rates|"
    r"charges|fees)\b",
    re.IGNORECASE,
)
PRECHECKED = re.compile(
    r"\bpre[\s-]?(?:checked|selected|ticked|filled (?:check)?box)|\b(?:checked|ticked|selected|"
    r"opted[\s-]in|"
    r"enabled|on) by default\b|\b(?:by default|already|automatically)\s+(?:checked|ticked|"
    r"selected)\b"
    r"|\bdefaults? to (?:checked|on|yes)\b",
    re.IGNORECASE,
)
AUTOMATIC = re.compile(
    r"\bauto(?:matically)?[\s-]*(?:opt(?:ed|s)?[\s-]?in|enrol\w*|subscrib\w*|added|signed up|"
    r"consent\w*)\b"
    r"|\b(?:opted in|enrolled|subscribed|signed up|added)\s+automatically\b",
    re.IGNORECASE,
)
FORCED = re.compile(
    r"\b(?:must|required to|have to|need to|obliged to|mandatory to)\s+(?:agree|consent|"
    r"opt[\s-]?in|accept|"
    r"subscribe|sign up)[^.]{0,60}\b(?:to|before|in order)\b[^.]{0,30}\b(?:book|buy|purchase|"
    r"order|schedule|"
    r"complete|check ?out|service|appointment)"
    r"|\bconsent is (?:a )?(?:required|condition|mandatory)",
    re.IGNORECASE,
)
NOT_A_CONDITION = re.compile(
    r"\bnot (?:be )?(?:a |required|necessary|needed)[^.]{0,30}(?:condition|requirement|purchas|"
    r"buy|book|service)"
    r"|\boptional\b|\bnot (?:a )?condition\b|\bvoluntar\w+|\bwithout (?:opting|consenting|agreeing)"
    r"|\b(?:no|without any) (?:purchase|obligation)\b|\bnot (?:be )?required\b",
    re.IGNORECASE,
)
BUNDLED = re.compile(
    r"\b(?:agree|consent|opt[\s-]?in|receive)\b[^.]{0,60}\b(?:e-?mails?|"
    r"calls?)\b[^.]{0,15}\b(?:and|or|,)\s*"
    r"(?:\w+ )?(?:texts?|sms|messages)\b|\b(?:agree|consent|opt[\s-]?in|"
    r"receive)\b[^.]{0,60}\b(?:texts?|sms|messages)"
    r"\b[^.]{0,15}\b(?:and|or|,)\s*(?:\w+ )?(?:e-?mails?|calls)\b",
    re.IGNORECASE,
)
BOUGHT = re.compile(
    r"\b(?:purchas\w+|bought|buy|rent\w*|acquir\w+|scrap\w+|"
    r"third[\s-]party)\s+(?:\w+\s+)?(?:lists?|leads?|"
    r"contacts|numbers|databases?)\b|\b(?:lists?|leads|numbers)\s+(?:\w+\s+)?(?:purchased|bought|"
    r"rented|"
    r"acquired)\b|\blead[\s-]gen(?:eration|erators?)?\b|\blead (?:brokers?|providers?|vendors?)\b",
    re.IGNORECASE,
)
SHARING = re.compile(
    r"\b(?:shar|sell|sold|rent|transfer|disclos|provid)\w*\b[^.]{0,80}\b(?:third[\s-]part\w+|"
    r"affiliates?|"
    r"(?:marketing |business |our )?partners|other (?:companies|businesses))\b",
    re.IGNORECASE,
)
MOBILE = any_of(r"mobile", r"phone numbers?", r"numbers?", r"sms", r"opt[\s-]?in data", r"text\w*",
                 r"personal", r"information", r"data", r"consent")  # fmt: skip
WEB = any_of(
    r"web\s?(?:site|page|form)s?", "online", "landing page", r"(?:booking|contact) (?:form|page)"
)
