"""Campaigns as good local businesses write them, each in its own words: none may be blocked."""

from typing import Any

from contracts.enums import BrandType
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.profile import BusinessProfile
from tests.unit.a2p.domain.builders import (
    a_profile,
    a_representative,
    a_sole_proprietor,
    an_address,
)


def _business(legal_name: str, site: str, **changes: Any) -> BusinessProfile:
    return a_profile(
        legal_name=legal_name,
        website_url=f"https://{site}",
        brand_contact_email=f"info@{site}",
        representative=a_representative(email=f"owner@{site}"),
        **changes,
    )


def _pages(site: str) -> dict[str, str]:
    return {
        "privacy_policy_url": f"https://{site}/privacy-policy",
        "terms_and_conditions_url": f"https://{site}/terms",
    }


GOOD_CAMPAIGNS: dict[str, tuple[CampaignContent, BusinessProfile]] = {
    "detailing shop, web form": (
        CampaignContent(
            name="Clean Machine customer texts",
            use_case="MIXED",
            description=(
                "Clean Machine Auto Detail Inc. texts customers who book a detail with "
                "confirmations, day-before reminders, arrival updates and, to those who asked for "
                "them, seasonal promotions. We also remove cigarette smoke odor and wine stains."
            ),
            message_flow=(
                "End users opt in at https://www.cleanmachine.com/book. Below the phone field is "
                "an "
                "unchecked checkbox labeled: By checking this box you agree to receive SMS from "
                "Clean Machine Auto Detail. Msg frequency varies. Msg & data rates may apply. "
                "Reply HELP for help, STOP to cancel. Consent is not required to buy. See our "
                "Privacy Policy at https://www.cleanmachine.com/privacy-policy and Terms at "
                "https://www.cleanmachine.com/terms. We do not share mobile information with third "
                "parties or affiliates for marketing purposes."
            ),
            sample_messages=(
                "Clean Machine: your full detail is set for {{date}} at {{time}}. Reply STOP to "
                "unsubscribe.",
                "Hi {{first_name}}, it's Clean Machine! Our tech is 15 min away. Questions? Call "
                "512-555-0199.",
                "Clean Machine fall special: 15% off ceramic coating through Oct 31. Book: "
                "https://www.cleanmachine.com/fall Reply STOP to opt out",
            ),
            has_embedded_links=True,
            has_embedded_phone=True,
            help_message="Clean Machine: call 512-555-0199 or email info@cleanmachine.com for "
            "help.",
            **_pages("cleanmachine.com"),
        ),
        _business(
            "Clean Machine Auto Detail Inc.", "cleanmachine.com", business_type="Corporation"
        ),
    ),
    "plumber, verbal": (
        CampaignContent(
            name="Job updates",
            use_case="CUSTOMER_CARE",
            description=(
                "Messages are sent by O'Brien & Sons Plumbing, LLC to homeowners who requested a "
                "visit. They cover scheduling, technician arrival times and follow-up questions."
            ),
            message_flow=(
                "When a homeowner calls our office to schedule, the dispatcher asks: 'May we text "
                "you updates about this job? We send up to 4 messages per job, message and data "
                "rates may apply, and you can reply STOP at any time or HELP for help.' We record "
                "the verbal consent in the job ticket. Consent is optional. Our privacy policy "
                "(https://obrienplumbing.com/privacy-policy) says that numbers are never sold or "
                "shared. Terms: https://obrienplumbing.com/terms"
            ),
            sample_messages=(
                "O'Brien & Sons: your plumber Mike is on the way and should arrive at 2:15 PM. "
                "Text "
                "STOP to end messages.",
                "O'Brien & Sons: thanks for having us today, [name]. Did everything work out? "
                "Reply "
                "here with any questions.",
            ),
            help_message="O'Brien & Sons Plumbing support: (737) 555-0110.",
            **_pages("obrienplumbing.com"),
        ),
        _business("O'Brien & Sons Plumbing, LLC", "obrienplumbing.com", industry="CONSTRUCTION"),
    ),
    "salon, paper form": (
        CampaignContent(
            name="Salon texts",
            use_case="LOW_VOLUME",
            description=(
                "Bella Vita Salon & Spa LLC (dba Bella Hair Lounge) sends appointment reminders "
                "and "
                "occasional openings to clients who signed up at the front desk."
            ),
            message_flow=(
                "New clients fill in a paper intake card at our front desk. It has an optional "
                "line: "
                "'☐ Yes, text me appointment reminders and last-minute openings (about 3 texts a "
                "month). Msg&data rates may apply. Text STOP to quit, HELP for info.' The box is "
                "left blank, never pre-checked. A photo of the card: "
                "https://bellahairlounge.com/optin. Privacy and terms are printed on the card "
                "(https://bellahairlounge.com/privacy-policy, https://bellahairlounge.com/terms). "
                "We will not share your number with any third party."
            ),
            sample_messages=(
                "Bella Hair Lounge: reminder, [Client] - you're in with Jo on [Day] at [Time]. "
                "Reply C to confirm or STOP to quit.",
                "Bella Hair Lounge: a cut & color opened up today at 3 pm. Want it? Reply YES. "
                "Txt STOP to end.",
            ),
            opt_out_keywords=("STOP", "QUIT", "END"),
            opt_out_message="Bella Hair Lounge: you're unsubscribed. No more messages will be "
            "sent.",
            help_keywords=("HELP", "INFO"),
            help_message="Bella Hair Lounge help: hello@bellahairlounge.com or 512.555.0123",
            **_pages("bellahairlounge.com"),
        ),
        _business("Bella Vita Salon & Spa LLC", "bellahairlounge.com", industry="CONSUMER"),
    ),
    "dentist, patient portal": (
        CampaignContent(
            name="Patient reminders",
            use_case="ACCOUNT_NOTIFICATION",
            description=(
                "Dr. Patel Family Dentistry PLLC notifies its patients of upcoming appointments, "
                "balances due and recall visits. No marketing is sent in this campaign."
            ),
            message_flow=(
                "Patients opt-in on the new-patient form, on paper in the office or online at "
                "https://patelfamilydental.com/new-patients. The form reads: I consent to receive "
                "text messages about my care from Patel Family Dentistry. Consent is not a "
                "condition of treatment. Expect 2 msgs/month. Message and data rates may apply. "
                "Reply STOP to unsubscribe, HELP for help. Privacy policy and terms are linked "
                "next "
                "to the signature. No mobile data is shared with third parties."
            ),
            sample_messages=(
                "Patel Family Dentistry: {name}, your cleaning is on {date} at {time}. Reply C to "
                "confirm, STOP to opt out.",
                "Patel Family Dentistry: it has been six months since your last visit. Call us at "
                "(512) 555-0177 to schedule.",
            ),
            has_embedded_phone=True,
            **_pages("patelfamilydental.com"),
        ),
        _business(
            "Dr. Patel Family Dentistry PLLC",
            "patelfamilydental.com",
            industry="HEALTHCARE",
            brand_type=BrandType.STANDARD,
        ),
    ),
    "HVAC, text to join": (
        CampaignContent(
            name="ABC comfort club",
            use_case="MARKETING",
            description=(
                "ABC Heating & Cooling Co. sends tune-up offers and seasonal maintenance reminders "
                "to homeowners who joined the Comfort Club by text. We do not offer loans."
            ),
            message_flow=(
                "Homeowners text COOL to (512) 555-0188, as shown on our invoices, trucks and at "
                "https://abc-hvac.com/club. The sign reads: 'Text COOL to join ABC Heating & "
                "Cooling alerts. Up to 6 msgs/mo. Msg & data rates may apply. Reply STOP to cancel "
                "or HELP for help. Terms: abc-hvac.com/terms Privacy: "
                "abc-hvac.com/privacy-policy'. "
                "Joining is voluntary, and opt-in data is not shared with anyone."
            ),
            sample_messages=(
                "ABC Heating & Cooling: Spring tune-up $79 (save $20) for club members thru 4/30. "
                "Book at abc-hvac.com/tuneup. STOP to opt out",
                "ABC: time to change your filter, [first name]! Reply FILTER and we'll bring one. "
                "Reply STOP to cancel.",
            ),
            has_embedded_links=True,
            opt_in_keywords=("COOL", "START"),
            opt_in_message=(
                "ABC Heating & Cooling: You're in the Comfort Club! Up to 6 msgs/mo. Msg & data "
                "rates may apply. HELP for help, STOP to cancel."
            ),
            help_message="ABC Heating & Cooling: visit abc-hvac.com/help or call 512-555-0188.",
            **_pages("abc-hvac.com"),
        ),
        _business("ABC Heating & Cooling Co.", "abc-hvac.com", business_type="Corporation"),
    ),
    "dog groomer, sole proprietor": (
        CampaignContent(
            name="Grooming reminders",
            use_case="SOLE_PROPRIETOR",
            description=(
                "Dana Reyes, doing business as Muddy Paws Grooming, texts dog owners about their "
                "grooming appointments and when their dog is ready to be picked up."
            ),
            message_flow=(
                "Owners opt in in person at drop-off: I ask whether they would like text updates, "
                "and they write their mobile number and sign on the grooming card, which states "
                "that they agree to receive texts from Muddy Paws, that it's one or two texts per "
                "visit, that msg and data rates may apply, and that they may reply STOP any time. "
                "It is not required to get a groom. Privacy: https://muddypaws.pet/privacy-policy"
            ),
            sample_messages=(
                "Muddy Paws: Biscuit's all done and smells great! Come by before 5. Reply STOP to "
                "stop texts.",
                "Hi from Muddy Paws Grooming! See you and Biscuit tomorrow at 9:00. Reply R to "
                "reschedule.",
            ),
            **_pages("muddypaws.pet"),
        ),
        a_sole_proprietor(legal_name="Dana Reyes", website_url="https://muddypaws.pet"),
    ),
    "cleaning company, QR code": (
        CampaignContent(
            name="Cleaning visits",
            use_case="DELIVERY_NOTIFICATION",
            description=(
                "The Maid Company of Round Rock, LLC lets its clients know when the crew is "
                "arriving, when the home is done and when an invoice is ready."
            ),
            message_flow=(
                "Clients scan a QR code on our estimate, which opens "
                "maidcompanyrr.com/text-updates. "
                'There they enter a mobile number, tick "Send me SMS updates about my cleanings" '
                "(not ticked by default) and press Subscribe. The page says: Recurring messages. "
                "Standard message rates apply. Text HELP for help or STOP to opt-out. No purchase "
                "necessary. T&Cs and privacy policy are linked under the button. We never sell or "
                "share your phone number."
            ),
            sample_messages=(
                "The Maid Company: your crew will arrive between 9 and 10 am on {date}. Reply STOP "
                "to opt-out.",
                "The Maid Company: all done at {address}! Rate us: "
                "https://maidcompanyrr.com/review/{id}",
            ),
            has_embedded_links=True,
            help_message="The Maid Company: help at https://maidcompanyrr.com/contact",
            **_pages("maidcompanyrr.com"),
        ),
        _business("The Maid Company of Round Rock, LLC", "maidcompanyrr.com"),
    ),
    "tutoring, online account": (
        CampaignContent(
            name="Lesson texts",
            use_case="CUSTOMER_CARE",
            description=(
                "Bright Minds Tutoring Inc uses this campaign to tell parents and students about "
                "lesson times, cancellations, homework questions and progress reports."
            ),
            message_flow=(
                "Parents create an account at https://app.brightmindstutors.com/signup (a "
                "screenshot "
                'is at https://brightmindstutors.com/sms-optin.png). An empty checkbox says "I '
                "authorize Bright Minds Tutoring to text me about lessons. Frequency: 1-5 messages "
                'weekly. Carrier charges could apply. Opt out with STOP; HELP for assistance." '
                "Signing up for texts isn't a condition of any service. Phone numbers aren't "
                "shared "
                "with partners. https://brightmindstutors.com/privacy-policy and /terms."
            ),
            sample_messages=(
                "Bright Minds: Ava's algebra lesson moved to Thursday 4:30 pm. OK? Reply Y or N. "
                "Reply STOP to unsubscribe.",
                "Bright Minds Tutoring: Ava's May progress report is ready at "
                "https://app.brightmindstutors.com/reports",
            ),
            has_embedded_links=True,
            **_pages("brightmindstutors.com"),
        ),
        _business("Bright Minds Tutoring Inc", "brightmindstutors.com", industry="EDUCATION"),
    ),
    "mobile mechanic, one-time codes": (
        CampaignContent(
            name="Sign-in codes",
            use_case="2FA",
            description=(
                "Torque Brothers LLC sends one-time sign-in codes to customers who log in to the "
                "customer portal to see their service records."
            ),
            message_flow=(
                "On https://portal.torquebrothers.com/login the customer types a mobile number and "
                'presses "Text me a code", next to: By continuing you agree to get a one-time SMS '
                "code. One message per login. Message & data rates may apply. Text STOP to opt out "
                "or HELP for help. Using codes is optional. Terms of service and privacy notice "
                "are "
                "linked there. We do not share your number."
            ),
            sample_messages=(
                "Torque Brothers: {code} is your sign-in code. It expires in 10 minutes. Never "
                "share it. Reply STOP to opt out.",
                "Your Torque Brothers verification code is {code}.",
            ),
            **_pages("torquebrothers.com"),
        ),
        _business("Torque Brothers LLC", "torquebrothers.com"),
    ),
    "lawn care, existing customers": (
        CampaignContent(
            name="Green Acres updates",
            use_case="MIXED",
            description=(
                "This campaign is run by Green Acres Lawn Care L.L.C. for residential customers in "
                "Williamson County. It informs them of mowing days and weather delays and, from "
                "time to time, offers deals on aeration. Out of scope: no gambling, alcohol or "
                "loans."
            ),
            message_flow=(
                "Customers give permission on the service agreement they sign before the first "
                "mow, "
                "or on our contact form (https://www.greenacres-lawn.com/contact), where they "
                'select the box "Text me updates and offers from Green Acres Lawn Care". You '
                "don't have to consent to hire us. 4-8 txts/month, rates may apply. Reply STOP to "
                "end or HELP. We don't rent or sell lists, and we keep SMS consent to ourselves: "
                "it "
                "is not shared with third parties. Privacy/terms: "
                "https://www.greenacres-lawn.com/privacy-policy"
            ),
            sample_messages=(
                "Green Acres: rain today, so we'll mow tomorrow (Wed) instead. Reply STOP to end.",
                "Green Acres Lawn Care: aeration is $20 off in March for current customers. Reply "
                "AERATE to book, STOP to end.",
            ),
            help_message="Green Acres Lawn Care: call 1-800-GRN-ACRE or 512-555-0134",
            **_pages("greenacres-lawn.com"),
        ),
        _business(
            "Green Acres Lawn Care L.L.C.",
            "www.greenacres-lawn.com",
            address=an_address(region="TX", postal_code="78664-1234"),
        ),
    ),
    "nail salon, sign-up in store": (
        CampaignContent(
            name="Nail texts",
            use_case="LOW_VOLUME",
            description=(
                "Appointment reminders, confirmations, and seasonal specials for customers of "
                "Glamour Nails & Spa who have signed up in store."
            ),
            message_flow=(
                "Customers sign up in-store on a paper form at the reception desk. The form "
                "states: "
                '"By signing, I agree to receive automated appointment reminders and promos by '
                "text "
                "from Glamour Nails & Spa. Msg freq varies. Msg & data rates may apply. Txt STOP "
                "to "
                'opt out, HELP for help. Consent not required for purchase."'
            ),
            sample_messages=(
                "Glamour Nails & Spa: Hi [Name], reminder of your appt on [Date] at [Time]. Reply "
                "C "
                "to confirm or STOP to opt out",
                "Glamour Nails: Treat yourself! $10 off gel manicures thru Friday. Call "
                "210-555-0187 to book. Txt STOP to opt out",
            ),
            has_embedded_phone=True,
            **_pages("glamournails.com"),
        ),
        _business("Glamour Nails & Spa", "glamournails.com", business_type="Partnership"),
    ),
    "mechanic, request form": (
        CampaignContent(
            name="Repair texts",
            use_case="CUSTOMER_CARE",
            description=(
                "Mike's Mobile Mechanic LLC sends service updates to vehicle owners who requested "
                "repairs. Messages include arrival times, estimates, and payment receipts."
            ),
            message_flow=(
                "Customers complete the service request form on https://mikesmobile.com/request "
                "and "
                "check an unchecked-by-default box: 'Text me about my repair.' Disclosure: you may "
                "receive up to 5 messages per service. Msg and data rates may apply. Reply HELP "
                "for "
                "help or STOP to cancel. We will not share or sell your mobile information to "
                "third "
                "parties for promotional purposes."
            ),
            sample_messages=(
                "Mike's Mobile Mechanic: I'm 10 min out. -Mike. Reply STOP to cancel texts",
                "Mike's Mobile Mechanic: Your estimate is $320 for brake pads. Reply YES to "
                "approve.",
            ),
            **_pages("mikesmobile.com"),
        ),
        _business("Mike's Mobile Mechanic LLC", "mikesmobile.com"),
    ),
}
