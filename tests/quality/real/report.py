"""What the extractor reaches on the annotated real releases, and the floor that the tests hold.

python -m tests.quality.real.report            # the figures of each set: en, fr, en blind, fr blind
python -m tests.quality.real.report --floor    # ... and `floor.json` written just under them
"""

import json
import sys

from tests.quality.measure import Rows, score
from tests.quality.real.gold import HERE, records, texts

SETS = {
    "en": ("en", "gold"),
    "fr": ("fr", "gold"),
    "en blind": ("en", "blind"),
    "fr blind": ("fr", "blind"),
}
"""For each set its language and its file."""
FLOOR = HERE / "floor.json"
MARGIN = 0.02


def reached(set_: str) -> Rows:
    """The scorer's figures on one set of annotated releases."""
    return score(records(*SETS[set_]))[0]


def just_under(rows: Rows) -> dict[str, float]:
    """Floors of the F1 measures above 0; accuracies speak of found events only, and fall as harder ones are found."""
    return {measure: max(0.0, round(row["f1"] - MARGIN, 2)) for measure, row in rows.items() if row.get("f1")}


def main(arguments: list[str]) -> None:
    """Print the figures; write the floor where asked to."""
    if not texts():
        sys.exit("the releases are not part of the project: READOUT_SHARED names the folder that has them")
    figures = {set_: reached(set_) for set_ in SETS}
    for set_, rows in figures.items():
        for measure, row in rows.items():
            told = "  ".join(f"{name} {value}" for name, value in row.items())
            sys.stdout.write(f"{set_:9}{measure:22}{told}\n")
    if "--floor" in arguments:
        floors = {set_: just_under(rows) for set_, rows in figures.items()}
        FLOOR.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
