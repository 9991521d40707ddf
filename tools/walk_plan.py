"""The plan of an invented country as PDF, printed as a ministry's office program does: prose, two columns, a table."""

from __future__ import annotations

from weasyprint import HTML

STYLE = """@page { size: A4; margin: 22mm 20mm } body { font: 10.5pt/1.4 "DejaVu Sans", sans-serif }
h1 { font-size: 17pt } h2 { font-size: 13pt } .two { columns: 2; column-gap: 9mm; text-align: justify }
table { border-collapse: collapse; width: 100%; font-size: 9pt } td, th { border: 0.6pt solid #333; padding: 3pt 4pt;
text-align: left; vertical-align: top } h2 { break-before: page }"""
PROSE = (
    "Victims are identified by any official who meets them, by a list of signs that all bodies use together.",
    "A victim is not detained in any place of custody, whatever papers she or he holds when found.",
    "Assistance is given without a statement to the police and does not end when proceedings end.",
    "A reflection period of ninety days is granted to every presumed victim, and nobody is returned in it.",
    "Persons who were made to break the law are not punished for it, and records of it are cleared.",
    "Labour inspectors visit farms, building sites and kitchens without notice, and speak with workers alone.",
    "Agencies that hire abroad need a licence, and no fee is taken from any worker for a place of work.",
    "An independent rapporteur reads all files, reports to parliament once a year and takes no orders.",
    "Witnesses are heard behind a screen, by video, and with an escort on the day of the hearing.",
    "Officials who take part in the crime are suspended at once and tried by another court.",
)
COLUMNS = (
    "The council meets four times a year and hears those whom the plan concerns before it decides anything at all.",
    "Compensation is paid from a fund that courts fill with what traffickers owned, within six months of a claim.",
    "Residence permits of one year are given on personal grounds and are renewed as long as the ground holds.",
    "Data on persons stay with the body that took them down and pass on only with written consent, never to borders.",
    "Children are heard by persons trained for it, once, in a room that is not the office of the police.",
    "Returns are prepared with the person, are voluntary, and follow a look at what awaits her or him at home.",
)
ROWS = (
    ("1.1", "Train two hundred officers to recognise victims", "Ministry of Interior", "December 2025", "40 000 EUR"),
    ("1.2", "Open a shelter for men in the capital", "Ministry of Social Affairs", "June 2026", "120 000 EUR"),
    ("1.3", "Publish the guide on identification in six tongues", "Coordinator's Office", "March 2025", "9 000 EUR"),
    ("2.1", "Inspect all licensed agencies once a year", "Labour Inspectorate", "continuous", "15 000 EUR"),
    ("2.2", "Pay compensation from the fund of seized goods", "Ministry of Justice", "December 2026", "not costed"),
    ("2.3", "Run a campaign in border districts", "Ministry of Interior", "September 2025", "22 000 EUR"),
    ("3.1", "Set up the office of the independent rapporteur", "Ministry of Justice", "January 2026", "80 000 EUR"),
    ("3.2", "Survey households that employ domestic workers", "Statistical Office", "October 2026", "30 000 EUR"),
)  # fmt: skip


# One sentence of forty-four words, as plans have them.
LONG = (
    "Every person of whom there is reason to believe that she or he was trafficked is, before any decision on "
    "removal, detention or punishment is taken, heard by the mobile team of the referral mechanism, with an "
    "interpreter and a lawyer of free choice."
)
# A table that holds no measures, on the last page, as many plans have one.
YEARS = (("Victims identified", "120", "150", "180"), ("Cases in court", "14", "20", "24"))


def plan_pdf(*, is_ugly: bool = False) -> bytes:
    """Return the plan: two pages of prose, one of two columns, one with a table of measures.

    The ugly one has two more pages: a sentence of forty-four words, and a table that holds no measures.
    """
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    heads = "".join(f"<th>{head}</th>" for head in ("No.", "Activity", "Responsible institution", "Deadline", "Budget"))
    prose = [f"<p>{number}. {text}</p>" for number, text in enumerate(PROSE, start=1)]
    pages = [
        f"<h1>Westland: plan of action against trafficking in persons, 2025 to 2027</h1>{''.join(prose[:5])}",
        f"<h2>Principles, continued</h2>{''.join(prose[5:])}",
        f'<h2>How the plan is run</h2><div class="two">{"".join(f"<p>{text}</p>" for text in COLUMNS)}</div>',
        f"<h2>Measures</h2><table><tr>{heads}</tr>{rows}</table>",
    ]
    if is_ugly:
        heads = "".join(f"<th>{head}</th>" for head in ("What is counted", "2025", "2026", "2027"))
        counts = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in YEARS)
        pages += [
            f"<h2>Hearing</h2><p>{LONG}</p>",
            f"<h2>Figures by year</h2><table><tr>{heads}</tr>{counts}</table>",
        ]
    page = f'<html lang="en"><head><title>Plan</title><style>{STYLE}</style></head><body>{"".join(pages)}</body></html>'
    return bytes(HTML(string=page).write_pdf())
