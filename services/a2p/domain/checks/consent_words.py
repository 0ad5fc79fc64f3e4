"""How people write about consent: patterns wide enough for many wordings, sentence by sentence."""

import re

from services.a2p.domain.wordings import any_of

_OCCASION = (
    r"(?:day|week|wk|month|mo|quarter|year|yr|appointment|visit|booking|order|service|job|lesson|"
    r"session|project|login|sign-?in|request|groom|clean(?:ing)?|event)s?"
)
_MESSAGES = r"(?:msgs?|messages?|texts?|txts?|sms|alerts?|reminders?|codes?|notifications?)"
_COUNT = r"(?:once|twice|\d+x?|one|two|three|four|five|six|seven|eight|nine|ten|a few|several)"

AGREEMENT = any_of(
    r"agree\w*",
    r"consent\w*",
    r"opt(?:s|ed|ing)?[\s-]?in\w*",
    r"opt(?:s|ed|ing)? to (?:get|receive)",
    r"sign(?:s|ed|ing)?[\s-]?(?:me )?up",
    r"subscrib\w+",
    r"authori[sz]\w+",
    r"permission",
    r"enrol\w*",
    r"(?:check|tick|select|mark)(?:s|ed|ing)? (?:the|a|an|our|off|this|that|two|both|each|"
    r"separate|empty|unchecked) [^.]{0,40}\b(?:check)?box(?:es)?",
    r"checkbox\w*",
    r"says? yes",
    r"repl(?:y|ies|ied|ying) (?:with )?[\"“']?(?:yes|y|start)",
)
# Speaks of consent without anybody giving it.
NOT_AN_AGREEMENT = any_of(
    r"consent is (?:not|never|optional|voluntary)[^.;]*",
    r"(?:opt[\s-]?in|consent) (?:data|information|records?|status)",
)
TEXTS = any_of(
    "text(?:s|ed|ing)?", "sms", "mms", "txts?", "msgs?", r"text[\s-]?messag\w+",
    r"(?:mobile|phone) messag\w+",
)  # fmt: skip
METHOD = any_of(
    r"web\s?(?:site|page|form)s?", "online", "forms?", r"paper\w*", "clipboard", "cards?",
    r"in[\s-]?(?:person|store|shop|office|salon|clinic)", "front desk", r"reception\w*", "counter",
    "check-?out", "check-?in", "register", "point of sale", "pos", "kiosk", "tablets?",
    r"verbal\w*", r"oral\w*", "(?:over|by|on) (?:the )?phone", "phone calls?",
    r"when (?:they|customers|clients|patients|\w+ \w+) calls?", r"qr[\s-]codes?", "keyword", "app",
    "portal", "widget", "chat", "landing page", "(?:booking|contact|sign-?up) page", "invoice",
    "contract", "estimate", "(?:work|service|repair) (?:order|agreement)", "agreement", "flyers?",
    "signs?", "signage", "posters?", "account", "e-?mail",
)  # fmt: skip
WEB = any_of(
    r"web\s?(?:site|page|form)s?", "online", "landing page", r"(?:booking|contact) (?:form|page)"
)
# Only capitals make a keyword, and "text STOP to" is the way out, not in.
TEXT_TO_JOIN = re.compile(
    r"\b(?:[Tt]ext(?:s|ing)?|TEXT|[Ss]end(?:s|ing)?)\s+(?:us\s+)?(?:the\s+)?(?:(?:key)?word\s+)?"
    r"[\"“'‘]?(?!(?:STOP|HELP|END|QUIT|CANCEL|UNSUBSCRIBE|STOPALL|INFO|SMS|MMS|YES|US|FAQ|OTP)\b)"
    r"([A-Z][A-Z0-9]{2,})\b[\"”'’]?\s+to\b"
)
FREQUENCY = any_of(
    r"(?:message|msg|text|messaging) frequency",
    r"freq(?:uency)?",
    rf"{_MESSAGES}[^.;]{{0,30}} var(?:y|ies)",
    r"recurring",
    r"(?:daily|weekly|monthly|occasional(?:ly)?)",
    rf"{_MESSAGES} ?(?:/|per|a|each|every) ?{_OCCASION}",
    rf"{_MESSAGES}[^.;]{{0,40}} (?:per|a|an|each|every) {_OCCASION}",
    rf"{_COUNT}[^.;]{{0,30}}(?: (?:per|a|an|each|every) | ?/ ?){_OCCASION}",
    rf"(?:one|1|a single)(?:[\s-]time)? {_MESSAGES}",
    rf"{_MESSAGES} per",
    rf"(?:number|amount|volume) of {_MESSAGES}",
)
RATES = any_of(
    r"(?:rates?|charges?|fees?|costs?)[^.;]{0,30} appl(?:y|ies)",
    r"(?:data|msg|message|messaging|text|sms|carrier|standard) (?:and data )?(?:rates|charges|"
    r"fees)",
)
PRECHECKED = any_of(
    r"pre[\s-]?(?:checked|selected|ticked)",
    r"(?:checked|ticked|selected|opted[\s-]in|enabled|on) by default",
    r"(?:by default|already|automatically) (?:checked|ticked|selected)",
    r"(?:checked|ticked|selected) (?:already|automatically|in advance)",
    r"defaults? to (?:checked|on|yes)",
)
AUTOMATIC = any_of(
    r"auto(?:matically)?[\s-]*(?:opt(?:ed|s)?[\s-]?in|enrol\w*|subscrib\w*|added|signed up)",
    r"(?:opted in|enrolled|subscribed|signed up|added)(?: to \w+)? automatically",
)
FORCED = any_of(
    r"(?:must|required to|have to|need to|mandatory to) (?:agree|consent|opt[\s-]?in|accept|"
    r"subscribe)"
    r"[^.]{0,60} (?:to|before|in order)[^.]{0,30} (?:book|buy|purchas\w+|order|schedul\w+|complete|"
    r"check ?out|service|appointment)",
    r"consent is (?:a )?(?:required|condition|mandatory)",
)
NOT_A_CONDITION = any_of(
    r"(?:not|never)(?: be)?(?: a| any)? (?:condition|requirement|required|necessary|needed)",
    r"(?:isn|aren|doesn|don)['’]t (?:a )?(?:condition|require\w*|have to|need to|depend)",
    r"do(?:es)? not (?:require|depend)",
    r"not (?:have|need) to",
    r"optional(?:ly)?",
    r"voluntar\w+",
    r"without (?:opting|consenting|agreeing|ticking|checking|it)",
    r"(?:may|can|are free to) (?:decline|refuse|say no)",
    r"say no",
    r"(?:no|without any) (?:purchase|obligation)",
)
BUNDLED = any_of(
    r"(?:agree|consent|opt[\s-]?in|receive)[^.]{0,60} (?:e-?mails?|calls?)[^.]{0,15}(?: and| or|,) "
    r"(?:\w+ )?(?:texts?|sms|messages)",
    r"(?:agree|consent|opt[\s-]?in|receive)[^.]{0,60} (?:texts?|sms|messages)[^.]{0,15}(?: and|"
    r" or|,) "
    r"(?:\w+ )?(?:e-?mails?|(?:phone )?calls)",
)
_LISTS = r"(?:lists?|leads?|contacts|numbers|databases?)"
BOUGHT = any_of(
    rf"(?:purchased|bought|buy|rented|acquired|scraped|third[\s-]party) (?:\w+ )?{_LISTS}",
    rf"(?:purchase|rent|acquire|scrape) (?:\w+ )?{_LISTS}",
    rf"{_LISTS} (?:\w+ )?(?:purchased|bought|rented|acquired)",
    # A lead generation form of Facebook's is a form like any other.
    r"lead[\s-]gen(?:eration|erators?)?(?! (?:forms?|ads?))",
    r"lead (?:brokers?|providers?|vendors?)",
)
SHARING = any_of(
    r"(?:shar(?:e[ds]?|ing)|sell(?:s|ing)?|sold|rent(?:s|ed|ing)?|transfer\w*|"
    r"disclos\w+)[^.]{0,80} "
    r"(?:third[\s-]part\w+|affiliates?|(?:marketing |business |our )partners|other (?:companies|"
    r"businesses))",
)
# What a denial of sharing may look like; the sentence around it must be one.
KEPT = any_of(
    r"shar(?:e[ds]?|ing)", "sell", "sold", "sells", r"rent(?:ed)?", "disclosed", "disclose"
)
