"""A page for people who do not use a terminal; one file, nothing is fetched."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kg.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation.findings import Finding
    from kg.validation.reports.told import Told

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem;
  color: #1b1b1b; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #ccc; padding: .4rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
tr.violation td:first-child { border-left: .3rem solid #a40000 }
tr.warning td:first-child { border-left: .3rem solid #b36b00 }
tr.info td:first-child { border-left: .3rem solid #2f5d8a }
tr.excused { color: #555 }
code { background: #f2f2f2 }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #161616 } code { background: #2a2a2a }
  th, td { border-color: #444 } tr.excused { color: #aaa }
}
"""


def write(told: Told) -> str:
    """Return a page: the counts, a row for each finding, and what each check is about."""
    title = escape(f"Check of {told.title}")
    body = [f"<h1>{title}</h1>", f"<p>{escape(told.summary())}</p>"]
    if told.findings:
        head = "".join(
            f'<th scope="col">{name}</th>' for name in ("Where", "What", "What to do", "Check")
        )
        rows = "".join(f"{_row(finding)}\n" for finding in told.findings)
        body.append(f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>")
        body += _checks(told)
    page = "\n".join(body)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>{_STYLE}</style></head><body>\n{page}\n</body></html>\n"
    )


def _row(finding: Finding) -> str:
    kind = "excused" if finding.excuse else finding.severity
    where = [escape(str(place)) for place in finding.places or (Place(finding.focus),)]
    where += [f"see also {escape(str(place))}" for place in finding.related]
    value = f"<code>{escape(finding.value)}</code> " if finding.value else ""
    excuse = f"<br>Excused: {escape(finding.excuse)}" if finding.excuse else ""
    cells = (
        f"{kind}<br>{'<br>'.join(where)}",
        f"{value}{escape(finding.message)}{excuse}",
        escape(finding.remedy),
        f'<a href="#{escape(finding.check)}">{escape(finding.check)}</a>',
    )
    return f'<tr class="{kind}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _checks(told: Told) -> Iterator[str]:
    yield "<h2>The checks</h2><dl>"
    for name in sorted({finding.check for finding in told.findings}):
        about = told.checks.get(name)
        text = f"{about.title}. {about.problem} {about.solution}" if about else "See its message."
        yield f'<dt id="{escape(name)}">{escape(name)}</dt><dd>{escape(text)}</dd>'
    yield "</dl>"
