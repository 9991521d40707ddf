"""Country reports: one beside WeasyPrint alone, and 195 invented countries by two processes beside one.

Run as `python benchmarks/reports.py [--countries 195] [--pairs 2] [--of 24]`. The
countries are made in a temporary folder from the Albanian plan under codes that
ISO 3166 leaves to its users. One report is measured by own processor time,
variants interleaved; many by the clock, one and two processes in turn, so that
the ratio holds only where two cores are free: beside it stands how much of them
the run got. Bounds to keep: 1.25 times WeasyPrint; charts 5 per cent; a heat map
of all 10 times a country report; a contrast of eleven countries 10 times one of them;
1.7 times faster by two processes; memory that does not grow with the number of reports.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pypdfium2

from evaluator.batch import BatchProgress, ReportJob, jobs_for, print_reports
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import carried_files
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_html, country_pdf, report_view
from evaluator.reports.html.fetch import base_address, locked_fetcher
from evaluator.reports.pdf.write import VARIANT, load_weasyprint, write_pdf
from evaluator.reports.region import region_html, region_pdf, region_view
from tests.batch.synthetic import write_countries

ROUNDS = 11
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def timed(variants: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return own processor times of each, interleaved, after one run to warm up."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    for turn in range(ROUNDS + 1):
        for name, run in variants.items():
            begun = time.process_time()
            run()
            times[name] += [time.process_time() - begun] if turn else []
    return times


def one_report(library: Library) -> None:
    """Print one report from the model, and its HTML by WeasyPrint alone, with and without its charts."""
    rubric = library.rubric()
    card = evaluate(library.assessment("ALB", rubric), rubric)
    page = country_html(library, report_view(library, card), carried_files(library, card, "en"))
    weasyprint = load_weasyprint()

    def alone(html: str) -> bytes:
        fetcher, base = locked_fetcher(library.templates), base_address(library.templates)
        document = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
        return bytes(document.write_pdf(pdf_variant=VARIANT))

    bare, charts = SVG.sub("", page), len(SVG.findall(page))
    times = timed(
        {"model": lambda: country_pdf(library, card), "alone": lambda: alone(page), "bare": lambda: alone(bare)}
    )
    spent = {name: statistics.median(found) for name, found in times.items()}
    # A small difference of two large times: over all rounds, for a median keeps the noise of one.
    drawn = 1 - statistics.fmean(times["bare"]) / statistics.fmean(times["alone"])
    print(f"one report: {len(page) / 1000:.0f} kB of HTML, {charts} charts; medians of {ROUNDS}")
    print(f"  from the model to the PDF   {spent['model']:6.2f} s   {spent['model'] / spent['alone']:.2f} x WeasyPrint")
    print(f"  WeasyPrint alone            {spent['alone']:6.2f} s")
    print(f"  without the charts          {spent['bare']:6.2f} s   charts: {drawn:.1%}")


def by_the_page(library: Library) -> None:
    """Print each kind of report on the eleven countries of the region by the page, and the contrast beside one."""
    rubric = library.rubric("public-record")
    cards = [evaluate(library.assessment(f"{code}-2011", rubric), rubric) for code in REGION]
    kinds: dict[str, Callable[[], bytes]] = {
        "country": lambda: country_pdf(library, cards[0]),
        "comparative": lambda: region_pdf(library, cards, "comparative"),
        "contrast": lambda: contrast_pdf(library, contrasted_cards(library, cards)),
        "brief": lambda: region_pdf(library, cards, "brief"),
    }
    spent: dict[str, float] = {}
    print(f"{len(cards)} countries, the least of three:")
    for kind, made in kinds.items():
        times, content = [], b""
        for _ in range(3):
            begun = time.process_time()
            content = made()
            times.append(time.process_time() - begun)
        with pypdfium2.PdfDocument(content) as pdf:
            spent[kind], pages = min(times), len(pdf)
        print(f"  {kind:12} {spent[kind]:6.2f} s   {pages:2d} pages   {spent[kind] / pages:.2f} s a page")
    print(f"  the contrast takes {spent['contrast'] / spent['country']:.1f} x a country report")


def heat_map(library: Library, plans: Sequence[str]) -> None:
    """Print the heat map of the comparative report on all plans, alone, and the report on one of them."""
    rubric = library.rubric()
    cards = [evaluate(library.assessment(plan_id, rubric), rubric) for plan_id in plans]
    page = region_html(library, region_view(cards, "comparative"))
    head, _, rest = page.partition('<h2 id="heat"')
    body = head.index(">", head.index("<main")) + 1
    table = re.sub(r"</?section[^>]*>", "", rest[: rest.index("<h2")])
    alone = f'{page[:body]}<h1>{len(cards)}</h1><h2 id="heat"{table}</main></body></html>'
    begun = time.process_time()
    write_pdf(alone, library.templates, (), "2026")
    middle = time.process_time()
    country_pdf(library, cards[0])
    whole, one = middle - begun, time.process_time() - middle
    print(
        f"heat map, {len(cards)} plans x {len(rubric.criteria)} criteria: {whole:.1f} s, {whole / one:.1f} x a report"
    )


def clocked(
    jobs: Sequence[ReportJob], workers: int, watch: Callable[[BatchProgress], None] | None = None
) -> tuple[float, float]:
    """Print all jobs anew; return seconds by the clock and of processor time; tell how much of the cores was had."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    result = print_reports(jobs, progress=watch, workers=workers, again=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(result.of("printed")) == len(jobs), [done.failure for done in result.of("failed")][:1]
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"  {len(jobs):3d} reports, {workers} process{'es' if workers > 1 else '  '}  {wall:6.1f} s   "
        f"{wall / len(jobs):.2f} s each; {own / wall / workers:4.0%} of {workers} cores"
    )
    return wall, own


def one_and_two(jobs: Sequence[ReportJob], pairs: int) -> None:
    """Print the same reports by one process and by two, in turn."""
    print("one process and two, in turn, each started afresh:")
    found = [(clocked(jobs, 1), clocked(jobs, 2)) for _ in range(pairs)]
    by_clock = [one[0] / two[0] for one, two in found]
    by_work = [one[1] / two[1] * 2 for one, two in found]
    print(f"  two are {statistics.median(by_clock):.2f} x as fast (of {', '.join(f'{r:.2f}' for r in by_clock)});")
    print(f"  the processor time of both allows {statistics.median(by_work):.2f} x where two cores are free")


def memory(pid: int | str) -> int:
    """Return the resident memory of a process in MB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) // 1000 if found else 0


def all_countries(jobs: Sequence[ReportJob]) -> None:
    """Print all by two processes, watching their memory; then run again with nothing to do."""
    print("all countries, two processes:")
    seen: list[tuple[int, int, int]] = []

    def watch(step: BatchProgress) -> None:
        workers = [memory(child.pid or 0) for child in multiprocessing.active_children()]
        seen.append((step.done, max(workers, default=0), memory("self")))

    clocked(jobs, 2, watch)
    for part in range(1, 5):
        done = [row for row in seen if (part - 1) / 4 < row[0] / len(jobs) <= part / 4]
        print(
            f"  reports {done[0][0]:3d} to {done[-1][0]:3d}: largest process {max(r[1] for r in done):4d} MB, "
            f"this one {max(r[2] for r in done):4d} MB"
        )
    begun = time.perf_counter()
    result = print_reports(jobs)
    print(f"  run again: {len(result.of('up-to-date'))} up to date, {time.perf_counter() - begun:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--countries", type=int, default=195, help="how many in all")
    parser.add_argument("--pairs", type=int, default=2, help="how often one process and two, in turn")
    parser.add_argument("--of", type=int, default=24, help="of how many countries each")
    asked = parser.parse_args()
    one_report(Library.open())
    by_the_page(Library.open())
    with tempfile.TemporaryDirectory() as name:
        own, out = Path(name) / "own", Path(name) / "out"
        out.mkdir()
        plans = write_countries(own, asked.countries)
        jobs = jobs_for(Library.open(own), plans, out)
        heat_map(Library.open(own), plans)
        one_and_two(jobs[: asked.of], asked.pairs)
        all_countries(jobs)


if __name__ == "__main__":
    main()
