#!/usr/bin/env python3
"""Turns the full gazetteer (units.csv, historic.csv, historic_communes.csv, links.csv, aliases.csv) into the three
compact tables beside this file: `generate.py FOLDER`. README.md describes the columns."""
import csv
import pathlib
import re
import sys

SOURCE = pathlib.Path(sys.argv[1])
TARGET = pathlib.Path(__file__).parent
# written forms that say nothing about which place is meant
WEAK = {"Thủ đô"}


def read(name):
    with open(SOURCE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, rows):
    lines = ["\t".join(header)] + ["\t".join(row) for row in rows]
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


units = {row["id"]: row for name in ("units.csv", "historic.csv", "historic_communes.csv") for row in read(name)}


def code(row):
    # the province that was divided into 92 and 93 in 2004 had no code of that series; its heir's code stands for it
    return row["gso_code"] or "92"


def key(identity):
    row = units[identity]
    return f"{code(row)}@{row['valid_from']}".rstrip("@")


write(
    "units.tsv",
    ["code", "valid_from", "valid_to", "kind", "name", "parent", "decree"],
    sorted(
        [
            code(row),
            row["valid_from"],
            row["valid_to"],
            row["kind"].split(" thuộc")[0],
            row["name"],
            code(units[row["parent_id"]]) if row["parent_id"] else "",
            row["decree"],
        ]
        for row in units.values()
    ),
)
write(
    "links.tsv",
    ["old", "new", "part", "decree"],
    sorted(
        [
            key(row["old_id"]),
            key(row["new_id"]),
            "part" if row["relation"] == "part" else "",
            "" if row["decree"] == units[row["new_id"]]["decree"] else row["decree"],
        ]
        for row in read("links.csv")
    ),
)
aliases = set()
for row in read("aliases.csv"):
    # the kind word and its abbreviations are grammar, «TP HCM» is kind and name
    name = re.sub(r"^(TP|TX|Tp)(\. ?| )", "", row["alias"])
    if name not in WEAK and name != units[row["id"]]["name"]:
        aliases.add((name, key(row["id"])))
# papers write the same highland syllable both ways, and «Mù Cang Chải», whatever the official name
for row in units.values():
    for one, other in (("Đắk", "Đăk"), ("Đăk", "Đắk"), ("Căng", "Cang")):
        if one in row["name"].split():
            aliases.add((row["name"].replace(one, other), key(row["id"])))
write("aliases.tsv", ["name", "unit"], sorted(map(list, aliases)))
