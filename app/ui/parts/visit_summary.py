"""What a visit amounts to, on one card: for looking over before signing, and afterwards."""

import flet as ft

from app.ui.parts.badges import BAD, GOOD, LOUD, badge, severity_badge
from app.ui.parts.finding_parts import say_days
from app.ui.parts.frame import card, small


def summary_card(text, summary) -> ft.Control:
    asked = sum(one.asked for one in summary.sections)
    answered = sum(one.answered for one in summary.sections)
    marks = [
        badge(text("summary.passed", count=summary.passed), GOOD, ft.Icons.CHECK),
        badge(text("summary.failed", count=summary.failed), BAD if summary.failed else GOOD, ft.Icons.CLOSE),
        badge(text("summary.not_applicable", count=summary.not_applicable)),
        badge(text("summary.photos", count=summary.photos), icon=ft.Icons.PHOTO_CAMERA),
    ]
    if summary.majors:
        marks.append(badge(text("summary.majors", count=summary.majors), LOUD, ft.Icons.PRIORITY_HIGH))
    if summary.fixed_on_site:
        marks.append(badge(text("summary.fixed", count=summary.fixed_on_site), GOOD))
    rows = [finding_line(text, number, one) for number, one in enumerate(summary.findings, 1)]
    return card(
        [
            ft.Text(
                text("summary.answered", answered=answered, asked=asked),
                theme_style=ft.TextThemeStyle.TITLE_SMALL,
            ),
            ft.Row(marks, wrap=True, spacing=6, run_spacing=6),
            *(rows or [small(text("summary.no_findings"))]),
        ]
    )


def finding_line(text, number: int, finding) -> ft.Control:
    days = say_days(text, finding.deadline_days)
    return ft.Column(
        [
            ft.Text(f"{number}. {finding.text}"),
            ft.Row(
                [
                    severity_badge(text, finding.severity),
                    small(" · ".join(filter(None, [finding.place, days]))),
                ],
                wrap=True,
                spacing=8,
            ),
        ],
        spacing=2,
    )
