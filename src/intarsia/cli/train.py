"""`intarsia train PICTURE --labels FILE -o MODEL.json`: weights from judged pairs."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from intarsia.analysis.duplicates import load_model, save_model
from intarsia.analysis.duplicates.training import LabelError, judged_pairs, train
from intarsia.cli import DONE
from intarsia.tables import load_picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia train` takes."""
    parser.add_argument("picture", metavar="PICTURE", type=Path, help="a picture folder")
    parser.add_argument(
        "--labels",
        required=True,
        metavar="FILE",
        type=Path,
        help="judged pairs, csv: id_a, id_b, verdict (right or wrong)",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="MODEL",
        type=Path,
        help="the model to write, .json",
    )
    parser.add_argument(
        "--model", metavar="FILE", type=Path, help="the model to start from; day one's if left out"
    )
    parser.epilog = "Example: intarsia train picture --labels judged.csv -o model.json"


def run(given: argparse.Namespace) -> int:
    """Fit the weights; say how many judgements there were."""
    picture = load_picture(given.picture)
    prior = None if given.model is None else load_model(given.model)
    judged, unknown = judged_pairs(picture, _labels(given.labels))
    for first, second in unknown[:10]:
        sys.stderr.write(
            f"{given.labels.name}: {first} and {second} are not both in the picture.\n"
        )
    if len(unknown) > 10:
        sys.stderr.write(f"{given.labels.name}: so are {len(unknown) - 10} further pairs.\n")
    model = train(judged, prior=prior, name=given.output.stem)
    save_model(model, given.output)
    sys.stdout.write(
        f"{given.output} written: weights from {judged.is_one.size} judged pairs, "
        f"{int(judged.is_one.sum())} of them one thing. Use it with: intarsia duplicates "
        f"{given.picture} --model {given.output}\n"
    )
    return DONE


def _labels(path: Path) -> list[tuple[str, str, bool]]:
    """The judged pairs of a csv file: id, id, whether they are one thing; "unsure" is left out."""
    try:
        return _labels_in(path)
    except (OSError, UnicodeDecodeError, csv.Error) as reason:
        raise LabelError(
            "labels.unreadable",
            f"{path} cannot be read as a csv file in UTF-8 ({reason}). Save it as UTF-8 text, with "
            "the columns id_a, id_b and verdict.",
            file=path.name,
        ) from None


def _labels_in(path: Path) -> list[tuple[str, str, bool]]:
    means = {"right": True, "wrong": False, "1": True, "0": False, "yes": True, "no": False}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"id_a", "id_b", "verdict"} - set(reader.fieldnames or ())
        if missing:
            raise LabelError(
                "labels.column_missing",
                f"{path.name} has no column {', '.join(sorted(missing))}. Its columns should be "
                "id_a, id_b and verdict.",
                file=path.name,
                column=", ".join(sorted(missing)),
            )
        labels = []
        for number, row in enumerate(reader, 2):
            verdict = (row["verdict"] or "").strip().casefold()
            if verdict in ("", "unsure"):
                continue
            if verdict not in means:
                raise LabelError(
                    "labels.unknown_verdict",
                    f"{path.name}, row {number}: “{row['verdict']}” is no verdict. "
                    "Write right, wrong or unsure.",
                    file=path.name,
                    row=number,
                    value=row["verdict"],
                )
            labels.append((row["id_a"] or "", row["id_b"] or "", means[verdict]))
    return labels
