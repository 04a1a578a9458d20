"""Says why a file is no list of activities, and which of its sheets and tables were not read."""

from __future__ import annotations

from intarsia.readers.activity_list.sheets import Choice, Refusal
from intarsia.readers.source import ReaderError, SourceFile
from intarsia.tables import ProblemLog

#: Code of a reason -> it in English.
REASONS = {
    "list.pivot": "a pivot table: its figures were counted from a list that is not in it",
    "list.summary": "a summary: it counts and does not list",
    "list.summary_by_place": "a summary by place: it counts organizations or people in each place "
    "and does not say who does what",
    "list.no_organizations": "a table without organizations: it does not say who does it",
    "list.nothing_said": "a form: it has the headings of a list and no filled row",
    "list.organizations_across": "a table with a column an organization: what its crosses and "
    "figures say of each was not read",
    "list.organizations_only": "a list of organizations: it does not say what they do or where",
    "list.headings_unknown": "a table whose headings are in none of the languages known here",
    "list.place_list": "a list of places",
    "list.look_up": "a list to choose from",
    "list.instructions": "text, not a table",
    "list.empty": "empty",
}

#: What else helps than asking the sender.
_OR = {
    "list.no_organizations": " Or, if all of it is of one organization, say which in a mapping.",
}


def refused(choice: Choice, source: SourceFile) -> ReaderError:
    """Return the error that says why no sheet of the file is a list of activities."""
    refusal = choice.refusal
    if refusal is None:
        return ReaderError(
            "list.not_a_list",
            f"{source.name} holds no table. It was not read.",
            file=source.name,
            reason="list.empty",
        )
    others = [one for one in choice.refusals[1:] if one.sheet != refusal.sheet]
    sheet = f"sheet {refusal.sheet} is " if refusal.sheet else "it is "
    more = ""
    if others:
        more = f" None of its {len(others) + 1} sheets lists activities."
    return ReaderError(
        "list.not_a_list",
        f"{source.name} is no list of activities: {sheet}{_said(refusal)}.{more} "
        "Ask its sender for the list behind it: one row an activity, with the organization, what "
        f"it does and where.{_OR.get(refusal.code, '')}",
        file=source.name,
        sheet=refusal.sheet,
        reason=refusal.code,
        **{name: value for name, value in refusal.data.items() if name not in ("file", "sheet")},
    )


def _said(refusal: Refusal) -> str:
    text = REASONS.get(refusal.code, refusal.code)
    figures = refusal.data.get("figures")
    if isinstance(figures, list | tuple) and figures and "summary" in refusal.code:
        text += f" (columns {', '.join(str(one) for one in figures[:4])} …)"
    return text


def say_what_was_left(choice: Choice, log: ProblemLog) -> None:
    """Note which sheets were read where there are several, and what the others are."""
    if len(choice.considered) < 2:
        return
    read = ", ".join(str(one.sheet) for one in choice.considered if one.is_taken)
    for one in choice.considered:
        if one.is_taken:
            if one.is_hidden:
                log.note("list.hidden_sheet_read", sheet=one.sheet)
        elif one.because is not None:
            log.tally(
                f"list.sheet_{one.because}",
                sheet=one.sheet,
                expected=one.same_as or read,
                times=max(one.rows, 1),
            )
        else:
            log.note("list.sheet_not_read", sheet=one.sheet, value=one.verdict, expected=read)
