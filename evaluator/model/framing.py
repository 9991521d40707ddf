"""How a plan frames its subject: problem, blame, actors and remedies as codes, each with its passages.

The four parts are those of the founding paper, which takes them from Snow and Benford: a frame states what is wrong,
who is to blame, what is to be done, and who is called upon to do it. The vocabulary is closed, so that plans can be
compared; `paradigm` names the paper's approach to which a code belongs, if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from evaluator.model.plan import PARADIGMS
from evaluator.model.schema import CoderCode, Filled, PartialDate, Shape, Whole

PARTS = ("problem", "blamed", "actors", "remedies")
MIGRATION, LAW, RIGHTS, ECONOMY = PARADIGMS


@dataclass(frozen=True, slots=True)
class FrameCode:
    """One code of the vocabulary: its meaning, and the paradigm to which it belongs (empty for none)."""

    meaning: str
    paradigm: str = ""


PROBLEMS = {
    "irregular-migration": FrameCode("people move outside of the regular channels", MIGRATION),
    "organised-crime": FrameCode("a crime, often organised and across borders, to be punished", LAW),
    "security-threat": FrameCode("a threat to the state, its borders or its rule of law", LAW),
    "prostitution": FrameCode("prostitution itself, with which trafficking is one", RIGHTS),
    "rights-violation": FrameCode("a violation of the rights and dignity of persons", RIGHTS),
    "discrimination": FrameCode("violence or discrimination against women, minorities or other groups", RIGHTS),
    "harm-to-children": FrameCode("harm to children", RIGHTS),
    "labour-exploitation": FrameCode("exploitation of people at work, forced labour", ECONOMY),
    "poverty-inequality": FrameCode("poverty, unemployment, inequality between people and places", ECONOMY),
    "lack-of-awareness": FrameCode("the public and those at risk know too little"),
    "weak-institutions": FrameCode("bodies that lack means, skill or co-ordination"),
}
BLAMED = {
    "trafficker": FrameCode("the person who traffics", LAW),
    "criminal-network": FrameCode("organised groups", LAW),
    "complicit-official": FrameCode("officials who take part or look away", LAW),
    "buyer": FrameCode("those who buy sexual services"),
    "employer": FrameCode("employers and businesses that profit", ECONOMY),
    "recruiter": FrameCode("recruiters and agencies", ECONOMY),
    "family-community": FrameCode("family or community"),
    "person-at-risk": FrameCode("the person at risk, by lack of knowledge or by choice", MIGRATION),
    "structures": FrameCode("poverty, inequality, lack of work", ECONOMY),
    "migration-policy": FrameCode("closed borders and lack of regular ways", ECONOMY),
    "state": FrameCode("the state, which does not protect", RIGHTS),
}
ACTORS = {
    "police-prosecution": FrameCode("police, prosecutors and courts", LAW),
    "border-consular": FrameCode("border and consular services", MIGRATION),
    "labour-authority": FrameCode("labour ministry, inspection, employment service", ECONOMY),
    "social-services": FrameCode("social and child-protection services", RIGHTS),
    "education": FrameCode("schools and the ministry of education"),
    "co-ordinator": FrameCode("a co-ordinator, commission or task force"),
    "local-authority": FrameCode("municipalities and local teams"),
    "local-ngo": FrameCode("organisations of civil society"),
    "international-organisation": FrameCode("international organisations"),
    "donor-foreign-state": FrameCode("donors and other states"),
    "business": FrameCode("businesses and their associations", ECONOMY),
    "media": FrameCode("media"),
    "survivors": FrameCode("survivors", RIGHTS),
    "public": FrameCode("the public, consumers"),
}
REMEDIES = {
    "border-control": FrameCode("borders, documents, visas", MIGRATION),
    "return": FrameCode("return and repatriation", MIGRATION),
    "information-on-migration": FrameCode("warnings and information on migration", MIGRATION),
    "residence": FrameCode("permission to stay", MIGRATION),
    "prosecution": FrameCode("investigation, prosecution, punishment", LAW),
    "police-co-operation": FrameCode("co-operation and exchange between services", LAW),
    "witness-protection": FrameCode("protection of witnesses", LAW),
    "confiscation-sanctions": FrameCode("confiscation, sanctions, travel limits", LAW),
    "assistance": FrameCode("shelter, help, referral", RIGHTS),
    "non-punishment": FrameCode("no punishment of victims", RIGHTS),
    "participation": FrameCode("a say for survivors and civil society", RIGHTS),
    "awareness": FrameCode("awareness and education", RIGHTS),
    "legal-migration": FrameCode("regular ways to migrate", ECONOMY),
    "labour-rights": FrameCode("rights of workers, inspection, recruitment", ECONOMY),
    "supply-chains": FrameCode("supply chains, procurement, import bans", ECONOMY),
    "demand": FrameCode("lower demand"),
    "development-work": FrameCode("development, training for work, income", ECONOMY),
    "training": FrameCode("training of officials"),
    "data-research": FrameCode("data and research"),
    "co-ordination": FrameCode("co-ordination, local structures"),
    "law-reform": FrameCode("new or changed law"),
}
VOCABULARY = dict(zip(PARTS, (PROBLEMS, BLAMED, ACTORS, REMEDIES), strict=True))
TERMS = (
    "victim", "survivor", "slavery", "exploitation", "prostitution", "sex-work", "illegal-migration",
    "irregular-migration", "organised-crime", "human-rights", "demand", "poverty",
)  # fmt: skip

if TYPE_CHECKING:
    ProblemCode = str
    BlamedCode = str
    ActorCode = str
    RemedyCode = str
    Term = str
else:
    ProblemCode, BlamedCode = Literal[tuple(PROBLEMS)], Literal[tuple(BLAMED)]
    ActorCode, RemedyCode, Term = Literal[tuple(ACTORS)], Literal[tuple(REMEDIES)], Literal[TERMS]


class FramePassage(Shape):
    """A place in a source that shows a code, with a note in the coder's own words."""

    source_id: Filled
    locator: Filled
    note: str = ""


def _has_a_passage(passages: tuple[FramePassage, ...]) -> tuple[FramePassage, ...]:
    if not passages:
        raise ValueError("at least one passage: `source_id`, `locator` and, if need be, `note`")
    return passages


Passages = Annotated[tuple[FramePassage, ...], AfterValidator(_has_a_passage)]


class Coded(Shape):
    """Base class of coded items: each has at least one passage."""

    passages: Passages


class CodedProblem(Coded):
    """A problem that the plan names, with the passages that name it."""

    code: ProblemCode


class CodedBlame(Coded):
    """A person, body or cause that the plan blames for the problem."""

    code: BlamedCode


class CodedActor(Coded):
    """An actor that the plan calls upon to act."""

    code: ActorCode


class CodedRemedy(Coded):
    """A remedy that the plan proposes."""

    code: RemedyCode


class WordCount(Shape):
    """The number of times that a term occurs in the text read, and the place of that text."""

    count: Whole = Field(ge=0)
    source_id: Filled
    locator: Filled


class FramingFile(Shape):
    """The content of `framing.yaml`: how the plan frames its subject, as one coder reads it."""

    coder: CoderCode
    state: Literal["draft", "final"]
    coded: PartialDate | None = None
    problem: tuple[CodedProblem, ...] = ()
    blamed: tuple[CodedBlame, ...] = ()
    actors: tuple[CodedActor, ...] = ()
    remedies: tuple[CodedRemedy, ...] = ()
    words: dict[Term, WordCount] = {}
    notes: str = ""

    def part(self, name: str) -> tuple[CodedProblem | CodedBlame | CodedActor | CodedRemedy, ...]:
        """Return the codes of one part; `name` is one of `PARTS`."""
        codes: tuple[CodedProblem | CodedBlame | CodedActor | CodedRemedy, ...] = getattr(self, name)
        return codes
