"""Words of Twilio's that a form offers: its guides list them, its API takes others, too.

Open lists, unlike those of `contracts.enums`: an unlisted word is warned of, never refused.
"""

BUSINESS_TYPES = (
    "Co-operative",
    "Corporation",
    "Limited Liability Corporation",
    "Non-profit Corporation",
    "Partnership",
    "Sole Proprietorship",
)
INDUSTRIES = tuple(
    """AUTOMOTIVE AGRICULTURE BANKING CONSTRUCTION CONSUMER EDUCATION ELECTRONICS ENERGY ENGINEERING
    FAST_MOVING_CONSUMER_GOODS FINANCIAL FINTECH FOOD_AND_BEVERAGE GOVERNMENT HEALTHCARE HOSPITALITY
    INSURANCE JEWELRY LEGAL MANUFACTURING MEDIA NOT_FOR_PROFIT OIL_AND_GAS ONLINE
    PROFESSIONAL_SERVICES RAW_MATERIALS REAL_ESTATE RELIGION RETAIL TECHNOLOGY TELECOMMUNICATIONS
    TRANSPORTATION TRAVEL""".split()
)
JOB_POSITIONS = ("Director", "GM", "VP", "CEO", "CFO", "General Counsel", "Other")
REGISTRATION_IDENTIFIERS = ("EIN", "DUNS", "CBN", "CIN", "VAT", "Other")
REGIONS_OF_OPERATION = ("USA_AND_CANADA", "EUROPE", "ASIA", "AFRICA", "LATIN_AMERICA")
STOCK_EXCHANGES = tuple(
    """NONE NASDAQ NYSE AMEX AMX ASX B3 BME BSE FRA ICEX JPX JSE KRX LON NSE OMX SEHK SGX SSE STO
    SWX SZSE TSX TWSE VSE OTHER""".split()
)
# Our spelling of the last one: sources disagree on Twilio's.
COMPANY_TYPES = ("private", "public", "government", "nonprofit")
