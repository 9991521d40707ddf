"""The claims that a page may make, as patterns: the same names and the same parts in every language.

A pattern finds a claim inside a sentence, however long the sentence is. `<n>` counts what holds, `<of>` of how many.
A language that is not here is not read; Serbian in Latin letters is read by the patterns in Cyrillic ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

NUM = r"(?<!\d)\d+[.,]\d+"
COUNT = r"\d+"

ENGLISH: Mapping[str, str] = {
    # The frames of one plan.
    "frames.all": r"\bAll (?P<n>\d+) (?:frames|ways to weigh)\b",
    "frames.of": r"\b(?P<n>\d+) of (?P<of>\d+) (?:frames|ways to weigh)\b",
    "frames.others.all": r"\b(?:under|and) all (?P<n>\d+) others\b",
    "frames.others.of": r"\b(?:under|and) (?P<n>\d+) of the (?P<of>\d+) others\b",
    "frames.thin": r"\b[Uu]nder (?P<n>\d+) frames? too little is assessed",
    "frames.capped": r"(?P<n>\d+) lies? in a higher band than",
    "frames.give": r"\b(?P<n>\d+)(?: of \d+ frames)? gives? “?(?P<grade>[^“”,;:.]+)",
    "frames.all.give": r"\bAll (?P<n>\d+) frames give “?(?P<grade>[^“”,;:.]+)",
    "signs": r"In charts: (?P<list>.+?)\.$",
    "signs.one": r"(?P<sign>\S+) (?P<name>[^;]+)(?:; |$)",
    "frames.cannot": r"\b(?P<n>\d+) (?:cannot judge it|too little was assessed(?:, with (?:a score|scores) so far (?P<list>[^;]+))?)",
    "frames.in": r"(?P<n>\d+) in “?(?P<grade>[^”,;.]+)",
    "frames.where": rf"where (?P<n>\d+) frames? can judge it(?:; (?P<low>{NUM}) to (?P<high>{NUM}) so far where (?P<left>\d+) cannot)?",
    "frames.dotless": r"without a dot: (?P<n>\d+) frames?",
    "frames.hollow": r"hollow: (?P<n>\d+) frames? under which too little is assessed",
    "frames.split": r"Frames with (?P<share>\d+) ?% or more on control give (?P<grade>\S+); all others give (?P<other>\S+)",
    "frames.spread": rf"\b[Ff]rom (?P<low>{NUM}) under “(?P<lowest>[^”]+)” to (?P<high>{NUM}) under “(?P<highest>[^”]+)”",
    "frames.score": rf"(?:\b(?P<grade>[A-ZА-Я]) \()?(?P<score>{NUM})\)? under “(?P<frame>[^”]+)”",
    "frames.head": r"^control$",
    "record.apart": r"The public record is another rubric",
    "range.unit": r"where it can (?:still )?end up|once the rest is answered",
    "range.word": r"outside (?:its|their|the) (?:own )?ranges?",
    "weight.puts": r"“(?P<frame>[^”]+)” puts (?P<share>\d+)% of its weight where .+? is at level (?P<level>\d) or above; “(?P<rival>[^”]+)” (?P<less>\d+)%",
    "level.head": r"^level (?P<level>\d)$",
    # The levels of the criteria of one plan.
    "levels.top": r"Of (?P<of>\d+) criteria, (?P<n>\d+) reach(?:es)? the top level",
    "levels.none.above": r"Of (?P<of>\d+) criteria, none stands above level (?P<level>\d)",
    "levels.highest": r"^Where it comes furthest: level (?P<level>\d) of (?P<top>\d)",
    "levels.rated": r"(?P<n>\d+) of (?P<of>\d+) criteria are rated(?:; of (?P<least>\d+) more)?",
    "levels.rated.top": r"(?P<n>\d+) of (?P<of>\d+) criteria answered reach(?:es)? the top level",
    "levels.rated.none": r"Of (?P<of>\d+) criteria answered, none stands above level (?P<level>\d)",
    "levels.read": r"(?P<n>\d+) of (?P<of>\d+) questions could be read, (?P<whole>\d+) of them to the end",
    "levels.answered": r"^(?P<n>\d+) of (?P<of>\d+) questions (?:is|are) answered",
    "levels.unit": r"^Level reached",
    "levels.count": r"^level (?P<level>\d)$",
    "levels.boxes": r"^One box a (?:criterion|question)",
    "levels.least": r"for (?P<n>\d+) only a least level is known",
    "levels.open": r"dashed: (?P<n>\d+) not assessed",
    "group.meets": r"^(?P<group>.+?): (?P<n>\d+|none) of (?P<of>\d+) assessed criteria (?:meets? the standard|reach(?:es)? the rubric’s norm)",
    "asked.count": r"^(?:What is asked: (?P<n>\d+) |(?P<n2>\d+) things? to do first)",
    "asked.one": r"^(?P<n>\d+) \S",
    "aim": r"Aim: level (?P<level>\d)",
    # The matrix of several.
    "mean.unit": r"mean level",
    "mean.ends": rf"[Hh]ighest on average(?: so far)?: (?P<best>.+?) \((?P<high>{NUM})\+?\); lowest: (?P<worst>.+) \((?P<low>{NUM})\+?\)",
    "mean.counted": r"^(?P<n>\d+) criteria$",
    "gaps.none": r"^No gap (?:that \w+ share|is shared)",
    "gaps.count": r"^(?:(?P<n>\d+) gaps? that \w+ share|Shared gaps: (?P<n2>\d+))",
    "gaps.title": r"^(?P<name>.+?): (?P<n>\d+) of (?P<of>\d+) at level (?P<level>\d) or less(?:; the same share on (?P<wide>\d+) others?)?(?:; shared on (?P<more>\d+) more)?$",
    "gaps.more": r" and (?P<n>\d+) more$",
    "gaps.share": r"^(?P<name>.+?) (?P<n>\d+) of (?P<of>\d+) at level (?P<level>\d) or less of \d(?:: (?P<who>.+))?$",
    "gaps.brief": r"^(?P<name>.+?) \((?P<n>\d+)/(?P<of>\d+)\)$",
    "mean.told": r"(?P<n>\d+) of (?P<of>\d+) criteria have an average",
    "mean.open": r"the means? of (?P<n>\d+) criteri(?:on|a) (?:is|are) that or more",
    "mean.none": r"no mean: (?P<n>\d+) (?:criteri(?:on|a)|harms?)",
    "gaps.rule": r"at least (?P<n>\d+) \w+ (?:is|are) rated and (?P<every>all )?stays? at (?P<share>\d+)% of the scale or less",
    "gaps.row": r"^(?P<name>.+?) (?P<n>\d+) \w+ rated, best level (?P<level>\d) of (?P<top>\d)$",
    "gaps.low": r"(?P<name>[^:;]+?) \((?P<n>\d+) of (?P<of>\d+) at level (?P<level>\d)(?: or less)?\)",
    "level.of": r"\blevel (?P<level>\d) of (?P<top>\d)",
    "practice.count": r"on (?P<n>\d+) criteri(?:on|a) a \w+ reaches the norm",
    "practice.met": r"^Good practice: (?P<n>\d+) questions? on which the norm is met",
    "practice.is": r"The norm is level (?P<level>\d)",
    "practice.item": r"(?P<name>[^;(.]+?) \((?P<who>(?:[^()]|\([^()]*\))+)\)(?:; |\. |\.?$)",
    "practice.more": r"(?P<n>\d+) more (?:is|are) in the workbook",
    "practice.norm": r"where they reach level (?P<level>\d)",
    "practice.row": r"^(?P<name>.+?) level (?P<level>\d) of (?P<top>\d)$",
    # Several, side by side.
    "units.count": r"^(?P<n>\d+) [\w ]+ side by side$",
    "units.many": r"(?:under \d+ frames|side by side|in brief)$",
    "units.short": r"[Tt]oo little was read for a score: (?P<names>[^.]+)",
    "map.unit": r"^A tile is a country",
    "map.alike": r"^(?:Both|All) frames see each country alike",
    "map.some": r"Both frames see (?P<n>\d+) countr(?:y|ies) alike",
    "map.cannot": r"(?P<n>\d+) cannot be compared",
    "map.one": r"(?P<n>\d+) countr(?:y|ies) can be judged under one frame alone",
    "map.brackets": r"in brackets: (?P<n>\d+) countr",
    "map.empty": r"empty: (?P<n>\d+) countr",
    "map.moved": r"^(?P<n>\d+) of (?P<of>\d+) countr(?:y|ies) looks? different",
    "ranges.apart": r"^The ranges of (?P<n>\d+) of (?P<of>\d+) pairs? do not overlap",
    "ranges.ends": rf"^From (?P<low>{NUM}) for (?P<worst>.+?) to (?P<high>{NUM}) for (?P<best>.+?)(?:; (?P<n>\d+) more cannot be judged|,? where \d+ frames? can .*)?$",
    "ranges.hollow": r"hollow: (?P<n>\d+) of which too little is assessed",
    "ranges.alone": r"by name alone: (?P<n>\d+) of which too little was read",
    "documented": r"“[^”]+” is documented in (?P<n>\d+) of (?P<of>\d+): (?P<names>[^.]+)\.",
    "ranges.overlap": r"^All ranges overlap",
    "weakest": r"Lowest score most often: (?P<name>.+) \((?P<n>\d+) of (?P<of>\d+)\)",
    "verdicts": r"^(?P<n>\d+) ha(?:s|ve) enough on record for a verdict: (?P<list>[^.]+)\.",
    "verdicts.one": r"(?P<n>\d+) (?:is|are) (?P<grade>[^,.]+)",
    # A contrast.
    "place.stands": r"^(?P<first>\w+) of (?P<of>[\w-]+) for one, (?P<last>[\w-]+) for another: where (?P<plan>.+?) stands depends",
    "place.goes": r"(?P<plan>[^.;]+?) goes from (?P<first>[\w-]+) to (?P<last>[\w-]+)",
    "place.always": r"(?P<plan>[^.;]+?) is always (?P<low>[\w-]+?)(?: or (?P<high>[\w-]+))?\.",
    "place.drawn": r"^Place under (?P<n>\d+) of (?P<of>\d+) frames",
    "place.can": r"(?P<n>\d+) of (?P<of>\d+) can be first",
    "apart.better": r"(?:Of (?P<of>\d+), (?P<n>\d+)|(?P<n2>\d+) of (?P<of2>\d+)) looks? better to .+? than to .+?(?:, (?P<worse>\d+) worse)?$",
    "apart.moves": rf"(?P<name>[^;.]+?) (?P<gap>[+−]{NUM})",
    "apart.firm": r"In (?P<n>\d+) of the (?P<of>\d+) that differ the two ranges do not overlap",
    "apart.unit": r"Right: difference",
    "firm.list": r"^Left: firmly ahead",
    "firm.pairs": r"\b[Ii]n (?P<n>\d+) of (?P<of>\d+) pairs of ranked \w+ one is firmly ahead",
    "firm.title": r"The order is firm for (?P<n>\d+) of (?P<of>\d+) pairs",
    "prevailed.means": rf"Mean score:? (?P<one>{NUM}) under (?:the frames that prevailed|(?P<frames>\d+) frames[^,]*?\([^)]*\)), (?P<other>{NUM}) under (?:the others|(?P<others>\d+) of actors)",
    "prevailed.average": rf"give (?:higher|lower) scores: (?P<one>{NUM}) on average, the others (?P<other>{NUM})",
    "prevailed.row": r"^Mean of the (?P<n>\d+): ",
    # One number for one thing, wherever it stands.
    "one.coverage": r"(?P<n>\d+)% of what counts was assessed",
    "one.texts": r"Read: (?P<n>\d+) texts? on practice",
    "one.passages": r"(?P<n>\d+) passages? (?:is|are) cited",
    "one.measures": r"plan’s (?P<n>\d+) measures?\b|^Of (?P<n2>\d+) measures\.?$",
    # Scores.
    "table.country": r"^(?:Country|Plan|State)$",
    "table.score": r"^Score$",
    "table.range": r"^Range$",
    "table.coverage": r"^Coverage$",
    "table.frame": r"^Frame$",
    "unread": r"^too little read$",
    "nothing.scored": r"Under (?P<n>\d+)% nothing is scored",
    # A report on one plan, beside its annex.
    "frames.two": rf"score(?: of \w+)?:? \(?(?P<a>{NUM}) to (?P<b>{NUM})\)?\.?$|By the frame “[^”]+” the score is (?P<a2>{NUM}); by “[^”]+”, (?P<b2>{NUM})|: why (?P<a3>{NUM}) under “[^”]+” and (?P<b3>{NUM}) under|It runs from [\w ]+ \((?P<a4>{NUM})\) under “[^”]+” to [\w ]+ \((?P<b4>{NUM})\) under",
    "frames.lead": rf"^Grade (?P<grade>\w) \({NUM}\) under “[^”]+” and under (?:all )?(?P<n>\d+)(?: of the \d+)? others?(?P<rest>(?:[;,] \w under \d+)*)",
    "frames.rest": r"(?P<grade>\w) under (?P<n>\d+)",
    "table.group": r"^Paradigm and stance$|^Group$",
    "table.met": r"^Met$",
    "table.bound": r"^Bound the state from$",
    "table.became": r"^What became of it$",
    "table.recommended": r"^What is recommended$",
    "table.passages": r"^Source, place, and what it says$",
    "table.found": r": what was found$",
    "table.ahead": r"^Firmly ahead of it$",
    "table.draws": r"^How often the ",
    "table.others": r"^Scores of the other countries$",
    "table.peers": r"(?:Of|In no \w+ is .+ of) the countries compared",
    "span.rest": rf"(?P<low>{NUM}) (?:and|to) (?P<high>{NUM}) (?:and the grade|once the rest is answered)",
    "unread.share": r"[Ww]hat (?:was not assessed|is open) \((?P<n>\d+)%\) could",
    "score.lead": rf"^Grade \w[\w ]* \((?P<score>{NUM})\) under",
    "rated.silent": r"(?P<n>\d+) rated(?:, (?P<silent>\d+) silent)?[.,]",
    "silent": r"\bsilent\b",
    "ends.groups": rf"^(?P<best>[^(]+) \((?P<high>{NUM})\) lies clearly above (?P<worst>[^(]+) \((?P<low>{NUM})\)",
    "none.reaches": r"[Nn]o (?:assessed )?criterion (?:that [\w ]+? )?reaches level (?P<level>\d)",
    "none.low": r"[Nn]o criterion that (?:counts here|was read to the end) is at level (?P<level>\d) or below",
    "uncounted": r"no weight here|yardstick",
    "level.cell": r"^(?P<level>\d+) of \d+(?! estimated)",
    "bound": r"Provisions that bound the state: (?P<n>\d+) checked, (?P<met>\d+) met(?:, (?P<asked>\d+) as far as asked)?",
    "bound.unknown": r"^(?:not known|later|never)",
    "bound.with": r" with ",
    "bound.later": r"^later, (?P<day>.+)$",
    "bound.after": r", after these years$",
    "binds": r"(?P<name>[^.:;]+?): binds the state since (?P<day>[^.]+)\.",
    "binds.never": r"^Left out, because they never bound the state: (?P<names>.+)",
    "binds.treaties": r"binding treaties",
    "drafts": r"Drafts from the rubric\. No body has been asked",
    "done": r"^implemented",
    "asked": r"Asked(?: in [^:;]+)?[:;](?:[^;]*; )?(?P<became>[^.;]+)\.",
    "weights.each": r"\d each",
    "weightless": r"It has no weight under this frame",
    "in.use": r"^In use here",
    "no.text": r"Text read: no text",
    "breached.no": r"not breached|[Nn]o safeguard is breached",
    "state.silent": r"^(?:the plan is silent|not mentioned)",
    "state.kept": r"^kept",
    "state.apart": r"^does not apply",
    "state": r"^(?:kept|in part|level \d or more|the plan is silent|not mentioned|breached|not assessed)\b",
    "silent.of": r"(?:says nothing on|[Nn]othing is said on) (?P<n>\d+) of (?P<of>\d+)",
    "kept.of": r"(?P<n>\d+) of (?P<of>\d+)(?: safeguards (?:is|are))? kept",
    "ranked": r"^(?P<n>\d+) of (?P<of>\d+)(?: \w+)? (?:have|has) a rank under",
    "ranked.all": r"Each of the (?P<of>\d+)(?: \w+)? has a rank under",
    "ranked.none": r"None of the (?P<of>\d+)(?: \w+)? has a rank under",
    "highest.on": r"(?P<end>highest|lowest) on (?P<list>.+?)(?= and lowest|$)",
    "highest": r"^highest$",
    "group.with": r"(?P<name>[A-Z][\w ]+?)(?: \(with (?P<n>\d+) others?\))?(?:, |$)",
    "pearson": r"Pearson.s r\)[^.]*[+−-]\d\.\d\d",
    "plans": r" of (?P<n>\d+) (?:countries|states|plans)|(?P<n2>\d+) (?:national action plans|public records|states)",
}  # fmt: skip

SERBIAN: Mapping[str, str] = {
    "frames.all": r"\b(?:Сви оквири \(|Свих (?=\d+ начина))(?P<n>\d+)",
    "frames.of": r"\b(?P<n>\d+) од (?P<of>\d+) (?:оквира|начина)\b",
    "frames.others.all": r"\bу (?:сва|свих) (?P<n>\d+) остал(?:а|их)\b",
    "frames.others.of": r"\bу (?P<n>\d+) од (?P<of>\d+) (?:осталих|других)\b",
    "frames.thin": r"\b[Уу] (?P<n>\d+) оквир[уа] процењено је премало",
    "frames.capped": r"(?P<n>\d+) (?:је|су) у вишем појасу од",
    "frames.give": r"\b(?P<n>\d+)(?: од \d+ оквира)? дај?[еу] „?(?P<grade>[^„“,;:.]+)",
    "frames.all.give": r"\bСви оквири \((?P<n>\d+)\) дају „?(?P<grade>[^„“,;:.]+)",
    "signs": r"На цртежима: (?P<list>.+?)\.$",
    "signs.one": r"(?P<sign>\S+) (?P<name>[^;]+)(?:; |$)",
    "frames.cannot": r"\b(?P<n>\d+) (?:процењено је премало|не (?:може|могу) да га оцен[еи](?:, уз досадашњ\w+ резултате? (?P<list>[^;]+))?)",
    "frames.in": r"(?P<n>\d+) у „?(?P<grade>[^“,;.]+)",
    "frames.where": rf"где га (?:оквири \()?(?P<n>\d+)(?:\)| оквир\w*) мо(?:же|гу) оценити(?:; засад (?P<low>{NUM}) до (?P<high>{NUM}) где не мо(?:же|гу) \((?P<left>\d+)\))?",
    "frames.dotless": r"без тачке: (?P<n>\d+) оквир",
    "frames.hollow": r"шупље: (?P<n>\d+) оквир\w* у којима је процењено премало",
    "frames.split": r"Оквири са (?P<share>\d+) ?% или више на контроли дају (?P<grade>\S+); сви остали дају (?P<other>\S+)",
    "frames.spread": rf"\b[Оо]д (?P<low>{NUM}) у оквиру „(?P<lowest>[^“]+)“ до (?P<high>{NUM}) у оквиру „(?P<highest>[^“]+)“",
    "frames.score": rf"(?:\b(?P<grade>[A-ZА-Я]) \()?(?P<score>{NUM})\)? у оквиру „(?P<frame>[^“]+)“",
    "frames.head": r"^контрола$",
    "record.apart": r"Јавни запис је друга рубрика",
    "range.unit": r"докле може да стигне|може да заврши|кад се одговори на остало",
    "range.word": r"изван (?:свог |својих )?распона",
    "weight.puts": r"„(?P<frame>[^“]+)“ ставља (?P<share>\d+)% своје тежине тамо где је ниво (?P<level>\d) или више \(.+?\); „(?P<rival>[^“]+)“ (?P<less>\d+)%",
    "level.head": r"^ниво (?P<level>\d)$",
    "levels.top": r"Од (?P<of>\d+) критеријума највиши ниво дости(?:же|жу) (?P<n>\d+)",
    "levels.none.above": r"Од (?P<of>\d+) критеријума ниједан није изнад нивоа (?P<level>\d)",
    "levels.highest": r"^Где стиже најдаље: ниво (?P<level>\d) од (?P<top>\d)",
    "levels.rated": r"Оцењено је (?P<n>\d+) од (?P<of>\d+) критеријума(?:; за још (?P<least>\d+))?",
    "levels.rated.top": r"(?P<n>\d+) од (?P<of>\d+) критеријума са одговором достиж[еу] највиши ниво",
    "levels.rated.none": r"Од (?P<of>\d+) критеријума са одговором ниједан није изнад нивоа (?P<level>\d)",
    "levels.read": r"(?P<n>\d+) од (?P<of>\d+) питања мог\w+ се прочитати, до краја (?P<whole>\d+)",
    "levels.answered": r"^одговорено је на (?P<n>\d+) од (?P<of>\d+) питања",
    "levels.unit": r"^Достигнути ниво",
    "levels.count": r"^ниво (?P<level>\d)$",
    "levels.boxes": r"^Једно поље (?:за критеријум|по питању)",
    "levels.least": r"за (?P<n>\d+) је познат само најмањи ниво",
    "levels.open": r"испрекидано: (?P<n>\d+) није процењено",
    "group.meets": r"^(?P<group>.+?): (?:(?P<n>\d+) од (?P<of>\d+) процењен\w+ критеријума дости(?:же|жу) (?:стандард|норму рубрике)|од (?P<of2>\d+) процењен\w+ критеријума ниједан)",
    "asked.count": r"^(?:Шта се тражи: \D*(?P<n>\d+) |(?P<n2>\d+) ствари које прво)",
    "asked.one": r"^(?P<n>\d+) \S",
    "aim": r"Циљ: ниво (?P<level>\d)",
    "mean.unit": r"просечан ниво",
    "mean.ends": rf"(?:У просеку највише|Засад највиши просек): (?P<best>.+?) \((?P<high>{NUM})\+?\); најниж[еи]: (?P<worst>.+) \((?P<low>{NUM})\+?\)",
    "mean.counted": r"^(?P<n>\d+) критеријума$",
    "gaps.none": r"^(?:Нема заједничког недостатка|Ниједан недостатак није заједнички)",
    "gaps.count": r"^(?:(?P<n>\d+) заједничк(?:и|а|их) недоста(?:так|тка|така)|Заједнички недостаци: (?P<n2>\d+))",
    "gaps.title": r"^(?P<name>.+?): (?P<n>\d+) од (?P<of>\d+) на нивоу (?P<level>\d) или ниже(?:; исти удео на још (?P<wide>\d+))?(?:; заједничко на још (?P<more>\d+))?$",
    "gaps.more": r" и још (?P<n>\d+)$",
    "gaps.share": r"^(?P<name>.+?) (?P<n>\d+) од (?P<of>\d+) на нивоу (?P<level>\d) или ниже од \d(?:: (?P<who>.+))?$",
    "gaps.brief": r"^(?P<name>.+?) \((?P<n>\d+)/(?P<of>\d+)\)$",
    "mean.told": r"Просек се може рећи за (?P<n>\d+) од (?P<of>\d+) критеријума",
    "mean.open": r"просе\w+ (?P<n>\d+) критеријума (?:је|су) толик\w+ или виш",
    "mean.none": r"без просека: (?P<n>\d+) (?:критеријум|штет)",
    "gaps.rule": r"најмање (?P<n>\d+) \w+, (?P<every>а (?:да )?ниједн?а?н?) не прелази (?P<share>\d+)% скале",
    "gaps.row": r"^(?P<name>.+?) (?P<n>\d+) [\w ]+, највиши ниво (?P<level>\d) од (?P<top>\d)$",
    "gaps.low": r"(?P<name>[^:;]+?) \((?P<n>\d+) од (?P<of>\d+) на нивоу (?P<level>\d)(?: или ниже)?\)",
    "level.of": r"\bниво[ау]? (?P<level>\d) од (?P<top>\d)",
    "practice.count": r"на (?P<n>\d+) критеријум[уа] нек[аи] \w+ достиже норму",
    "practice.met": r"^Добра пракса: (?P<n>\d+) питањ\w+ на којима је норма испуњена",
    "practice.is": r"Норма је ниво (?P<level>\d)",
    "practice.item": r"(?P<name>[^;(.]+?) \((?P<who>(?:[^()]|\([^()]*\))+)\)(?:; |\. |\.?$)",
    "practice.more": r"Још (?P<n>\d+) (?:је|су) у радној свесци",
    "practice.norm": r"ако достижу ниво (?P<level>\d)",
    "practice.row": r"^(?P<name>.+?) ниво[ау]? (?P<level>\d) од (?P<top>\d)$",
    "units.count": r"^(?:Упоредо|Планови упоредо): \D*(?P<n>\d+)$",
    "units.many": r"оквир[аи]: \d+$|у \d+ оквир\w+$|[Уу]поредо: .+$|[Уу]кратко: .+$",
    "units.short": r"[Пп]рочитано је премало за резултат: (?P<names>[^.]+)",
    "map.unit": r"^Плочица је земља",
    "map.alike": r"^(?:Оба оквира|Сви оквири) виде сваку земљу једнако",
    "map.some": r"Оба оквира виде (?P<n>\d+) зем\w+ исто",
    "map.cannot": r"(?P<n>\d+) се не мо(?:же|гу) упоредити",
    "map.one": r"(?P<n>\d+) зем\w+ мо(?:же|гу) се оценити само у једном оквиру",
    "map.brackets": r"у загради: (?P<n>\d+) зем",
    "map.empty": r"празно: (?P<n>\d+) зем",
    "map.moved": r"^(?P<n>\d+) од (?P<of>\d+) зем\w+ изгледа друкчије",
    "ranges.apart": r"^Распони се не преклапају код (?P<n>\d+) од (?P<of>\d+) пар",
    "ranges.ends": rf"^Од (?P<low>{NUM}) за (?P<worst>.+?) до (?P<high>{NUM}) за (?P<best>.+?)(?:; још (?P<n>\d+) се не мо(?:же|гу) оценити|,? где га .*)?$",
    "ranges.hollow": r"шупље: (?P<n>\d+) о (?:којем|којима) је процењено премало",
    "ranges.alone": r"само именом: (?P<n>\d+) о (?:којем|којима) је прочитано премало",
    "documented": r"„[^“]+“(?: је забележено|: документовано) у (?P<n>\d+) од (?P<of>\d+): (?P<names>[^.]+)\.",
    "ranges.overlap": r"^Сви распони се преклапају",
    "weakest": r"Најчешће најнижи резултат: (?P<name>.+) \((?P<n>\d+) од (?P<of>\d+)\)",
    "verdicts": r"За (?P<n>\d+) је забележено довољно за суд: (?P<list>[^.]+)\.",
    "verdicts.one": r"„(?P<grade>[^“]+)“: (?P<n>\d+)",
    "place.stands": r"^(?P<first>\w+) од (?P<of>[\w-]+) за једне, (?P<last>[\w-]+) за друге: где стоји (?P<plan>.+?) зависи",
    "place.goes": r"(?P<plan>[^.;]+?) иде са (?P<first>[\w-]+) на (?P<last>[\w-]+)",
    "place.always": r"(?P<plan>[^.;]+?) је увек (?P<low>[\w-]+?)(?: или (?P<high>[\w-]+))?\.",
    "place.drawn": r"^Место у (?P<n>\d+) од (?P<of>\d+) оквира",
    "place.can": r"(?P<n>\d+) од (?P<of>\d+) мо(?:же|гу) бити први",
    "apart.better": r"(?:Од (?P<of>\d+), (?P<n>\d+)|(?P<n2>\d+) од (?P<of2>\d+)) изгледа боље .+? него .+?(?:, (?:а )?(?P<worse>\d+) лошије)?$",
    "apart.moves": rf"(?P<name>[^;.]+?) (?P<gap>[+−]{NUM})",
    "apart.firm": r"Код (?P<n>\d+) од (?P<of>\d+) који се разликују два распона се не преклапају",
    "apart.unit": r"Десно: разлика",
    "firm.list": r"^Лево: сигурно испред",
    "firm.pairs": r"\b[Уу] (?P<n>\d+) пар\w* од укупно (?P<of>\d+) пар\w* рангираних \w+ једа?на? је сигурно испред",
    "firm.title": r"Ред је сигуран за (?P<n>\d+) од (?P<of>\d+) пар",
    "prevailed.means": rf"Просечан резултат:? (?P<one>{NUM}) у оквирима (?:који су превладали|актера који су највише обликовали политику \((?P<frames>\d+):[^)]*\)), (?P<other>{NUM}) у (?:осталима|оквирима актера [^(]*\((?P<others>\d+)\))",
    "prevailed.average": rf"дају (?:више|ниже) резултате: у просеку (?P<one>{NUM}), остали (?P<other>{NUM})",
    "prevailed.row": r"^Просек за (?P<n>\d+): ",
    "one.coverage": r"(?P<n>\d+)% онога што се рачуна је процењено|[Пп]роцењено је (?P<n2>\d+)% онога што се рачуна",
    "one.texts": r"Прочитано: (?P<n>\d+) текст\w* о пракси",
    "one.passages": r"[Нн]аведен[аоа] (?:је|су) (?P<n>\d+) мест",
    "one.measures": r"[Оо]д (?P<n>\d+) мер[аеу] плана|^Од (?P<n2>\d+) мера\.?$",
    "table.country": r"^(?:Земља|План|Држава)$",
    "table.score": r"^Резултат$",
    "table.range": r"^Распон$",
    "table.coverage": r"^Покривеност$",
    "table.frame": r"^Оквир$",
    "unread": r"^премало прочитано$",
    "nothing.scored": r"Испод (?P<n>\d+)% ништа се не оцењује",
    "frames.two": rf"резултат(?: \w+)?:? \(?од (?P<a>{NUM}) до (?P<b>{NUM})\)?\.?$|По оквиру „[^“]+“ резултат је (?P<a2>{NUM}); по „[^“]+“, (?P<b2>{NUM})|: зашто (?P<a3>{NUM}) у оквиру „[^“]+“, а (?P<b3>{NUM}) у оквиру|Креће се од [\w ]+ \((?P<a4>{NUM})\) у оквиру „[^“]+“ до [\w ]+ \((?P<b4>{NUM})\) у оквиру",
    "frames.lead": rf"^Оцена (?P<grade>\w) \({NUM}\) у оквиру „[^“]+“ и у (?:сва |свих )?(?P<n>\d+)(?: од \d+)? (?:остал(?:а|их)|других)(?P<rest>(?:[;,] \w у \d+)*)",
    "frames.rest": r"(?P<grade>\w) у (?P<n>\d+)",
    "table.group": r"^Парадигма и усмерење$|^Група$",
    "table.met": r"^Испуњено$",
    "table.bound": r"^Обавезује државу од$",
    "table.became": r"^Шта је било с њом$",
    "table.recommended": r"^Шта се препоручује$",
    "table.passages": r"^Извор, место и шта у њему пише$",
    "table.found": r": шта је утврђено$",
    "table.ahead": r"^Сигурно испред (?:њега|ње)$",
    "table.draws": r"^Колико често ",
    "table.others": r"^Резултати других земаља$",
    "table.peers": r"[Мм]еђу упоређеним земљама|од упоређених земаља",
    "span.rest": rf"(?P<low>{NUM}) (?:и|до) (?P<high>{NUM})(?:, а оцена| кад се одговори на остало)",
    "unread.share": r"(?:Оно што није процењено|отворено) \((?P<n>\d+)%\) (?:још може|мог)",
    "score.lead": rf"^Оцена \w[\w ]* \((?P<score>{NUM})\) (?:само )?у оквиру",
    "rated.silent": r"(?P<n>\d+) процењено(?:, (?P<silent>\d+) ћути)?[.,]",
    "silent": r"\b(?:ћути|без помена)\b",
    "ends.groups": rf"^(?P<best>[^(]+) \((?P<high>{NUM})\) јасно изнад: (?P<worst>[^(]+) \((?P<low>{NUM})\)",
    "none.reaches": r"[Нн]иједан (?:процењени? )?критеријум (?:који [\w ]+? )?не достиже ниво (?P<level>\d)",
    "none.low": r"[Нн]иједан критеријум који (?:се овде рачуна|је прочитан до краја) није на нивоу (?P<level>\d) или ниже",
    "uncounted": r"овде без пондера|[Мм]ерило",
    "level.cell": r"^(?P<level>\d+) од \d+(?! процењ)",
    "bound": r"Одредбе које су обавезивале државу: проверено (?P<n>\d+), испуњено (?P<met>\d+)(?:, испуњено колико се пита (?P<asked>\d+))?",
    "bound.unknown": r"^(?:није познато|касније|никад)",
    "bound.with": r" (?:са?|with) ",
    "bound.later": r"^касније, (?P<day>.+)$",
    "bound.after": r", после ових година$",
    "binds": r"(?P<name>[^.:;]+?): од (?P<day>[^,]+?)(?:, после ових година,)? обавезује државу",
    "binds.never": r"^Изостављени, јер никад нису обавезивали државу: (?P<names>.+)",
    "binds.treaties": r"обавезујућ\w+ уговор",
    "drafts": r"Нацрти из рубрике\. Још нико није упитан",
    "done": r"^спроведено",
    "asked": r"Затражено(?: у издању [^:;]+)?[:;](?:[^;]*; )?(?P<became>[^.;]+)\.",
    "weights.each": r"по \d",
    "weightless": r"У овом оквиру нема пондера",
    "in.use": r"^Овде коришћено",
    "no.text": r"Прочитани текст: нема текста",
    "breached.no": r"није прекршено|[Нн]иједан заштитни услов није прекршен",
    "state.silent": r"^(?:план ћути|не помиње се)",
    "state.kept": r"^очувано",
    "state.apart": r"^не примењује се",
    "state": r"^(?:очувано|делимично|ниво \d или више|план ћути|не помиње се|прекршено|није процењено)\b",
    "silent.of": r"(?:план ћути о|О(?= \d+ од \d+ \w+ \w+ ништа)) (?P<n>\d+) од (?P<of>\d+)",
    "kept.of": r"очувано (?P<n>\d+) од (?P<of>\d+)|(?P<n2>\d+) од (?P<of2>\d+) заштитних услова (?:је|су) испуњен",
    "ranked": r"ранг има(?:ју)? (?P<n>\d+)(?: план\w*)? од (?P<of>\d+)",
    "ranked.all": r"ранг има(?:ју)? (?:сва|свих|сви:) (?P<of>\d+)",
    "ranked.none": r"Ниједан од (?P<of>\d+) план\w* нема ранг|ранг нема ниједна земља од (?P<of2>\d+)",
    "highest.on": r"(?P<end>највиша|најнижа) за: (?P<list>.+?)(?=, а најнижа|$)",
    "highest": r"^највиша$",
    "group.with": r"(?P<name>[А-ЯЂЈЉЊЋЏ][\w ]+?)(?: \(са још (?P<n>\d+) зем\w+\))?(?:, |$)",
    "pearson": r"Пирсонов r\)[^.]*[+−-]\d,\d\d",
    "plans": r" од (?P<n>\d+) (?:држава|земаља|планова)|(?:планови|евиденција|држава|[Уу]поредо): \D*(?P<n2>\d+)",
}  # fmt: skip

# Numbers that are written out: how many, and which in order.
WORDS: Mapping[str, int] = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    )
    for number, word in enumerate(words.split(), 1)
}

# The beginnings of Serbian numbers in order, and of those that count where they are written otherwise.
BEGINNINGS: Mapping[str, int] = {
    word: number
    for words in (
        "прв друг трећ четврт пет шест седм осм девет десет једанаест дванаест тринаест четрнаест петнаест шеснаест седамнаест осамнаест деветнаест двадесет",
        "један два три четири пет шест седам осам девет десет",
    )
    for number, word in enumerate(words.split(), 1)
}
ENDINGS = ("", "и", "а", "о", "е", "у", "ог", "ег", "ом", "ем", "ој")

LATIN = dict(zip("абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ", [
    *"abvgdđežzijkl", "lj", "m", "n", "nj", *"oprstćufhcč", "dž", "š",
    *"ABVGDĐEŽZIJKL", "Lj", "M", "N", "Nj", *"OPRSTĆUFHCČ", "Dž", "Š",
], strict=True))  # fmt: skip
SERBIAN_WORDS: Mapping[str, int] = {
    "".join(script.get(sign, sign) for sign in beginning + ending): number
    for script in ({}, LATIN)
    for beginning, number in BEGINNINGS.items()
    for ending in ENDINGS
}


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of one language; `untranslated` are those of what is printed in English where a text is missing."""

    patterns: Mapping[str, re.Pattern[str]]
    untranslated: Mapping[str, re.Pattern[str]]

    def found(self, claim: str, text: str) -> re.Match[str] | None:
        """Return the first place in a text where a claim stands."""
        return next(self.every(claim, text), None)

    def every(self, claim: str, text: str) -> Iterator[re.Match[str]]:
        """Yield each place in a text where a claim stands."""
        own = list(self.patterns[claim].finditer(text))
        other = self.untranslated.get(claim)
        return iter(own or (list(other.finditer(text)) if other else []))


@cache
def grammar_of(lang: str) -> Grammar | None:
    """Return the patterns of a language, or None where none are known.

    Examples
    --------
    >>> found = grammar_of("sr-Latn").found("frames.all", "Svi okviri (18) daju D")
    >>> found["n"]
    '18'
    """
    known = {"": ENGLISH, "en": ENGLISH, "sr-Cyrl": SERBIAN, "sr": SERBIAN, "sr-Latn": _latin()}.get(lang)
    return Grammar(_compiled(known), {} if known is ENGLISH else _compiled(ENGLISH)) if known else None


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.MULTILINE) for name, pattern in patterns.items()}


def _latin() -> Mapping[str, str]:
    return {name: "".join(LATIN.get(sign, sign) for sign in pattern) for name, pattern in SERBIAN.items()}


def number(words: str) -> float:
    """Return a printed number, with a point or a comma."""
    return float(words.replace(",", "."))


def count(found: re.Match[str]) -> int:
    """Return what a claim counts: the part `n`, under whichever of its names."""
    return int(next(value for name, value in found.groupdict().items() if name in ("n", "n2", "n3") and value))


def spelt(words: str) -> int | None:
    """Return a number that is written in digits or out; None for other words.

    Examples
    --------
    >>> spelt("Eleventh"), spelt("26th"), spelt("Једанаестог"), spelt("peti"), spelt("many")
    (11, 26, 11, 5, None)
    """
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else WORDS.get(words.lower(), SERBIAN_WORDS.get(words.lower()))


def whole(found: re.Match[str]) -> int:
    """Return of how many a claim counts: the part `of`, under whichever of its names."""
    return int(next(value for name, value in found.groupdict().items() if name in ("of", "of2") and value))
