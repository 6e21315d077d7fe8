"""Writes tables/random.json: made-up tables and the rows that Python's csv and pandas (2 or later) read in them.

Run with pandas installed: python3 make-tables.py
"""

import csv
import io
import json
import random
from pathlib import Path

import pandas

ALPHABET = ["a", "b", "é", "图", '"', "'", " ", "x y", "", "\u200d", "\\", "#"]


def field(chance, separator):
    """A field as a writer, or a careless person, writes it."""
    text = "".join(chance.choice(ALPHABET) for _ in range(chance.randrange(6)))
    kind = chance.randrange(6)
    if kind == 0:
        inner = text + chance.choice(["", separator, "\n", "\r\n"]) + text
        return '"' + inner.replace('"', '""') + '"'
    if kind == 1:
        return '"' + text.replace('"', '""') + '"' + chance.choice(["", " dog", "z", ' "q"'])
    # A quotation mark that begins a field would open it.
    return "." + text if text.startswith('"') else text


def table(chance):
    separator = chance.choice([",", "\t", ";", "|"])
    width = chance.randrange(2, 5)
    end = chance.choice(["\n", "\r\n"])
    rows = [separator.join(field(chance, separator) for _ in range(width)) for _ in range(chance.randrange(1, 7))]
    blank = chance.choice(["", end])
    text = end.join(rows) + blank + chance.choice(["", end])
    return chance.choice(["", "\ufeff"]) + text, separator, width


def rows_of_csv(text, separator):
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]


def rows_of_pandas(text, separator):
    frame = pandas.read_csv(
        io.BytesIO(text.encode()), sep=separator, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    return frame.values.tolist()


def main():
    chance = random.Random(7)
    tables = []
    while len(tables) < 150:
        text, separator, width = table(chance)
        rows = rows_of_csv(text.removeprefix("\ufeff"), separator)
        if any(len(row) != width for row in rows) or all(cell == "" for cell in rows[0]):
            continue
        assert rows == rows_of_pandas(text, separator), (text, rows)
        tables.append({"text": text, "separator": separator, "rows": rows})
    path = Path(__file__).parent / "tables" / "random.json"
    path.write_text("[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in tables) + "\n]\n")


main()
