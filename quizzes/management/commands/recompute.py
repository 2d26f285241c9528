"""``manage.py recompute receipt.json``: proves a receipt, without the database."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.questions import receipt
from quizzes.questions.base import Invalid

LARGEST = 5_000_000  # bytes of a receipt


class Command(BaseCommand):
    help = (
        "Mark again what a receipt holds, and say whether it comes to the same. Asks neither the database nor the "
        "texts. Ends with 1 if a receipt is not proved."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("receipt", nargs="+", help="A receipt.json that was downloaded from a result.")

    def handle(self, *args: Any, receipt: list[str], **options: Any) -> None:
        is_alone, proved = len(receipt) == 1, 0
        for file in receipt:
            try:
                sentence, is_proved = _said(_loaded(file))
            except Invalid as problem:
                sentence, is_proved = f"not proved: {problem}", False
            proved += is_proved
            self.stdout.write(sentence if is_alone else f"{file}: {sentence}")
        if proved < len(receipt):
            raise CommandError(f"{len(receipt) - proved} of {len(receipt)} receipts are not proved.")


def _said(body: Mapping[str, Any]) -> tuple[str, bool]:
    changed = list(receipt.tampered(body))
    if changed:
        return f"not proved: the receipt was tampered with. {' '.join(changed)}", False
    found = receipt.recomputed(body)
    return found.sentence, not found.differences


def _loaded(file: str) -> Mapping[str, Any]:
    try:
        if Path(file).stat().st_size > LARGEST:
            raise CommandError(f"{file} has more than {LARGEST:,} bytes; it is no receipt.")
        body = json.loads(Path(file).read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{file} is not JSON in UTF-8: {error}.") from error
    if not isinstance(body, dict):
        raise CommandError(f"{file} holds no JSON object; it is no receipt.")
    return body
