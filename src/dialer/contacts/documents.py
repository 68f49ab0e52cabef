"""The JSON documents of the contract: a contact, and how a number was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.contacts.model import Contact, FileReport
    from dialer.contacts.numbers.reading import Candidate, Reading
    from dialer.core.strings import Strings


def contact_to_json(contact: Contact) -> dict[str, object]:
    """Return the document of a contact."""
    return {
        "id": contact.id,
        "name": contact.name,
        "organisation": contact.organisation,
        "title": contact.title,
        "numbers": [
            {"raw": number.raw, "e164": number.e164, "label": number.label, "callable": number.callable}
            for number in contact.numbers
        ],
        "emails": list(contact.emails),
        "source": contact.source,
    }


def reading_to_json(reading: Reading, strings: Strings, region: str = "") -> dict[str, object]:
    """Return the document that ``dialer number`` prints; its reasons are sentences.

    Args:
        reading: how a text was read.
        strings: the user's language.
        region: the own country; with it, the document tells in which ways an account may send a number.
    """
    candidates = [_candidate_to_json(candidate, strings) for candidate in reading.candidates]
    if region:
        for each, candidate in zip(candidates, reading.candidates, strict=True):
            each["sent_as"] = ways_to_send(candidate, region)
    document: dict[str, object] = {"input": reading.input, "candidates": candidates}
    if not reading.candidates:
        document["reason"] = strings.text(reading.reason or "contacts.number.no_number")
    return document


def ways_to_send(candidate: Candidate, region: str) -> dict[str, str] | None:
    """Return a number as each number format of an account writes it; None where it cannot be called."""
    if candidate.e164 is None or not candidate.callable:
        return None
    from dialer.contacts.numbers.numbers import STYLES, format_for  # heavy

    return {style: format_for(candidate.e164, style, region) for style in STYLES}


def rule_name(candidate: Candidate, strings: Strings) -> str | None:
    """Return what people call the company's rule by which a number was read; None where there was none."""
    rule = candidate.rule
    return None if rule is None else strings.text(f"number_rules.fired.{rule.kind.value}", what=rule.what)


def report_to_json(report: FileReport, strings: Strings) -> dict[str, object]:
    """Return the document that ``dialer contacts import`` prints for a file."""
    return {
        "file": report.file,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "skipped": [{"line": line, "reason": strings.text(reason)} for line, reason in report.skipped],
    }


def _candidate_to_json(candidate: Candidate, strings: Strings) -> dict[str, object]:
    return {
        "raw": candidate.raw,
        "e164": candidate.e164,
        "national": candidate.national,
        "international": candidate.international,
        "region": candidate.region,
        "type": candidate.type.value,
        "callable": candidate.callable,
        "confirm": candidate.confirm,
        "extension": candidate.extension,
        "reason": strings.text(candidate.reason) if candidate.reason else None,
        "rule": rule_name(candidate, strings),
    }
