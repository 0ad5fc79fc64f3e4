"""What a business wants to know about its points."""

from dataclasses import asdict

from services.loyalty.domain.conversion import worth_cents
from services.loyalty.domain.totals import each_day
from services.loyalty.ports import Ports, Reply


def get_loyalty_summary(ports: Ports, tenant_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        report = work.reports.summary()
    totals = report.totals
    return {
        "total_customers_with_points": report.holders,
        "total_points_outstanding": totals.outstanding,
        "total_points_redeemed": totals.redeemed,
        "total_points_earned": totals.earned,
        "total_points_adjusted": totals.adjusted,
        "top_customers": [asdict(customer) for customer in report.top],
        "points_earned_last_30_days": report.earned_last_30_days,
        "points_redeemed_last_30_days": report.redeemed_last_30_days,
        "outstanding_liability_cents": worth_cents(totals.outstanding, report.point_value_cents),
        "as_of": report.as_of,
    }


def get_timeseries(ports: Ports, tenant_id: str, days: int) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        series = work.reports.series(days)
    items = [asdict(day) for day in each_day(series.today, days, series.days)]
    return {"items": items, "as_of": series.as_of}
