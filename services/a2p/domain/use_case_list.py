"""The use cases a campaign may have: Twilio's list for a brand, or ours until there is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.enums import BrandType

# Which use cases a brand may register changes rarely: with its vetting, or with Twilio's rules.
FRESH_FOR = timedelta(hours=24)
SOLE_PROPRIETOR = "SOLE_PROPRIETOR"


@dataclass(frozen=True)
class UseCase:
    code: str
    name: str
    description: str
    post_approval_required: bool = False


@dataclass(frozen=True)
class OfferedUseCases:
    """What Twilio offered this brand, and when it said so."""

    brand_sid: str
    use_cases: tuple[UseCase, ...]
    fetched_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        return now - self.fetched_at < FRESH_FOR

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(use_case.code for use_case in self.use_cases)


def usual_use_cases(brand_type: BrandType | None) -> tuple[UseCase, ...]:
    """For a business whose brand does not exist yet."""
    is_sole = brand_type is BrandType.SOLE_PROPRIETOR
    return tuple(each for each in _USUAL if (each.code == SOLE_PROPRIETOR) is is_sole)


_USUAL = (
    UseCase("CUSTOMER_CARE", "Customer care", "Bookings, questions and help for customers."),
    UseCase("LOW_VOLUME", "Several, few messages", "A mix of purposes with little traffic."),
    UseCase("MIXED", "Several", "A mix of purposes, such as reminders and offers."),
    UseCase("MARKETING", "Marketing", "Offers, promotions and news."),
    UseCase("ACCOUNT_NOTIFICATION", "Account notices", "Reminders, receipts and status notices."),
    UseCase("DELIVERY_NOTIFICATION", "Delivery notices", "Where an order or service is."),
    UseCase("2FA", "Sign-in codes", "One-time codes and password resets, nothing else."),
    UseCase("SECURITY_ALERT", "Security alerts", "Something may be wrong with a system."),
    UseCase("FRAUD_ALERT", "Fraud alerts", "Something may be wrong with an account."),
    UseCase("POLLING_VOTING", "Surveys", "Polls and surveys that are not political."),
    UseCase("HIGHER_EDUCATION", "Colleges", "Messages of colleges and universities."),
    UseCase("K12_EDUCATION", "Schools", "Messages of schools to parents and pupils.", True),
    UseCase("PUBLIC_SERVICE_ANNOUNCEMENT", "Public notices", "News that is useful to all."),
    UseCase("CHARITY", "Charity", "Messages of tax-exempt charities."),
    UseCase("POLITICAL", "Political", "Election campaigns with a verified sender."),
    UseCase("EMERGENCY", "Emergency", "Public safety and disaster warnings.", True),
    UseCase("SWEEPSTAKE", "Sweepstakes", "Contests and prize draws.", True),
    UseCase("SOCIAL", "Communities", "Influencers and their followers.", True),
    UseCase("PROXY", "Hidden numbers", "Two people who do not see each other’s number.", True),
    UseCase("AGENTS_FRANCHISES", "Agents and branches", "One brand with many offices.", True),
    UseCase(SOLE_PROPRIETOR, "Sole proprietor", "All messages of a person in business."),
)
