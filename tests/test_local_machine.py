"""The example that asks a machine on one's own computer, against a small server that speaks its interface."""

from __future__ import annotations

import importlib.util
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.intake.proposals import proposals_for
from evaluator.library import Library, examples_root

PLAN = "XAR-2022-2025"
RUBRIC = "four-paradigms"
GOOD = {
    "status": "rated", "level": 3, "confidence": "high", "page": "R001", "quotation": "agencies take no fee",
    "reason": "no fee",
}  # fmt: skip
ANSWERS = {
    "recruitment-regulation": f"Here it is:\n```json\n{json.dumps(GOOD)}\n```",
    "labour-inspection": json.dumps({**GOOD, "quotation": "words that the plan does not hold"}),
    "education-prevention": json.dumps({**GOOD, "level": 9}),
    "demand-measures": "I cannot answer that.",
}
SILENT = json.dumps({"status": "silent", "confidence": "low", "reason": "nothing", "searched": "1-15"})


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("local_machine", examples_root() / "local_machine.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(examples_root(), folder)
    return folder


@pytest.fixture
def served(own):
    """Serve the interface on this computer, and keep what was sent."""
    questions = {c.question: c.id for c in Library.open(own).rubric(RUBRIC).criteria}
    heard = []

    class Machine(BaseHTTPRequestHandler):
        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append((self.path, said))
            name = questions[said["messages"][1]["content"].partition("\n")[0]]
            content = ANSWERS.get(name, SILENT)
            body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Machine) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1", heard
        server.shutdown()
        thread.join()


def test_what_a_local_machine_answers_becomes_proposals_or_is_dropped_and_told(script, own, served, tmp_path):
    address, heard = served
    out = tmp_path / "proposals.json"
    words = [PLAN, "--library", str(own), "--server", address, "--model", "small", "--out", str(out)]
    assert script.main(words) == 0
    asked = [c for c in Library.open(own).rubric(RUBRIC).criteria if c.is_rated_by_hand and c.object == "plan"]
    assert [path for path, _ in heard] == ["/v1/chat/completions"] * len(asked)
    sent = json.dumps([said for _, said in heard], ensure_ascii=False)
    assessment = Library.open(own).assessment(PLAN)
    reasons = {row.reason for coding in assessment.codings for row in coding.ratings if len(row.reason) > 40}
    assert reasons
    assert [reason for reason in reasons if reason in sent] == []  # no word of a coder leaves
    taken = CliRunner().invoke(cli, ["panel", "propose", PLAN, str(out), "--library", str(own)])
    assert taken.exit_code == 0, taken.output
    library = Library.open(own)
    (machine,) = proposals_for(library, PLAN, library.rubric(RUBRIC))
    assert machine.header.model == "small"
    assert machine.on("recruitment-regulation").short == "3"
    assert {name: machine.header.dropped[name] for name in ANSWERS if name in machine.header.dropped} == {
        "labour-inspection": "quotation",
        "education-prevention": "rating",
        "demand-measures": "row",
    }


def test_another_computer_is_not_asked_unless_told_and_a_long_text_is_not_sent(script, own, served, tmp_path, capsys):
    address, heard = served
    out = tmp_path / "proposals.json"
    words = [PLAN, "--library", str(own), "--model", "small", "--out", str(out), "--server"]
    assert script.main([*words, "http://192.0.2.1/v1"]) == 2
    assert script.main([*words, "file:///etc/passwd"]) == 2
    script.MOST_SENT, kept = 1000, script.MOST_SENT
    try:
        assert script.main([*words, address]) == 2
    finally:
        script.MOST_SENT = kept
    assert script.main([*words, "http://127.0.0.1:9/v1"]) == 2
    assert not out.exists()
    assert heard == []
    assert "another computer" in capsys.readouterr().err
