"""AWS's prices in us-east-1, in US dollars, as they were read on 2026-11-30, and what is free every month without end.

Prices differ by Region, and change: compare them with the pages. "Read from" says where the number was seen on that day: on
AWS's page itself, or, where the page builds its numbers with scripts, in a text of others about that page.
"""

from dataclasses import dataclass

READ_ON = "2026-11-30"


@dataclass(frozen=True)
class Price:
    """`dollars` for each `unit`; `free`: so many units of an account are free each month, without end."""

    dollars: float
    unit: str
    page: str
    read_from: str
    free: float = 0


_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_STEPS = "https://aws.amazon.com/step-functions/pricing/"
_TABLE = "https://aws.amazon.com/dynamodb/pricing/on-demand/"
_EVENTS = "https://aws.amazon.com/eventbridge/pricing/"
_WATCH = "https://aws.amazon.com/cloudwatch/pricing/"
_THIRD = "https://cloudchipr.com/blog/aws-lambda-pricing"
_TABLE_THIRD = "https://airbyte.com/data-engineering-resources/dynamodb-pricing"
_EVENTS_THIRD = "https://cloudburn.io/blog/amazon-eventbridge-pricing"
_WATCH_THIRD = "https://signoz.io/guides/cloudwatch-pricing"
_LOG_THIRD = "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/"
_ALARM_THIRD = "https://github.com/vreutova/infracost-idem-support/pull/2"
_STORES = "https://techoral.com/aws/aws-parameter-store-vs-secrets.html"

PRICES = {
    "lambda seconds": Price(0.0000133334, "GB-second (arm64)", _LAMBDA, _THIRD, 400_000),
    "lambda requests": Price(0.20 / 1e6, "request", _LAMBDA, _THIRD, 1_000_000),
    "transitions": Price(0.025 / 1e3, "state transition", _STEPS, _STEPS, 4_000),
    "writes": Price(0.625 / 1e6, "write request unit", _TABLE, _TABLE_THIRD),
    "reads": Price(0.125 / 1e6, "read request unit", _TABLE, _TABLE_THIRD),
    "storage": Price(0.25, "GB-month", _TABLE, "https://aws.amazon.com/dynamodb/pricing/", 25),
    "recovery": Price(0.20, "GB-month", _TABLE, "https://finops.com.py/services/dynamodb/backups"),
    "schedule": Price(1.00 / 1e6, "invocation", _EVENTS, _EVENTS_THIRD, 14_000_000),
    "events": Price(1.00 / 1e6, "event of another account or bus", _EVENTS, _EVENTS_THIRD),
    "logs": Price(0.50, "GB", _WATCH, _LOG_THIRD, 5),
    "log storage": Price(0.03, "GB-month", _WATCH, _ALARM_THIRD),
    "alarms": Price(0.10, "metric of an alarm", _WATCH, _ALARM_THIRD, 10),
    "metrics": Price(0.30, "custom metric", _WATCH, _WATCH_THIRD, 10),
    "dashboard": Price(3.00, "dashboard", _WATCH, _LOG_THIRD, 3),
    "parameters": Price(0.0, "standard parameter", "https://aws.amazon.com/systems-manager/pricing/", _STORES),
    "secret": Price(0.40, "secret", "https://aws.amazon.com/secrets-manager/pricing/", _STORES),
    "secret calls": Price(0.05 / 1e4, "call", "https://aws.amazon.com/secrets-manager/pricing/", _STORES),
}  # fmt: skip
