"""The numbers of a process in the format of Prometheus."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.locales import say, terminal_language
from bot.operations.tally import BOUNDS, Tally
from retrieval.errors import IbidError

if TYPE_CHECKING:
    from prometheus_client.core import Metric

CONTENT = "text/plain; version=0.0.4; charset=utf-8"
# What the other numbers are, which are looked up when somebody asks.
GAUGES = {
    "ibid_articles": "Living articles of the library",
    "ibid_index_lag": "Changes of the library that the kept index does not have",
    "ibid_waiting": "Updates that are journalled and not handled yet",
    "ibid_dead_letters": "Updates that were given up",
    "ibid_unreadable": "Updates that could not be read and were set aside",
    "ibid_workers": "Processes that answer from the same database; 0 where the journal is in a file",
    "ibid_chats_in_hand": "Chats that one of them works for",
    "ibid_last_update_timestamp_seconds": "When the last update was received; 0 for never",
}


def render_metrics(tally: Tally, gauges: Mapping[str, float]) -> bytes:
    """All counters and gauges. Raises IbidError where prometheus-client is not installed."""
    try:
        from prometheus_client import CollectorRegistry, generate_latest
    except ImportError:
        raise IbidError(say(terminal_language(), "monitor.missing")) from None

    class Numbers:
        def collect(self) -> Iterator["Metric"]:
            return _families(tally, gauges)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers())
    return generate_latest(registry)


def _families(tally: Tally, gauges: Mapping[str, float]) -> Iterator["Metric"]:
    from prometheus_client.core import (
        CounterMetricFamily,
        GaugeMetricFamily,
        HistogramMetricFamily,
        InfoMetricFamily,
    )

    yield InfoMetricFamily("ibid", "The program", value={"version": version("ibid")})
    updates = CounterMetricFamily("ibid_updates", "What Telegram sent, by kind", labels=["kind"])
    for kind, number in dict(tally.updates).items():
        updates.add_metric([kind], number)
    yield updates
    answers = CounterMetricFamily("ibid_answers", "Questions answered, by confidence", labels=["confidence"])
    for confidence in ("sure", "possible", "nearest", "none"):
        answers.add_metric([confidence], tally.answers[confidence])
    yield answers
    yield CounterMetricFamily("ibid_refused", "Attempts of those who may not ask", value=tally.refused)
    yield CounterMetricFamily("ibid_errors", "Updates that could not be handled", value=tally.errors)
    total = sum(tally.answers.values())
    buckets = [*((f"{bound:g}", float(tally.within[bound])) for bound in BOUNDS), ("+Inf", float(total))]
    yield HistogramMetricFamily(
        "ibid_answer_seconds",
        "From a question to its answer, without Telegram",
        buckets=buckets,
        sum_value=tally.seconds,
    )
    yield GaugeMetricFamily("ibid_silent_seconds", "Since the conversation's loop last came round", tally.silence)
    yield GaugeMetricFamily("ibid_worker_index_lag", "Changes that this process does not answer from yet", tally.lag)
    for name, value in gauges.items():
        yield GaugeMetricFamily(name, GAUGES[name], value)
