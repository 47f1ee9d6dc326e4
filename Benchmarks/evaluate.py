#!/usr/bin/env python3
"""Reads labelled sets with `corpusd parse`, and prints how well: a row for each task, beside the best tool known to us.

    evaluate.py CORPUSD DATA [TASK ...]
        tasks: html dates lines dateline language topics speed; all of them when none is named

DATA is a folder of sets, each with a README of its own; a set that is not there is left out, and said so. Sets:
extraction-aeb, metadata-fundus, dates-htmldate, boilerplate-lines, wire-reuters21578, sib200-lang-topic, udhr2 and
xquad-retrieval for languages, topics-bbc, topics-masakhanews, ecbplus-stories and topics-aeb-iptc for topics, and
wikinews-en for speed.
Every figure stands with its n and the 95 % interval of a bootstrap over documents. Only Python's library is needed.
"""

import collections
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import unicodedata
import zipfile

# What others reach on the same halves: trafilatura 2.3.1, htmldate 1.11.0; for lines a linear model, for datelines one
# regular expression that was chosen on the set; for languages lines of the UDHR; for topics complement naive Bayes of 20,000
# words, on both halves.
ANCHORS = {
    "body, aeb": "trafilatura 0.950",
    "body, fundus": "trafilatura 0.948",
    "title": "trafilatura 0.880",
    "day, fundus": "trafilatura 0.965",
    "authors": "trafilatura 0.828",
    "day, htmldate": "htmldate 0.903",
    "clutter, document": "linear model 0.88-0.90",
    "clutter, line": "linear model 0.75-0.80",
    "clutter, true text lost": "keeping all 0.005-0.014",
    "dateline": "regular expression 0.974",
    "language, UDHR, whole": "CLD2 0.979",
    "html, pages/s": "trafilatura 65",
    "topics-bbc, strict": "naive Bayes 0.810",
    "topics-bbc, lenient": "naive Bayes 0.896",
    "topics-masakhanews, strict": "naive Bayes 0.753",
    "topics-masakhanews, lenient": "naive Bayes 0.807",
    "ecbplus-stories, strict": "naive Bayes 0.758",
    "ecbplus-stories, lenient": "naive Bayes 0.894",
    "topics-aeb-iptc, strict": "naive Bayes 0.818",
    "topics-aeb-iptc, lenient": "naive Bayes 0.909",
}


class Evaluation:
    def __init__(self, corpusd, data):
        self.corpusd = corpusd
        self.data = data
        self.folder = tempfile.TemporaryDirectory(prefix="corpusd-evaluate-")
        self.rows = []

    # --- Sets

    def place(self, name):
        for part in ("", "clean", "eval-only"):
            path = os.path.join(self.data, part, name)
            if os.path.isdir(path):
                return path
        print(f"{name}: not below {self.data}, left out", file=sys.stderr)
        return None

    def archive(self, name):
        place = self.place(name)
        if place is None:
            return None
        target = os.path.join(self.folder.name, name)
        with tarfile.open(os.path.join(place, "dev.tar.xz")) as archive:
            archive.extractall(target, filter="data")
        return target

    def items(self, name, file="items.jsonl.gz"):
        place = self.place(name)
        if place is None:
            return None
        with gzip.open(os.path.join(place, "dev", file), "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    # --- The reader

    def files(self, kind, texts):
        folder = os.path.join(self.folder.name, kind)
        os.makedirs(folder, exist_ok=True)
        paths = []
        for number, text in enumerate(texts):
            paths.append(os.path.join(folder, f"{number}.txt"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        return paths

    def records(self, paths):
        """A record for each path, in order; an empty one for a file that gives none."""
        names = os.path.join(self.folder.name, "names")
        with open(names, "w", encoding="utf-8") as file:
            file.write("\n".join(paths) + "\n")
        answer = subprocess.run([self.corpusd, "parse", "--files-from", names], capture_output=True, check=False)
        found = {}
        for line in answer.stdout.splitlines():
            record = json.loads(line)
            found.setdefault(record["path"], record)
        missing = len(paths) - len(found)
        if missing:
            print(f"{missing} of {len(paths)} files gave no record", file=sys.stderr)
        return [found.get(path, {}) for path in paths]

    def measured(self, measure, items):
        """What measure-topics, which is built beside corpusd, says of labelled articles: it learns nothing that ships."""
        program = os.path.join(os.path.dirname(self.corpusd), "measure-topics")
        keys = ("label", "text", "right")
        lines = "".join(json.dumps({key: item.get(key) for key in keys}) + "\n" for item in items)
        answer = subprocess.run([program, measure], input=lines, capture_output=True, text=True, check=True)
        return "; ".join(answer.stdout.splitlines())

    # --- The table

    def tell(self, task, metric, cases, figure, anchor=None):
        chance = random.Random(20)
        samples = sorted(figure([chance.choice(cases) for _ in cases]) for _ in range(300))
        low, high = samples[7], samples[292]
        anchor = ANCHORS.get(anchor or task, "")
        print(
            f"{task:<26} {metric:<22} n {len(cases):<6} {figure(cases):.3f} [{low:.3f}, {high:.3f}]  {anchor}",
            flush=True,
        )


# --- Metrics


def shingles(text):
    words = re.findall(r"\w+", text or "")
    size = min(4, len(words))
    return collections.Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1)) if words else {}


def overlap(truth, answer):
    """Shingles in both, in the answer alone, in the truth alone."""
    truth, answer = collections.Counter(shingles(truth)), collections.Counter(shingles(answer))
    both = sum((truth & answer).values())
    return both, sum(answer.values()) - both, sum(truth.values()) - both


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def shingle_f1(cases):
    precision = mean(both / (both + extra) for both, extra, _ in cases if both + extra)
    recall = mean(both / (both + missing) for both, _, missing in cases if both + missing)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def set_f1(cases):
    both, extra, missing = (sum(case[i] for case in cases) for i in range(3))
    return 2 * both / max(1, 2 * both + extra + missing)


def lost(cases):
    return sum(gone for gone, _ in cases) / max(1, sum(whole for _, whole in cases))


def compared(truth, answer):
    truth, answer = set(truth), set(answer)
    return len(truth & answer), len(answer - truth), len(truth - answer)


def letters(text):
    """Lower case, one blank for everything that is neither letter nor digit."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text or "").lower()).strip()


def line(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def day(record):
    return (record.get("published") or {}).get("date")


# --- Tasks


def html(run):
    folder = run.archive("extraction-aeb")
    if folder:
        with open(folder + "/ground-truth.json", encoding="utf-8") as file:
            truth = json.load(file)
        names = sorted(truth)
        found = run.records([f"{folder}/html/{name}.html" for name in names])
        cases = [overlap(truth[name]["articleBody"], record.get("body")) for name, record in zip(names, found)]
        run.tell("body, aeb", "shingle F1", cases, shingle_f1)
    folder = run.archive("metadata-fundus")
    if folder:
        with open(folder + "/gold.jsonl", encoding="utf-8") as file:
            truth = [json.loads(text) for text in file]
        found = run.records([f"{folder}/html/{page['cc']}/{page['file'].removesuffix('.gz')}" for page in truth])
        pairs = list(zip(truth, found))
        run.tell("body, fundus", "shingle F1", [overlap(t["body"], r.get("body")) for t, r in pairs], shingle_f1)

        def same(truth, answer):
            long = len(truth) > 15 and len(answer) > 15
            return truth == answer or long and (truth in answer or answer in truth)

        titles = [same(letters(t["title"]), letters(r.get("title"))) for t, r in pairs]
        run.tell("title, fundus", "same, folded", titles, mean, "title")
        run.tell("day, fundus", "exact", [day(r) == t["date"] for t, r in pairs], mean)
        people = [compared(map(letters, t["authors"]), map(letters, r.get("bylines") or [])) for t, r in pairs]
        run.tell("authors, fundus", "F1", people, set_f1, "authors")


def dates(run):
    folder = run.archive("dates-htmldate")
    if not folder:
        return
    with open(folder + "/gold.json", encoding="utf-8") as file:
        truth = list(json.load(file).values())
    found = run.records([f"{folder}/html/{page['file']}" for page in truth])
    pairs = list(zip(truth, found))
    run.tell("day, htmldate", "exact, of all", [day(r) == t["date"] for t, r in pairs], mean)
    stated = sorted((r["published"]["confidence"], day(r) == t["date"]) for t, r in pairs if day(r))
    run.tell("day, htmldate", "exact, of those given", [right for _, right in stated], mean, "-")
    print(f"{'day, htmldate':<26} {'calibration error':<22} n {len(stated):<6} {calibration_error(stated):.3f}")


def calibration_error(stated):
    """Ten bins of equal size; the difference between what is stated and what is true, weighted."""
    stated = sorted(stated)
    bins = [stated[i * len(stated) // 10 : (i + 1) * len(stated) // 10] for i in range(10)]
    return sum(len(b) * abs(mean(c for c, _ in b) - mean(r for _, r in b)) for b in bins if b) / max(1, len(stated))


def lines(run):
    pages = run.items("boilerplate-lines", "pages.jsonl.gz")
    if not pages:
        return
    found = run.records(run.files("lines", ["\n".join(page["lines"]) + "\n" for page in pages]))
    for part in sorted({page["set"] for page in pages}):
        texts, kept, gone = [], [], []
        for page, record in zip(pages, found):
            if page["set"] != part:
                continue
            body = record.get("body") or ""
            inside = {line(text) for text in body.split("\n")}
            # 1 is text of the article and 0 is none; a line with another label could be either.
            pairs = [(line(text) in inside, label) for text, label in zip(page["lines"], page["y"])]
            kept.append(tuple(sum(pair == want for pair in pairs) for want in ((True, 1), (True, 0), (False, 1))))
            texts.append(overlap(page["gold"], body))
            best = overlap(page["gold"], "\n".join(t for t, label in zip(page["lines"], page["y"]) if label == 1))
            gone.append((max(0, best[0] - texts[-1][0]), best[0]))
        run.tell(f"clutter, {part}", "document shingle F1", texts, shingle_f1, "clutter, document")
        run.tell(f"clutter, {part}", "line F1", kept, set_f1, "clutter, line")
        run.tell(f"clutter, {part}", "true text lost", gone, lost, "clutter, true text lost")


MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DATELINE = re.compile(r"^(.*?),?\s+([A-Z][a-z]{2,8})\.? (\d{1,2})\s*-?\s*$")


def dateline(run):
    stories = run.items("wire-reuters21578")
    if not stories:
        return
    stories = [story for story in stories if story["dateline"] and story["body"]]
    truth = []
    for story in stories:
        match = DATELINE.match(line(story["dateline"]))
        if match and match[2][:3].lower() in MONTHS:
            month = MONTHS.index(match[2][:3].lower()) + 1
            truth.append((story, match[1].strip(" ,"), f"{month:02d}-{int(match[3]):02d}"))
    texts = [f"{s['title']}\n\n    {line(s['dateline'])} {s['body']}" for s, _, _ in truth]
    found = [record.get("dateline") or {} for record in run.records(run.files("datelines", texts))]
    right = [
        letters(answer.get("place")) == letters(place) and (answer.get("date") or "")[-5:] == date
        for (_, place, date), answer in zip(truth, found)
    ]
    run.tell("dateline", "place and day", right, mean)
    found = run.records(run.files("none", [f"{story['title']}\n\n{story['body']}" for story in stories]))
    run.tell("dateline", "false hits", [bool((r.get("dateline") or {}).get("place")) for r in found], mean, "-")


# Translations of the Declaration in languages of SIB-200 whose file has another name; one script of a language is enough.
DECLARATIONS = {"cmn": "zh", "lav": "lv", "mly": "ms"}
OTHER_SCRIPTS = ("_cyrl", "_arab", "_polytonic", "_1953", "_tglg", "srp_latn")


def language(run):
    def macro(cases):
        groups = collections.defaultdict(list)
        for code, right in cases:
            groups[code].append(right)
        return mean(mean(group) for group in groups.values())

    def tell(name, texts):
        for length in (None, 50, 20):
            kind = f"language, {name}, {length or 'whole'}"
            found = run.records(run.files(kind, [text[:length] for _, text in texts]))
            cases = [(code, record.get("language") == code) for (code, _), record in zip(texts, found)]
            run.tell(kind, "macro accuracy", cases, macro)

    sentences = run.items("sib200-lang-topic")
    if not sentences:
        return
    # The model was trained with these: `make train-language` prints what it is worth on folds that it did not see.
    tell("SIB-200 (seen)", [(item["iso639_1"], item["text"]) for item in sentences])
    place = run.place("udhr2")
    if place:
        codes = {item["flores"][:3]: item["iso639_1"] for item in sentences} | DECLARATIONS
        texts = []
        with zipfile.ZipFile(os.path.join(place, "udhr2.zip")) as archive:
            for name in sorted(archive.namelist()):
                stem = os.path.basename(name).removesuffix(".txt")
                code = codes.get(stem.split("_")[0])
                if code and not any(part in stem for part in OTHER_SCRIPTS):
                    lines = map(line, archive.read(name).decode("utf-8").splitlines())
                    texts += [(code, text) for text in lines if len(text) >= 30]
        tell("UDHR", texts)
    place = run.place("xquad-retrieval")
    if place:
        texts = []
        for name in sorted(os.listdir(os.path.join(place, "docs"))):
            with gzip.open(os.path.join(place, "docs", name), "rt", encoding="utf-8") as items:
                texts += [(item["lang"], line(item["text"])) for item in map(json.loads, items)]
        tell("XQuAD", texts)


# The labels of others in IPTC's terms, the numbers of topics of the first level: the best one, and what else is right.
TOPICS = {
    "topics-bbc": {
        "business": "04 09",
        "entertainment": "01 08 10",
        "politics": "11 02 05 07 09 14 16",
        "sport": "15",
        "tech": "13 04 01",
    },
    "topics-masakhanews": {
        "business": "04 09",
        "entertainment": "01 08 10",
        "health": "07",
        "politics": "11 02 14 16",
        "religion": "12",
        "sports": "15",
        "technology": "13 04",
    },
}


def topics(run):
    """English only: of other languages the trainer tells what it reaches on sentences that it did not see."""
    sets = {}
    for name, labels in TOPICS.items():
        items = [item for item in run.items(name) or [] if item["label"] in labels and "/fra/" not in item["id"]]
        sets[name] = [(item["text"], labels[item["label"]].split()) for item in items]
    stories = [story for story in run.items("ecbplus-stories") or [] if story.get("iptc")]
    sets["ecbplus-stories"] = [(s["text"], [s["iptc"], *(s.get("iptc_also") or [])]) for s in stories]
    pages, place = run.archive("extraction-aeb"), run.place("topics-aeb-iptc")
    if pages and place:
        with open(pages + "/ground-truth.json", encoding="utf-8") as file:
            truth = json.load(file)
        with open(os.path.join(place, "dev", "labels.json"), encoding="utf-8") as file:
            labelled = [item for item in json.load(file) if item["id"] in truth]
        sets["topics-aeb-iptc"] = [
            (truth[item["id"]]["articleBody"], [item["primary"], *item["also_accept"]]) for item in labelled
        ]
    for name, cases in sets.items():
        if not cases:
            continue
        judged = []
        found = run.records(run.files(name, [text for text, _ in cases]))
        for (_, right), record in zip(cases, found):
            best = max(record.get("topics") or [], key=lambda topic: topic["score"], default=None)
            top = best["id"].removeprefix("medtop:")[:2] if best else ""
            judged.append((best["score"] if best else 0.0, top == right[0], top in right))
        run.tell(name, "strict", [strict for _, strict, _ in judged], mean, f"{name}, strict")
        run.tell(name, "lenient", [lenient for _, _, lenient in judged], mean, f"{name}, lenient")

        def surest(cases):
            return mean(right for _, right in sorted(cases, reverse=True, key=lambda c: c[0])[: len(cases) * 7 // 10])

        run.tell(name, "lenient, surest 70 %", [(score, right) for score, _, right in judged], surest, "-")
        error = calibration_error([(score, lenient) for score, _, lenient in judged])
        print(f"{name:<26} {'calibration error':<22} n {len(judged):<6} {error:.3f}")
    for name, measure in (("topics-bbc", "learner"), ("wikinews-en", "speed")):
        items = run.items(name)
        if items:
            print(f"{name:<26} {measure:<22} {run.measured(measure, items)}", flush=True)
    few_labels(run, sets)


def few_labels(run, sets):
    """Labels of broad topics, those of topics-bbc, and of narrow ones, ECB+'s, among all others; and against the model."""
    texts = {name: [{"text": text, "right": right} for text, right in cases] for name, cases in sets.items()}
    stories = [{"label": str(story["topic"]), "text": story["text"]} for story in run.items("ecbplus-stories") or []]
    others = texts["topics-bbc"] + texts["topics-masakhanews"]
    for name, measure, items in (
        ("topics-bbc", "few-labels", run.items("topics-bbc")),
        ("ecbplus-stories, mixed", "few-labels", stories and others + stories),
        ("all of these", "corrections", [item for items in texts.values() for item in items]),
    ):
        if items:
            found = run.measured(measure, items).replace("; ", "\n    ")
            print(f"{name:<26} {measure}\n    {found}", flush=True)


def speed(run):
    """Reading, the language and the printed record together, in one process."""

    def rate(paths):
        best = 0.0
        for _ in range(3):
            begin = time.monotonic()
            run.records(paths)
            best = max(best, len(paths) / (time.monotonic() - begin))
        return best

    stories = run.items("wikinews-en")
    if stories:
        text = " ".join(story["text"] for story in stories)
        sentences = [text[i : i + 250] for i in range(0, min(len(text), 12_000_000), 250)]
        texts = ["\n\n".join(sentences[i : i + 12]) for i in range(0, len(sentences) - 12, 12)]
        paths = run.files("raw", texts)
        size = sum(map(os.path.getsize, paths)) / len(paths)
        print(f"{'raw text, files/s':<26} {f'of {size:,.0f} bytes':<22} n {len(paths):<6} {rate(paths):,.0f}")
    folder = run.archive("metadata-fundus")
    if folder:
        paths = [os.path.join(top, name) for top, _, names in os.walk(folder + "/html") for name in sorted(names)]
        size = sum(map(os.path.getsize, paths)) / len(paths)
        pages = rate(paths) * size / 100_000
        anchor = ANCHORS["html, pages/s"]
        print(f"{'html, pages/s':<26} {'of 100,000 bytes':<22} n {len(paths):<6} {pages:,.0f}  {anchor}")


TASKS = {
    "html": html,
    "dates": dates,
    "lines": lines,
    "dateline": dateline,
    "language": language,
    "topics": topics,
    "speed": speed,
}


def main():
    if len(sys.argv) < 3 or not set(sys.argv[3:]) <= set(TASKS):
        sys.exit(__doc__)
    run = Evaluation(sys.argv[1], sys.argv[2])
    for task in sys.argv[3:] or TASKS:
        TASKS[task](run)


if __name__ == "__main__":
    main()
