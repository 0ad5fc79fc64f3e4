"""Compliant campaigns of many trades, worded as their owners would: blunt, long, odd, correct."""

from contracts.enums import BrandType
from tests.unit.a2p.domain.builders import a_sole_proprietor
from tests.unit.a2p.domain.trade import CORPORATION, Trade

SOLE = a_sole_proprietor(legal_name="Maria Lopez")
TRADES: dict[str, Trade] = {
    "dentist": Trade(
        "Smith Family Dentistry, PLLC",
        "smithfamilydental.com",
        "CUSTOMER_CARE",
        "Smith Family Dentistry, PLLC texts its patients appointment reminders, recall notices for "
        "six-month cleanings and short answers about scheduling.",
        "New patients complete an intake form at our front desk or at https://{site}/new-patients. "
        "One line on it reads: [ ] I consent to receive appointment text messages from Smith "
        "Family Dentistry. The box is empty until the patient marks it, and care does not depend "
        "on it: consent is not a condition of treatment. About 2 msgs per visit. Message and data "
        "rates may apply. Text STOP to end, HELP for help. We do not share mobile numbers with "
        "third parties. Privacy: https://{site}/privacy Terms: https://{site}/terms",
        (
            "Smith Family Dentistry: {first_name}, see you {date} at {time}. Reply C to confirm, "
            "STOP to opt out.",
            "Hi {first_name}, you're due for a cleaning at Smith Family Dentistry. Reply BOOK and "
            "we will call you.",
        ),
        profile={"industry": "HEALTHCARE", "business_type": CORPORATION},
    ),
    "gym": Trade(
        "Iron Temple Fitness LLC",
        "irontemplefit.com",
        "MIXED",
        "Iron Temple Fitness LLC sends its members class reminders, schedule changes, billing "
        "notices and, for members who asked, monthly membership offers.",
        "Members opt in on the tablet at reception when they join: 'Text me class reminders and "
        "offers from Iron Temple Fitness. Up to 6 texts/month. Msg&data rates may apply. Reply "
        "STOP to cancel, HELP for help. Consent is optional and not required to join.' The box is "
        "not pre-checked. Policies at https://{site}/privacy and https://{site}/terms; numbers are "
        "never sold or shared for marketing.",
        (
            "Iron Temple Fitness: Your 6:30am spin class with [coach] is tomorrow. Reply STOP to "
            "opt out.",
            "Iron Temple Fitness: Bring a friend free all week, [first name]! Details: "
            "https://irontemplefit.com/friends Txt STOP to end",
        ),
        more={"has_embedded_links": True},
    ),
    "lawn care": Trade(
        "Green Acres Lawn & Landscape LLC",
        "greenacreslawn.net",
        "LOW_VOLUME",
        "Green Acres Lawn & Landscape LLC lets homeowners know when the crew will come, when "
        "weather moves a mowing day and when an invoice is ready.",
        "Customers sign up by phone. Our office asks: 'Is it OK if we text you about your mowing "
        "schedule? It is about four messages a month, message and data rates may apply, and you "
        "can reply STOP whenever you like or HELP for help.' We note the answer; service does not "
        "require a yes. Mobile numbers are not shared with third parties for marketing. Privacy "
        "policy https://{site}/privacy, terms https://{site}/terms.",
        (
            "Green Acres: crew arrives [day] between 8 and 12. Please unlock the gate. STOP to "
            "quit.",
            "Green Acres: rain moved your mowing to [new day], [name].",
        ),
    ),
    "hair salon": Trade(
        "Luxe Locks Salon, Inc.",
        "luxelockssalon.com",
        "CUSTOMER_CARE",
        "Luxe Locks Salon, Inc. sends appointment confirmations, reminders and waitlist openings "
        "to clients who book with our stylists.",
        "Clients tick an unticked box when booking at https://{site}/book: “Yes, text me about my "
        "appointments (Luxe Locks Salon). Msg frequency varies, msg & data rates may apply. STOP "
        "to unsubscribe, HELP for help.” You can book without ticking it. We won't share your "
        "number with anyone for marketing. https://{site}/privacy | https://{site}/terms",
        (
            "Luxe Locks: you're booked with {{stylist}} on {{date}}, {{time}} 💇 Reply STOP to opt "
            "out",
            "Luxe Locks: a spot opened with {{stylist}} today at {{time}}. Want it? Reply YES.",
        ),
    ),
    "HVAC": Trade(
        "Arctic Air Heating and Cooling, Inc.",
        "arcticairhvac.com",
        "MIXED",
        "Arctic Air Heating and Cooling, Inc. texts customers with technician arrival times, "
        "estimates, maintenance-plan reminders and seasonal tune-up specials.",
        "Consent is collected on the work order the customer signs in person (checkbox left blank "
        "by default) and on our contact form https://{site}/contact: 'By checking this box I agree "
        "to receive recurring texts from Arctic Air about my service and occasional offers. Rates "
        "may apply. Reply STOP to opt out or HELP for help. Not required to buy.' See "
        "https://{site}/privacy (we do not sell or share mobile opt-in data) and "
        "https://{site}/terms.",
        (
            "Arctic Air: [tech] is on the way, ETA [time]. Call 800-555-0134 with questions. STOP "
            "to end.",
            "Arctic Air: $79 furnace tune-up through Nov 30. Reply TUNE to book, STOP to opt out.",
        ),
        more={"has_embedded_phone": True},
        profile={"industry": "CONSTRUCTION"},
    ),
    "veterinary clinic": Trade(
        "Paws & Claws Veterinary Clinic, P.C.",
        "pawsclawsvet.com",
        "CUSTOMER_CARE",
        "Paws & Claws Veterinary Clinic, P.C. reminds pet owners of visits and vaccinations and "
        "tells them when prescriptions are ready for pick-up.",
        "Pet owners fill in a paper registration card at check-in with the statement 'I agree to "
        "receive text messages about my pet's care from Paws & Claws.' It is initialed separately "
        "and is optional. Message frequency varies; message and data rates may apply. Reply STOP "
        "to cancel or HELP for help. Numbers are never shared with third parties. Privacy policy: "
        "https://{site}/privacy. Terms: https://{site}/terms.",
        (
            "Paws & Claws: {pet} is due for a rabies shot. Reply STOP to opt out.",
            "Paws and Claws Vet: {pet}'s prescription is ready. We are open until 6.",
        ),
        profile={"business_type": CORPORATION},
    ),
    "restaurant with a bar": Trade(
        "Blue Door Bistro LLC",
        "bluedoorbistro.com",
        "MIXED",
        "Blue Door Bistro LLC texts guests table confirmations and, to guests of 21 and over who "
        "signed up, invitations to wine tastings.",
        "Guests opt in at https://{site}/club after entering a date of birth (21+ only) and "
        "ticking an empty box: 'I agree to receive texts from Blue Door Bistro.' Up to 4 texts per "
        "month. Msg & data rates may apply. STOP to end, HELP for help. Not a condition of dining. "
        "No mobile data is shared with third parties. https://{site}/privacy "
        "https://{site}/terms",
        (
            "Blue Door Bistro: your table for [n] is set for [time]. Reply STOP to opt out.",
            "Blue Door Bistro (21+): Thursday wine tasting, $10 off. Reply WINE to come.",
        ),
        more={"age_gated": True},
    ),
    "credit union": Trade(
        "Riverbend Credit Union, Inc.",
        "riverbendcu.org",
        "ACCOUNT_NOTIFICATION",
        "Riverbend Credit Union, Inc. notifies members of deposits, due dates of their auto loans "
        "and changes to their accounts.",
        "Members enroll in online banking under Alerts at https://{site}/alerts-screenshot. They "
        "type their number, tick an unticked box and confirm a code: 'I agree to receive account "
        "texts from Riverbend Credit Union.' Frequency depends on your account: one message per "
        "event. Standard message and data rates apply. Reply STOP to cancel, HELP for help. "
        "Enrolment is voluntary. We never share numbers with third parties for marketing. "
        "https://{site}/privacy https://{site}/terms",
        (
            "Riverbend Credit Union: a deposit of [amount] was posted on [date]. Reply STOP to "
            "opt out.",
            "Riverbend Credit Union: your auto loan payment of [amount] is due on [date].",
        ),
        more={"direct_lending": True},
        profile={"industry": "FINANCIAL"},
    ),
    "tutor, sole proprietor": Trade(
        "Maria Lopez",
        "marialopeztutoring.com",
        "SOLE_PROPRIETOR",
        "Maria Lopez texts parents of her students about lesson times, homework and changes of "
        "schedule.",
        "Parents agree in person at the first lesson: they write their number on a card that says "
        "'Maria Lopez may text me about lessons, about 8 texts a month. Message and data rates may "
        "apply. Reply STOP to stop, HELP for help.' It is optional. Numbers are not shared with "
        "anyone. https://{site}/privacy and https://{site}/terms",
        (
            "Maria Lopez: [student]'s lesson is [day] at [time]. Reply STOP to opt out.",
            "Maria Lopez: great work today! Pages [pages] for next time, please.",
        ),
    ),
    "food bank, charity": Trade(
        "Helping Hands Food Bank",
        "helpinghandsfb.org",
        "CHARITY",
        "Helping Hands Food Bank asks volunteers to sign up for shifts and thanks donors for their "
        "donations.",
        "Volunteers opt in at https://{site}/volunteer with a separate, unchecked box: 'Text me "
        "about shifts and donation drives.' 2-4 msgs/month. Msg & data rates may apply. Reply STOP "
        "to opt out, HELP for help. You can volunteer without opting in. Numbers are never shared. "
        "https://{site}/privacy https://{site}/terms",
        (
            "Helping Hands Food Bank: we need 5 volunteers on [date]. Reply YES. STOP to opt out",
            "Helping Hands Food Bank: thank you for your donation of [amount], [name]!",
        ),
        profile={
            "company_type": "nonprofit",
            "business_type": "Non-profit Corporation",
            "industry": "NOT_FOR_PROFIT",
        },
    ),
    "city library, government": Trade(
        "City of Cedar Falls",
        "cedarfalls-library.gov",
        "PUBLIC_SERVICE_ANNOUNCEMENT",
        "The City of Cedar Falls tells library visitors about holds, due dates and closures.",
        "Patrons sign up at the counter or at https://{site}/texts by checking a box that starts "
        "empty: 'Send me texts about my holds.' Message frequency varies. Message and data rates "
        "may apply. Text STOP to cancel or HELP for help. It is voluntary; numbers are not given "
        "or sold to third parties. https://{site}/privacy https://{site}/terms",
        (
            "Cedar Falls Library: your hold [title] is ready until [date]. Reply STOP to opt out.",
            "City of Cedar Falls: the library is closed today because of snow.",
        ),
        profile={
            "company_type": "government",
            "business_type": "Non-profit Corporation",
            "industry": "GOVERNMENT",
        },
    ),
    "parcel locker": Trade(
        "DropSpot Lockers Inc",
        "dropspot.io",
        "DELIVERY_NOTIFICATION",
        "DropSpot Lockers Inc notifies residents when a package arrives in their building's locker "
        "and when it has to be picked up.",
        "Residents register on the locker's screen: they enter a mobile number and press 'I agree "
        "to get package texts from DropSpot'. 1 msg per package. Msg and data rates may apply. "
        "STOP to stop, HELP for help. Residents may decline and collect from the office. Data is "
        "not shared for marketing. Terms https://{site}/terms, privacy https://{site}/privacy",
        (
            "DropSpot: package in locker [number], code [code]. Pick up by [date]. STOP to opt "
            "out.",
            "DropSpot: reminder, your package is waiting at [address].",
        ),
    ),
    "software sign-in codes": Trade(
        "Ledgerline Software, Inc.",
        "ledgerline.dev",
        "2FA",
        "Ledgerline Software, Inc. sends one-time codes to users who sign in or reset their "
        "password.",
        "Users add a mobile number in account settings at https://{site}/help/two-factor and press "
        "'Send me codes by text. I agree to receive security codes from Ledgerline.' One message "
        "per login. Message and data rates may apply. Reply STOP to cancel, HELP for help. Optional"
        ": an authenticator app works too. Numbers are not shared. https://{site}/privacy and "
        "https://{site}/terms",
        (
            "Ledgerline: your verification code is [code]. Do not share it. Reply STOP to opt out.",
            "[code] is your Ledgerline password reset code. It expires in 10 minutes.",
        ),
        profile={"industry": "TECHNOLOGY"},
    ),
    "auto repair": Trade(
        "Ruiz Brothers Auto Repair LLC",
        "ruizbrosauto.com",
        "CUSTOMER_CARE",
        "Ruiz Brothers Auto Repair LLC updates customers on the state of their vehicle: estimates "
        "to approve, finished repairs, and pick-up times.",
        "At drop-off the customer signs a repair order with its own line, 'OK to text me about "
        "this repair: I agree to receive SMS from Ruiz Brothers Auto Repair', left blank unless "
        "they want it. 2 to 5 messages per repair. Msg & data rates may apply. Reply STOP to end, "
        "HELP for help. Repairs don't depend on it. We don't share phone numbers. "
        "https://{site}/privacy, https://{site}/terms",
        (
            "Ruiz Brothers Auto Repair: estimate for your [car] is [amount]. Reply OK to approve or"
            " call 512.555.0177. STOP to opt out",
            "Ruiz Brothers: your [car] is ready! Open till 6pm.",
        ),
        more={"has_embedded_phone": True},
        profile={"industry": "AUTOMOTIVE"},
    ),
    "real estate": Trade(
        "Harbor View Realty, Inc.",
        "harborviewrealty.com",
        "CUSTOMER_CARE",
        "Harbor View Realty, Inc. texts buyers and sellers about showings, offers on their homes "
        "and documents to sign.",
        "Clients opt in on the buyer agreement or the form at https://{site}/contact, by marking "
        "an empty box: 'I consent to texts from Harbor View Realty about my transaction.' Message "
        "frequency varies. Message/data rates may apply. Reply STOP to opt out, HELP for help. "
        "Consent is not required for our services. No sharing with third parties. Privacy "
        "https://{site}/privacy; terms https://{site}/terms.",
        (
            "Harbor View Realty: showing at [address] confirmed for [time]. Reply STOP to opt out.",
            "Harbor View Realty: the inspection report for [address] is in your e-mail, [name].",
        ),
        profile={"industry": "REAL_ESTATE"},
    ),
    "text to join": Trade(
        "Sunrise Bagels LLC",
        "sunrisebagels.com",
        "MARKETING",
        "Sunrise Bagels LLC sends weekly specials and new flavors to customers who joined its "
        "text club.",
        "A poster in our store says: Text BAGEL to (737) 555-0155 to join the Sunrise Bagels text "
        "club. Up to 4 msgs/mo. Msg & data rates may apply. Reply STOP to quit, HELP for help. No "
        "purchase necessary. We do not share your number. Terms https://{site}/terms & privacy "
        "https://{site}/privacy. A confirmation follows.",
        (
            "Sunrise Bagels: free coffee with any dozen this [day]. Reply STOP to quit.",
            "Sunrise Bagels: new flavor alert! Try [flavor] from Monday.",
        ),
        more={
            "opt_in_keywords": ("BAGEL",),
            "opt_in_message": "Sunrise Bagels: you joined our text club! Up to 4 msgs/mo. Msg&data "
            "rates may apply. HELP for help, STOP to quit.",
        },
        profile={"industry": "FOOD_AND_BEVERAGE"},
    ),
    "public company": Trade(
        "Northwind Outfitters, Inc.",
        "northwindoutfitters.com",
        "DELIVERY_NOTIFICATION",
        "Northwind Outfitters, Inc. notifies customers about their orders: shipped, out for "
        "delivery, ready for pick-up.",
        "At checkout on https://{site}/checkout-consent customers may tick an unticked box: 'Text "
        "me updates about this order.' Opt-in is separate from e-mail and not needed to order. "
        "About 3 messages per order. Message & data rates may apply. Reply STOP to cancel, HELP "
        "for help. Mobile opt-in data is not shared. https://{site}/privacy https://{site}/terms",
        (
            "Northwind Outfitters: order [number] has shipped. Track: "
            "https://northwindoutfitters.com/track Reply STOP to opt out.",
            "Northwind Outfitters: order [number] is ready for pick-up until [date].",
        ),
        more={"has_embedded_links": True},
        profile={
            "brand_type": BrandType.STANDARD,
            "company_type": "public",
            "stock_exchange": "NYSE",
            "stock_ticker": "NWO",
            "industry": "RETAIL",
        },
    ),
    "cleaning, accents and dashes": Trade(
        "Café Propre Cleaning LLC",
        "cafepropre.com",
        "CUSTOMER_CARE",
        "Cafe Propre Cleaning LLC confirms cleanings with its clients - day before and when the "
        "team is on its way.",
        "Clients agree while booking on our website https://{site}/book – the box “Text me about "
        "my cleaning” is empty until they tick it. Consent isn’t required to book. 2 texts per "
        "cleaning. Message and data rates may apply. Reply STOP to opt out, HELP for help. We "
        "don’t share numbers. Privacy https://{site}/privacy – Terms https://{site}/terms",
        (
            "Café Propre: your cleaning is on [date] – reply STOP to opt out",
            "Cafe Propre: [name], the team arrives in 20 minutes…",
        ),
    ),
    "pest control, no help message": Trade(
        "Bug Out Pest Control, Inc.",
        "bugoutpest.com",
        "LOW_VOLUME",
        "Bug Out Pest Control, Inc. reminds customers of quarterly treatments and follows up after "
        "a visit.",
        "Customers opt in verbally when they call: 'May we text you service reminders? Four to six "
        "texts a year; message and data rates may apply; reply STOP to end and HELP for help.' We "
        "serve customers who say no just the same. We do not sell or share numbers. Our privacy "
        "policy (https://{site}/privacy) and terms (https://{site}/terms) say so, too.",
        (
            "Bug Out: your quarterly treatment is on [date]. Pets inside, please. STOP to opt out",
            "Bug Out Pest Control: how did we do, [name]? Reply 1 to 5.",
        ),
    ),
    "school": Trade(
        "Oak Hill Academy",
        "oakhillacademy.org",
        "K12_EDUCATION",
        "Oak Hill Academy informs parents of closures, attendance and school events.",
        "Parents complete the enrollment form at https://{site}/enroll; a separate unchecked box "
        "reads 'I agree to receive text messages from Oak Hill Academy.' Message frequency varies. "
        "Message and data rates may apply. STOP to opt out, HELP for help. Enrollment does not "
        "require it. Numbers are not shared with third parties. https://{site}/privacy "
        "https://{site}/terms",
        (
            "Oak Hill Academy: school is closed on [date]. Reply STOP to opt out.",
            "Oak Hill Academy: [student] was marked absent today. Please call the office.",
        ),
        profile={
            "company_type": "nonprofit",
            "business_type": "Non-profit Corporation",
            "industry": "EDUCATION",
        },
    ),
}
GOOD_TRADES = {
    name: (trade.content, SOLE if "sole" in name else trade.business)
    for name, trade in TRADES.items()
}
