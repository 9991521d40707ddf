"""`evaluator publish`: write the library as a site, with a data release if one is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.shared.lazy import NAMES_A_PLAN
from evaluator.cli.shared.options import FORCE, PATH, flag, handing, option
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, before_output, leave_open, with_session
from evaluator.errors import EvaluatorError
from evaluator.extensions.publish.edition import Order, archive_name, data_files, edition_files, refuse_library
from evaluator.extensions.publish.holdings import Holdings, asked_frames, holdings, without
from evaluator.extensions.publish.imprint import imprint_of
from evaluator.extensions.publish.pages import Edition
from evaluator.extensions.publish.site import RELEASE, refuse_foreign, write_site
from evaluator.reports.language import language, languages
from evaluator.store.signature import read_signing_key

HEADING = "Contrast"

WEB = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What the site is to hold."""

    address: str = option(
        "--address", default="", metavar="URL", help="Where the site will lie; pages then name pictures for networks."
    )
    release: str = option(
        "--release", default="", metavar="YEAR.NUMBER", help="Make a data release, in a dated folder."
    )
    data_only: bool = flag("--data-only", help="With --release: the data release alone, without pages.")
    units: str = option(
        "--units", type=click.Choice(["region", "all"]), default="region", show_default=True,
        help="Years of the record with a page: of the library's own countries, or all.",
    )  # fmt: skip
    pdf: bool = option("--pdf/--no-pdf", default=True, help="Print the reports of plans and periods too.")
    lang: str = option("--lang", default="", metavar="CODE,...", help="Languages, the first at the root. Else all.")
    only: str = option("--only", default="", metavar="ISO3,...", help="Countries. Else all.")
    licence: str = option(
        "--licence", default="", metavar="NAME", help="Licence of tables of your own folder, for a release."
    )
    groups: bool = flag("--groups", help="Show the frames of groups that a survey asked, too.")
    publisher: Path | None = option(
        "--publisher", type=PATH, metavar="YAML", help="Who publishes. Else publisher.yaml of your folder."
    )
    check: bool = flag("--check", help="Write nothing: list what would go out, and find faults of the site.")
    force: bool = FORCE.field("Replace a site beside which other files lie.")
    sign: Path | None = option(
        "--sign", type=PATH, metavar="KEY", help="Leave signatures by your key: of reports, release and site.json."
    )

    def edition(self, session: Session) -> Edition:
        """Return what every page says of the site.

        Raises
        ------
        click.UsageError
            The address or the release has another form, or data alone are asked for without a release.
        EvaluatorError
            A release has no publisher, or the publisher's file or logo is at fault.
        UnknownNameError
            A language has no catalogue.
        """
        if self.address and not WEB.fullmatch(self.address):
            raise click.UsageError(f"--address {self.address} is no address of the web: begin it with https://.")
        if self.release and not RELEASE.fullmatch(self.release):
            raise click.UsageError(f"--release {self.release} is no year and number: call it as 2026.1.")
        if self.data_only and not self.release:
            raise click.UsageError("--data-only is of a data release: number it, as by --release 2026.1.")
        layers = session.library.templates
        codes = tuple(language(layers, code.strip()).code for code in self.lang.split(",") if code.strip())
        address = f"{self.address.rstrip('/')}/" if self.address else ""
        printed = self.pdf and not self.check
        imprint = imprint_of(session.library.layers, self.publisher)
        if self.release and imprint is None:
            raise EvaluatorError(
                "A release says who publishes it: write publisher.yaml with your `name` and `contact` beside "
                "countries/, or name the file by --publisher."
            )
        found = tuple(dict.fromkeys(codes)) or languages(layers)
        return Edition(self.release, address, found, printed, imprint=imprint)


@click.command("publish")
@click.argument("folder", type=PATH)
@handing(SiteOptions)
@with_session
def command(session: Session, options: SiteOptions, folder: Path) -> None:
    r"""Write the library as a site that needs no server, with its data.

    Only final assessments go out; each draft that stays is named, and then the status
    is 1. Links are relative, and no page asks for anything elsewhere. The folder is
    replaced as a whole, but folders of releases stay; one with other files is refused.
    Frames of groups that a survey asked go out only with --groups.

    \b
    Examples:
      evaluator publish site
      evaluator publish site --no-pdf --lang en
      evaluator publish site --release 2026.1 --publisher publisher.yaml
      evaluator publish data --release 2026.1 --data-only
      evaluator publish site --check
    """
    key = read_signing_key(options.sign) if options.sign else None
    order = Order(folder, options.edition(session), options.licence, options.force, key)
    only = tuple(code.strip().upper() for code in options.only.split(",") if code.strip())
    refuse_library(session.library, order.folder)
    if session.library.has_country(folder.name[:3]) and NAMES_A_PLAN.fullmatch(str(folder)) and not folder.exists():
        told = f"{folder} names a country or plan, and no folder to write to. One country alone:"
        raise EvaluatorError(f"{told} `evaluator publish site --only {folder.name[:3]}`.")
    if not options.check:
        refuse_foreign(order.folder)  # before all plans are read
    held = holdings(session.library, only, every=options.units == "all")  # faults are told at their own place
    stay = {} if options.groups else asked_frames(session.library)
    with without(session.library, stay.values()) as library:
        if stay:
            held = holdings(library, only, every=options.units == "all")
        alone = options.data_only
        files = data_files(library, held, order) if alone else edition_files(library, held, order, session.tell)
    if options.check:
        show("".join(f"{unit.name}\n" for unit in held.units))
    else:
        before_output()
        write_site(order.folder, files)
        show(f"{folder / ('data/' + archive_name(options.release) if alone else 'index.html')}\n")
    _tell_contents(session, held, len(files))
    if stay:
        session.tell(f"Frames of groups that were asked stay here: {', '.join(stay)}. With --groups they go out.")
    leave_open(bool(held.drafts))


def _tell_contents(session: Session, held: Holdings, files: int) -> None:
    years = sum(bool(unit.group.year) for unit in held.units)
    session.tell(f"{files} files: plans and periods {len(held.units) - years}, years of records {years}.")
    if held.drafts:
        session.tell(f"Drafts stay here: {', '.join(held.drafts)}.")
