"""The site and the data release: what goes out, what pages say, what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from evaluator.cli import cli
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.extensions.publish.changes import CHANGES, changed
from evaluator.extensions.publish.edition import Order, data_files, edition_files, refuse_library
from evaluator.extensions.publish.finding import finding_of, turn_of, turning_pair
from evaluator.extensions.publish.holdings import holdings
from evaluator.extensions.publish.long_tables import LONG
from evaluator.extensions.publish.package import Release, field_of
from evaluator.extensions.publish.pages import Edition
from evaluator.extensions.publish.site import MANIFEST, faults_of, standing_site, write_site
from evaluator.extensions.verify.site_files import files_otherwise
from evaluator.library import Library, shipped_root
from evaluator.model.country import Source
from evaluator.model.schema import columns_of
from evaluator.reports.page_reader import faults_on, read_page
from evaluator.store.signature import PublicKey, check_signature, read_signing_key
from evaluator.tables.files import TABLES
from tests.reports.known_faults import differences
from tests.tiny import question, write_library

SOME = ("MDA", "SRB", "HRV", "AUS", "BRA", "XKX")
QUIET = Edition(printed=False)


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def whole(library):
    return holdings(library)


@pytest.fixture(scope="module")
def held(library):
    return holdings(library, SOME)


@pytest.fixture(scope="module")
def order(tmp_path_factory):
    return Order(tmp_path_factory.mktemp("site") / "out", replace(QUIET, languages=("en", "sr-Cyrl")))


@pytest.fixture(scope="module")
def files(library, held, order):
    return edition_files(library, held, order, str)


def test_no_page_of_the_site_says_what_it_does_not_show(files):
    pages = {name: read_page(content.decode()) for name, content in files.items() if name.endswith(".html")}
    told = [told for name, page in pages.items() for told in differences(f"site {name}", faults_on(page))]
    assert told == []
    read = [figure for name, page in pages.items() if "sr-Cyrl" in name for _, figure in page.figures]
    assert len(read) > len(SOME)


def text_of(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.decode()).split())


def own_library(folder, names="Moldova"):
    """Return a library with a country's file of its own over the shipped one."""
    path = folder / "countries" / "MDA" / "country.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"iso3: MDA\nnames: {{en: '{names}'}}\n", encoding="utf-8")
    return Library.open(folder)


def test_the_page_of_a_plan_has_what_its_score_is_read_beside(files):
    page = text_of(files["BRA-2018-2022.html"])
    assert re.search(
        r"black ticks: the best answers of \d real plans taken together 0\.\d\d, level 2 everywhere 0\.50, "
        r"Arvenia \(invented\) 0\.",
        page,
    )
    assert re.search(r"\d\d% of what the score counts is above the lowest level, at \d\.\d of 4 there", page)


def test_a_draft_stays_and_is_named_and_the_final_rating_of_the_same_plan_goes_out(held, files):
    assert "AUS-2020-2025 (law-and-practice)" in held.drafts
    assert "AUS-2020-2025.html" in files
    assert not any("AUS-2020-2025.law-and-practice" in name for name in files)


def test_a_final_assessment_without_an_answer_goes_into_no_site(tmp_path):
    inside = Path("countries/BRA/plans/BRA-2018-2022/assessments/four-paradigms")
    shutil.copytree(shipped_root() / inside, tmp_path / inside, ignore=lambda *_: ["agreed.csv", "log.csv"])
    for path in (tmp_path / inside).glob("*.csv"):
        path.write_text("criterion_id,status\n", encoding="utf-8")
        head = path.with_suffix(".yaml")  # a person's: under a machine's name stand the shipped ratings alone
        head.write_text(head.read_text(encoding="utf-8").replace("kind: machine\n", ""), encoding="utf-8")
    out = tmp_path / "out"
    told = CliRunner().invoke(cli, ["publish", str(out), "--check", "--only", "BRA", "--library", str(tmp_path)])
    assert told.exit_code == 2, told.output
    assert "BRA-2018-2022 (four-paradigms): no question has an answer" in told.output
    assert "evaluator sheet export BRA-2018-2022" in told.output
    assert not list(out.rglob("*.*"))


def test_of_the_record_of_2011_as_many_verdicts_turn_as_counted_by_hand(whole):
    study = next(group.study for group in whole.groups if group.year == "2011")
    bands = ["very high on record", "high on record", "middle on record", "low on record", "very low on record"]
    steps = []
    for place in range(len(study.entrants)):
        counting = [row for w, row in zip(study.weightings, study.verdicts, strict=True) if not study.is_void(w.id)]
        grades = [row[place].grade.grade for row in counting]
        if None not in grades:
            at = [bands.index(grade) for grade in grades]
            steps.append(max(at) - min(at))
    turn = turn_of(study)
    assert (turn.units, turn.judged) == (len(study.entrants), len(steps))
    assert turn.moved == len(steps) - Counter(steps)[0]
    assert turn.far == sum(step >= 2 for step in steps)
    assert turn.ends == Counter(steps)[4]
    lead, rest = finding_of(study)
    assert lead == f"Same record, other verdict: {turn.moved} of {turn.judged} turn on whose weights are used."
    assert f"on {turn.ends} from one end of the scale to the other" in rest


def test_of_few_the_one_that_turns_furthest_is_named_and_of_none_what_is_missing(library):
    moldova = holdings(library, ("MDA",))
    assert finding_of(moldova.main.study)[0].startswith("MDA-2011: very high on record for “national-police-border”")
    lead, rest = finding_of(holdings(library, ("ARG",)).groups[0].study)
    assert lead == "Nothing here is assessed far enough for a verdict."
    assert "a verdict needs 67%" in rest


def test_nothing_final_and_a_strange_country_are_told_in_a_sentence(library, tmp_path):
    with pytest.raises(UnknownNameError, match="no country is called"):
        holdings(library, ("QQQ",))
    own = write_library(tmp_path, [question("a")], {"a": ("rated", "2")})
    with pytest.raises(
        EvaluatorError, match=r"^What was rated by tiny has no page, as pages contrast 2 frames and it h"
    ):
        holdings(own, ("XXA",))
    header = tmp_path / "countries/XXA/plans/XXA-2020-2023/assessments/tiny/aa.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("state: final", "state: draft"), encoding="utf-8")
    with pytest.raises(EvaluatorError, match="No assessment here is final"):
        holdings(Library.open(tmp_path), ("XXA",))


def test_each_frame_is_told_with_its_nearest_and_furthest(files):
    told = text_of(files["frames.html"])
    assert re.search(r"Nearest frames, with the weight that lies elsewhere: [^;]+ \(\d+%\)[^;]*; furthest: ", told)


def test_every_link_leads_somewhere_and_nothing_is_asked_elsewhere(files):
    assert faults_of(files) == []
    for name, data in files.items():
        if name.endswith(".html") and "explorer" not in name:
            asked = re.sub(r'<a href="https?://[^"]*" rel="noopener"', "", data.decode())  # what a reader follows
            assert not re.search(r'(?:src|href)="(?:https?:)?//', asked), name


def test_a_unit_page_says_what_the_two_furthest_frames_say_and_its_files_hold_the_scores_of_the_study(held, files):
    unit = next(unit for unit in held.units if unit.name == "MDA-2007")
    worst, best = unit.frames.ends
    told = text_of(files["MDA-2007.html"])
    assert "“Police and border”: very high on record; “ASTRA”: very low on record." in told
    assert "1 of 4" in told
    assert "not official evaluation" not in told
    assert "Worked example, read by machine, checked by no person." in told
    rows = {row["weighting"]: row for row in csv.DictReader(io.StringIO(files["data/MDA-2007.csv"].decode()))}
    assert len(rows) == len(unit.frames.verdicts) == 26
    assert float(rows[best.weighting_id]["score"]) == best.score
    assert float(rows[worst.weighting_id]["high"]) == worst.bounds[1]
    whole = json.loads(files["data/MDA-2007.json"])
    assert [one["score"] for one in whole["scores"]] == [one.score for one in unit.frames.verdicts]
    assert set(whole["scores"][0]) == set(whole["definitions"]["scores"])


def test_the_script_that_compares_has_every_score_range_and_band(held, files):
    data = json.loads(files["scores.js"].decode().removeprefix("window.NAP_SCORES=").removesuffix(";\n"))
    for unit in held.units:
        cells = data["units"][unit.name][2]
        names = {w.id: w.names["en"] for w in unit.group.rubric.weightings.values()}
        assert data["frames"][data["units"][unit.name][0]] == [names[one.weighting_id] for one in unit.frames.verdicts]
        for cell, result in zip(cells, unit.frames.verdicts, strict=True):
            assert cell[0] == (None if result.score is None else round(result.score, 4))
            assert cell[3] == (result.grade.grade or "")


def test_the_script_that_compares_has_the_question_and_the_level_of_every_answer(held, files):
    data = json.loads(files["scores.js"].decode().removeprefix("window.NAP_SCORES=").removesuffix(";\n"))
    levels = 0
    for unit in held.units:
        rubric, _, _, own = data["units"][unit.name]
        rows = list(csv.DictReader(io.StringIO(files[f"data/{unit.name}.criteria.csv"].decode())))
        by_question = {unit.group.rubric.by_id[row["criterion_id"]].plain: row["level"] for row in rows}
        asked = [question for question, _ in data["questions"][rubric]]
        assert [by_question[question] for question in asked] == ["" if one is None else str(one) for one in own]
        levels += sum(one is not None for one in own)
        assert all(one is None or one <= top for one, (_, top) in zip(own, data["questions"][rubric], strict=True))
    assert levels > len(held.units)


def test_places_are_of_the_same_year_and_say_what_ranges_allow(files):
    told = text_of(files["MDA-2007.html"])
    assert "Among others of the same year" in told
    assert re.search(r"ASTRA 3 of 3 its range lies above that of 0, below that of 2", told)


def test_every_language_has_every_page_with_words_of_its_own_for_bands(files):
    english = {name for name in files if name.endswith(".html") and "/" not in name}
    assert {
        name.partition("/")[2] for name in files if name.startswith("sr-Cyrl/") and name.endswith(".html")
    } == english
    assert "веома ниско по записима" in files["sr-Cyrl/MDA-2007.html"].decode()
    assert 'href="../site.css"' in files["sr-Cyrl/index.html"].decode()


def test_the_same_library_gives_the_same_bytes_and_the_pages_keep_to_their_size(library, held, files, order):
    assert edition_files(library, held, order, str) == files
    assert len(files["index.html"]) + len(files["site.css"]) + len(files["site.js"]) + len(files["search.js"]) < 200_000
    assert max(len(data) for name, data in files.items() if re.fullmatch(r"[A-Z]{3}-.*\.html", name)) < 100_000


def test_a_name_that_looks_like_a_script_is_text_everywhere(tmp_path):
    library = own_library(tmp_path / "own", names="<script>alert(1)</script>")
    found = edition_files(library, holdings(library, ("MDA",)), Order(tmp_path / "out", QUIET), str)
    for name, data in found.items():
        if name.endswith((".html", ".js", ".svg", ".xml")):
            assert b"<script>alert" not in data, name
    assert "&lt;script&gt;alert(1)" in found["MDA.html"].decode()


def test_a_folder_with_other_files_is_refused_and_a_site_is_replaced_as_a_whole(library, held, order, files, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    mine = Order(folder, QUIET)
    one = holdings(library, ("SRB",))
    with pytest.raises(EvaluatorError, match=r"holds what no site put there: notes\.txt"):
        edition_files(library, one, mine, str)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    (folder / "notes.txt").unlink()
    write_site(mine.folder, edition_files(library, one, mine, str))
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["site"] == "nap-evaluator"
    write_site(mine.folder, edition_files(library, holdings(library, ("MDA",)), mine, str))
    assert not (folder / "SRB.html").exists()
    assert (folder / "MDA.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_no_force_deletes_a_folder_that_never_held_a_site(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").touch()
    with pytest.raises(EvaluatorError, match=r"mine\.txt\. Name a new folder, as in `evaluator publish site`"):
        standing_site(tmp_path / "letters", force=True)


def test_the_site_that_stood_comes_back_where_the_new_one_cannot_move(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    write_site(folder, {"a.html": b"old"})
    real = Path.rename

    def rename(self, target):
        if target == folder and not self.name.endswith("-before"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(EvaluatorError, match="No space left"):
        write_site(folder, {"a.html": b"new"})
    assert (folder / "a.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_rubric_of_any_field_with_two_frames_and_one_plan_has_its_pages(tmp_path):
    write_library(tmp_path / "own", [question("a"), question("b")], {"a": ("rated", "4"), "b": ("rated", "0")})
    frames = tmp_path / "own" / "rubrics" / "tiny" / "weightings"
    other = (frames / "w.yaml").read_text(encoding="utf-8").replace("id: w\n", "id: v\n").replace("Own", "Other")
    heavy = "overrides: [{criterion: a, times: 9, origin: modelled, ground: a wish}]\n"
    (frames / "v.yaml").write_text(other + heavy, encoding="utf-8")
    library = Library.open(tmp_path / "own")
    found = edition_files(library, holdings(library, ("XXA",)), Order(tmp_path / "out", QUIET), str)
    assert "Xan 2020–2023: A under every frame that can judge it." in text_of(found["index.html"])
    assert "CC BY" not in text_of(found["XXA-2020-2023.tiny.html"])
    assert "2006" not in text_of(found["XXA-2020-2023.tiny.html"])
    assert "90%" in text_of(found["XXA-2020-2023.tiny.html"])


def test_the_reports_of_plans_are_printed_unless_refused(tmp_path):
    own = tmp_path / "own"
    write_library(own, [question("a")], {"a": ("rated", "4")})
    call = ["publish", "--library", str(own), "--lang", "en", "--only", "XXA"]
    alone = CliRunner().invoke(cli, [*call, str(tmp_path / "alone")])
    assert alone.exit_code == 2, "a rubric with one frame has no contrast to show"
    assert "`evaluator new weighting NAME --rubric tiny --from w --library" in alone.output
    frames = own / "rubrics" / "tiny" / "weightings"
    (frames / "v.yaml").write_text((frames / "w.yaml").read_text(encoding="utf-8").replace("id: w\n", "id: v\n"))
    for told, printed in (([], {"XXA-2020-2023.tiny.pdf"}), (["--no-pdf"], set())):
        out = tmp_path / f"out{len(told)}"
        done = CliRunner().invoke(cli, [*call, *told, str(out)])
        assert done.exit_code == 0, done.output
        assert {path.name for path in out.rglob("*.pdf")} == printed


def test_a_folder_of_the_library_is_refused(tmp_path):
    library = own_library(tmp_path / "own")
    refuse_library(library, tmp_path / "site")
    with pytest.raises(EvaluatorError, match="a folder of the library"):
        refuse_library(library, tmp_path / "own" / "countries" / "site")


def test_a_release_stays_under_its_number_says_what_changed_and_is_never_another(library, tmp_path):
    folder = tmp_path / "out"
    first = Order(folder, Edition(release="2026.1", printed=False))
    moldova = holdings(library, ("MDA",))
    write_site(first.folder, edition_files(library, moldova, first, str))
    kept = (folder / "2026.1" / "MDA-2007.html").read_bytes()
    assert b"Data release 2026.1, as it was" in kept
    both = holdings(library, ("MDA", "SRB"))
    with pytest.raises(EvaluatorError, match=r"Release 2026\.1 stands already.*call this one 2026\.2"):
        edition_files(library, both, first, str)
    second = Order(folder, Edition(release="2026.2", printed=False))
    found = edition_files(library, both, second, str)
    write_site(second.folder, found)
    assert edition_files(library, both, second, str) == found
    assert 'href="2026.1/index.html"' in found["data.html"].decode()
    assert 'href="../2026.1/index.html"' in found["2026.2/data.html"].decode()
    assert (folder / "2026.1" / "MDA-2007.html").read_bytes() == kept
    old = [name for name in found if name.startswith("2026.2/") and name.endswith(".html")]
    for name in old:
        up = "../../" if name.startswith("2026.2/sr-Cyrl/") else "../"
        newest = re.findall(r'<p class="notice muted"><a href="([^"]*index[.]html)">', found[name].decode())
        assert newest == [f"{up}index.html"], name
    told = text_of((folder / "changes.html").read_bytes())
    assert "public-record: 5 added." in told
    archive = zipfile.ZipFile(folder / "2026.2" / "data" / "nap-evaluator-2026.2.zip")
    rows = list(csv.DictReader(io.TextIOWrapper(archive.open("changes.csv"), encoding="utf-8")))
    assert {(row["rubric"], row["change"], row["iso3"]) for row in rows} >= {("public-record", "added", "SRB")}
    assert not [row for row in rows if row["plan_id"] == "MDA-2007"]
    assert told.index("2026.2") < told.index("The first release.")
    assert (folder / "changes.xml").read_text(encoding="utf-8").count("<entry>") == 2


def test_a_release_alone_has_no_page_stays_under_its_number_and_a_site_may_follow(library, tmp_path):
    folder = tmp_path / "out"
    moldova, both = holdings(library, ("MDA",)), holdings(library, ("MDA", "SRB"))
    first, second = (
        Order(folder, Edition(release=number, printed=False, languages=("en",))) for number in ("2026.1", "2026.2")
    )
    write_site(folder, data_files(library, moldova, first))
    archive = "data/nap-evaluator-2026.1.zip"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.is_file()} == {
        archive, f"2026.1/{archive}", MANIFEST, f"2026.1/{MANIFEST}"
    }  # fmt: skip
    assert files_otherwise(folder / MANIFEST) == files_otherwise(folder / "2026.1" / MANIFEST) == ()
    assert data_files(library, moldova, first)[archive] == (folder / archive).read_bytes()
    with pytest.raises(EvaluatorError, match=r"Release 2026\.1 stands already.*call this one 2026\.2"):
        data_files(library, both, first)
    told = json.loads(data_files(library, moldova, second)[MANIFEST])["changes"]
    assert [(one["release"], one["lines"]) for one in told] == [
        ("2026.2", ["No score changed."]), ("2026.1", ["The first release."])
    ]  # fmt: skip
    whole = edition_files(library, moldova, first, str)
    assert whole[archive] == (folder / archive).read_bytes()
    assert "2026.1/MDA-2007.html" in whole
    write_site(folder, edition_files(library, both, second, str))
    assert files_otherwise(folder / MANIFEST) == ()
    assert (folder / f"2026.1/{archive}").read_bytes() == whole[archive]
    with pytest.raises(EvaluatorError, match="holds a site, which a release alone would replace"):
        data_files(library, both, Order(folder, Edition(release="2026.3", printed=False)))


def test_a_signed_release_has_the_signatures_of_its_archive_and_of_the_list_of_all_files(library, tmp_path):
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    (tmp_path / "key").write_bytes(private.private_bytes(*form))
    (tmp_path / "key").chmod(0o600)
    key = read_signing_key(tmp_path / "key")
    order = Order(tmp_path / "out", Edition(release="2026.1", printed=False, languages=("en",)), key=key)
    moldova = holdings(library, ("MDA",))
    found = edition_files(library, moldova, order, str)
    archive = "data/nap-evaluator-2026.1.zip"
    signed = {f"{folder}{name}" for folder in ("", "2026.1/") for name in (archive, MANIFEST)}
    assert {name for name in found if name.endswith(".sig")} == {f"{name}.sig" for name in signed}
    write_site(order.folder, found)
    public = PublicKey(private.public_key().public_bytes_raw())
    assert {check_signature(order.folder / name, public).state for name in signed} == {"good"}
    assert f"{archive}.sig" in json.loads(found[MANIFEST])["files"]
    assert edition_files(library, moldova, order, str) == found


def test_the_pair_that_takes_turns_is_firmly_ahead_on_both_sides_most_often():
    def study(*frames):
        rows = [[SimpleNamespace(bounds=bounds) for bounds in row] for row in frames]
        views = [SimpleNamespace(id=str(k)) for k in range(len(rows))]
        entrants = [SimpleNamespace()] * len(rows[0])
        return SimpleNamespace(verdicts=rows, weightings=views, entrants=entrants, is_void=lambda _: False)

    high, middle, low = (0.8, 0.9), (0.5, 0.6), (0.1, 0.55)
    # Units 0 and 2 take turns; 1 overlaps with the lower of them and is never behind the other.
    assert turning_pair(study([high, middle, low], [low, middle, high])) == (0, 2)
    assert turning_pair(study([high, middle, low], [high, high, low])) is None
    assert turning_pair(study([high], [low])) is None


def test_what_a_release_changed_is_found_by_comparing_scores():
    head = "weighting,plan_id,score,grade\n"
    before = {
        "scores/a.csv": f"{head}equal,X-1,0.5,C\nequal,X-2,0.4,D\nequal,X-4,0.1,E\n".encode(),
        "scores/b.csv": head.encode(),
    }
    after = {
        "scores/a.csv": f"{head}equal,X-1,0.5,B\nequal,X-2,,\nequal,X-3,1,A\n".encode(),
        "scores/c.csv": head.encode(),
    }
    assert changed(before, after) == (
        (
            "a: 1 of 2 scores changed, the most for X-2 under equal: 0.40 to no score; 2 bands changed; 1 added; "
            "1 taken out."
        ),
        "b: no longer part of the release.",
        "c: new.",
    )
    assert changed(before, before) == ()


@pytest.fixture(scope="module")
def release(library, whole):
    return Release(library, whole, "2026.1", "2026-11-29")


@pytest.fixture(scope="module")
def package(release):
    return release.files({})


def test_every_column_of_every_table_is_declared_and_every_table_says_its_licence(package):
    held = json.loads(package["datapackage.json"])
    tables = [one for one in held["resources"] if one.get("type") == "table"]
    assert len(tables) > 150
    for one in tables:
        head = next(csv.reader(io.StringIO(package[one["path"]].decode("utf-8-sig"))))
        assert [field["name"] for field in one["schema"]["fields"]] == head
        assert one["licenses"][0]["title"]
    chapters = next(one for one in tables if one["path"] == "countries/facts/report-chapters.csv")
    assert chapters["licenses"][0]["title"].startswith("all rights reserved by the author")
    assert "name" not in chapters["licenses"][0]
    graph = {one["@id"]: one for one in json.loads(package["ro-crate-metadata.json"])["@graph"]}
    assert graph["countries/facts/report-chapters.csv"]["license"].startswith("all rights reserved by the author")
    linked = graph["scores/four-paradigms.csv"]["license"]["@id"]
    assert graph[linked]["name"] == "CC-BY-4.0"


def test_ratings_of_drafts_and_what_they_alone_cite_do_not_go_out(package, library):
    assert "countries/AUS/plans/AUS-2020-2025/assessments/four-paradigms/a.csv" in package
    assert not any("AUS-2020-2025/assessments/law-and-practice" in name for name in package)
    name = "countries/AUS/plans/AUS-2020-2025/evidence.csv"
    whole = list(csv.DictReader((shipped_root() / name).read_text(encoding="utf-8").splitlines()))
    out = list(csv.DictReader(io.StringIO(package[name].decode())))
    final = (shipped_root() / name.replace("evidence.csv", "assessments/four-paradigms/a.csv")).read_text(
        encoding="utf-8"
    )
    cited = {one for row in csv.DictReader(final.splitlines()) for one in row["evidence_ids"].split(";")}
    assert {row["evidence_id"] for row in out} == cited & {row["evidence_id"] for row in whole}
    assert len(out) < len(whole)


def test_a_dropped_column_stays_in_the_codebook_with_the_release_that_dropped_it(release):
    before = b"table,column,type,meaning,dropped_in\nrubrics/tests.csv,gone,text,what it was,\n"
    rows = list(csv.DictReader(io.StringIO(release.files({"codebook.csv": before})["codebook.csv"].decode())))
    assert next(row for row in rows if row["column"] == "gone")["dropped_in"] == "2026.1"
    declared = {table.path for table in TABLES}
    assert {row["table"] for row in rows} - declared == {"scores/<rubric>.csv", "countries/units.csv", *LONG} - {
        CHANGES
    }


def test_a_table_without_a_licence_is_refused(tmp_path):
    library = own_library(tmp_path / "own")
    own = holdings(library, ("MDA",))
    with pytest.raises(EvaluatorError, match=r"countries/MDA/country\.yaml is yours and has no licence: say --licence"):
        Release(library, own, "2026.1", "2026").files({})
    mine = Release(library, own, "2026.1", "2026", "CC0-1.0")
    assert mine.files({})
    assert [one["title"] for one in mine.licences_of("ratings.csv")] == ["CC0-1.0", "CC-BY-4.0"]
    assert [one["title"] for one in mine.licences_of("scores/public-record.csv")] == ["CC-BY-4.0"]
    facts = shipped_root() / "countries" / "facts"
    (tmp_path / "own" / "countries" / "facts").mkdir()
    shutil.copy(facts / "economic.csv", tmp_path / "own" / "countries" / "facts" / "mine.csv")
    with pytest.raises(EvaluatorError, match=r"countries/facts/mine\.csv"):
        Release(Library.open(tmp_path / "own"), own, "2026.1", "2026", "CC0-1.0").files({})


@pytest.mark.slow
@pytest.mark.skipif(find_spec("frictionless") is None, reason="frictionless is not installed")
def test_every_table_is_valid_and_a_broken_cell_is_found(package, tmp_path, monkeypatch):
    from frictionless import system, validate

    for name, data in package.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    with system.use_context(trusted=True):
        assert [task.name for task in validate("datapackage.json").tasks if not task.valid] == []
        scores = tmp_path / "scores" / "four-paradigms.csv"
        scores.write_text(scores.read_text(encoding="utf-8").replace(",0.", ",none", 1), encoding="utf-8")
        assert not validate("datapackage.json").valid


def test_dates_at_known_precision_are_text_with_a_pattern_and_no_day_is_made_up():
    (start,) = [column for column in columns_of(Source) if column.label == "date"]
    assert field_of(start)["type"] == "string"
    assert re.fullmatch(field_of(start)["constraints"]["pattern"], "2024")


def fields_of_package(package):
    """Yield each field of each table with the cells that are filled."""
    for one in json.loads(package["datapackage.json"])["resources"]:
        if one.get("type") == "table":
            rows = list(csv.DictReader(io.StringIO(package[one["path"]].decode("utf-8-sig"))))
            for field in one["schema"]["fields"]:
                yield one["path"], field, {row[field["name"]] for row in rows} - {""}


def test_every_pattern_is_one_of_xml_schema_and_takes_every_cell(package):
    etree = pytest.importorskip("lxml.etree")
    space = "http://www.w3.org/2001/XMLSchema"
    kinds, cells = {}, {}
    for path, field, values in fields_of_package(package):
        if pattern := field.get("constraints", {}).get("pattern"):
            assert not re.search(r"\(\?|^\^|\$$|\\[^sdw.|*+?(){}\[\]\\]", pattern), (path, field["name"])
            kinds[pattern] = field["name"]
            cells.setdefault(pattern, set()).update(values)
    assert {"date", "evidence_id", "url", "rated_from"} & set(kinds.values())
    assert len(kinds) > 4
    for pattern, values in cells.items():
        schema = etree.Element(f"{{{space}}}schema", nsmap={"xs": space})
        element = etree.SubElement(schema, f"{{{space}}}element", name="cell")
        simple = etree.SubElement(element, f"{{{space}}}simpleType")
        rules = etree.SubElement(simple, f"{{{space}}}restriction", base="xs:string")
        etree.SubElement(rules, f"{{{space}}}pattern", value=pattern)
        holds = etree.XMLSchema(etree.fromstring(etree.tostring(schema)))
        for value in sorted(values):
            cell = etree.Element("cell")
            cell.text = value
            assert holds.validate(cell), (pattern, value)
        cell.text = "; ;"
        assert not holds.validate(cell), pattern


def test_a_release_has_an_id_of_its_own_and_the_page_of_who_publishes(library, whole, package):
    def told(**said):
        release = Release(library, whole, **{"number": "2026.1", "date": "2026-11-29", **said})
        return json.loads(release.files({})["datapackage.json"])

    plain = json.loads(package["datapackage.json"])
    assert "homepage" not in plain
    home = told(publisher="A House", home="https://example.org/")
    assert home["homepage"] == home["contributors"][0]["path"] == "https://example.org/"
    next_one = told(publisher="A House", home="https://example.org/", number="2026.2")
    ids = [plain["id"], home["id"], next_one["id"]]
    assert len({UUID(one) for one in ids}) == len(ids)


def test_the_command_lists_what_goes_out_writes_nothing_on_check_and_ends_with_1_for_a_draft(tmp_path):
    def run(*words):
        return CliRunner().invoke(cli, ["publish", str(tmp_path / "out"), *words])

    told = run("--check", "--only", "BRA,SRB", "--lang", "en")
    assert told.exit_code == 1
    assert "BRA-2018-2022\n" in told.stdout
    assert "Drafts stay here: SRB-2017-2018 (law-and-practice)." in told.stderr
    assert list(tmp_path.iterdir()) == []
    assert run("--no-pdf", "--only", "BRA", "--lang", "en").exit_code == 0
    assert (tmp_path / "out" / "BRA-2018-2022.html").exists()
    (tmp_path / "publisher.yaml").write_text("name: A House\n", encoding="utf-8")
    alone = ("--release", "2026.1", "--publisher", str(tmp_path / "publisher.yaml"), "--only", "BRA", "--data-only")
    refused = run(*alone)
    assert (refused.exit_code, "holds a site" in refused.stderr) == (2, True)
    shutil.rmtree(tmp_path / "out")
    assert run(*alone).stdout == f"{tmp_path / 'out' / 'data' / 'nap-evaluator-2026.1.zip'}\n"
    assert not list((tmp_path / "out").rglob("*.html"))
    for words, said in (
        (("--data-only",), "--release 2026.1"),
        (("--release", "may"), "no year and number"),
        (("--address", "nap"), "no address of the web"),
        (("--lang", "tlh"), "no language of reports"),
        (("--only", "QQQ"), "no country is called"),
    ):
        refused = run(*words)
        assert refused.exit_code == 2
        assert said in refused.stderr
