"""Invented people: first and family names are common words and common names, paired by a seeded draw."""

import random
from collections.abc import Iterator

FIRST = (
    "Aisha Alan Amir Anna Ben Beth Callum Carys Chloe Dan Dilys Ed Ella Emeka Erin Farah Fiona George "
    "Grace Hari Helen Ian Imran Isla Jack Jade Jo Kai Karen Kofi Leah Liam Lucy Maria Mark Megan Mina "
    "Nadia Neil Nia Olga Owen Paula Priya Ravi Rhys Ruth Sam Sara Sean Sian Tariq Tess Tom Una Vera "
    "Wendy Yusuf Zara Zoe"
).split()
FAMILY = (
    "Alder Ash Beech Birch Bramble Briar Brook Cedar Clover Elder Fern Field Ford Frost Gale Glen Grove "
    "Hawthorn Hazel Heath Hill Holly Ivy Juniper Lake Larch Lark Linden Marsh Meadow Mill Moor Moss Oak "
    "Orchard Pine Plover Pond Poplar Reed Ridge Rook Rowan Rush Sedge Shore Sorrel Stone Swift Tarn Teal "
    "Thistle Thorne Vale Weir Willow Wren Yarrow Yew"
).split()


def invented_names(rng: random.Random) -> Iterator[str]:
    """Different full names without end: every pair once, in a drawn order, then with a middle initial."""
    pairs = [f"{first} {family}" for first in FIRST for family in FAMILY]
    rng.shuffle(pairs)
    yield from pairs
    for initial in "ABCDEFGHJKLMNPRST":
        for pair in pairs:
            first, family = pair.split(" ")
            yield f"{first} {initial} {family}"
