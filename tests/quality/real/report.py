"""What the extractor reaches on the annotated real releases, and the floor that the tests hold.

python -m tests.quality.real.report            # the figures of each language
python -m tests.quality.real.report --floor    # ... and `floor.json` written just under them
"""

import json
import sys

from tests.quality.measure import Rows, score
from tests.quality.real.gold import HERE, records

LANGUAGES = ("en", "fr")
FLOOR = HERE / "floor.json"
MARGIN = 0.02


def reached(language: str) -> Rows:
    """The scorer's figures on the annotated releases of one language."""
    return score(records(language))[0]


def just_under(rows: Rows) -> dict[str, float]:
    """Floors of the F1 measures; accuracies speak of found events only, and fall as harder ones are found."""
    return {measure: max(0.0, round(row["f1"] - MARGIN, 2)) for measure, row in rows.items() if "f1" in row}


def main(arguments: list[str]) -> None:
    """Print the figures; write the floor where asked to."""
    figures = {language: reached(language) for language in LANGUAGES}
    for language, rows in figures.items():
        for measure, row in rows.items():
            told = "  ".join(f"{name} {value}" for name, value in row.items())
            sys.stdout.write(f"{language} {measure:22}{told}\n")
    if "--floor" in arguments:
        floors = {language: just_under(rows) for language, rows in figures.items()}
        FLOOR.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
