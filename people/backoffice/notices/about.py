"""What messages are about, in words with a link. The floors above register what they know."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from notices.models import Message


@dataclass(frozen=True)
class About:
    text: str
    url: str


class Describer(Protocol):
    """Describes the rows with these ids, by id, in a number of queries that does not grow with them."""

    def __call__(self, ids: Collection[int]) -> Mapping[int, About]: ...


describers: dict[str, Describer] = {}
"""By `Message.about_type`."""


def name_abouts(messages: Iterable[Message]) -> None:
    """Gives each message its `described`: an `About`, or None where nobody knows or the row is gone."""
    messages = list(messages)
    ids = defaultdict(set)
    for message in messages:
        if message.about_id is not None:
            ids[message.about_type].add(message.about_id)
    found = {name: describers[name](ids[name]) for name in ids if name in describers}
    for message in messages:
        known = found.get(message.about_type, {})
        message.described = known.get(message.about_id or 0)  # type: ignore[attr-defined]  # for the page
