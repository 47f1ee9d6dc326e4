#!/usr/bin/env python3
"""Makes Sources/Documents/Charset/Model/*.swift: how letters follow each other in each language.

    models.py UDHR.zip FOLDER

UDHR.zip is the Universal Declaration of Human Rights in UTF-8, a file a language, as the UDHR in Unicode project has it
(the text is the United Nations' and free; here by way of nltk_data, packages/corpora/udhr2.zip).

A cost is the negative binary logarithm of a probability, in quarters of a bit, as one character from "(" (0) to "g" (63).
"""

import collections
import math
import sys
import textwrap
import unicodedata
import zipfile

WESTERN = {
    "en": "eng", "fr": "fra", "de": "deu_1901", "es": "spa", "it": "ita", "pt": "por_BR por_PT", "nl": "nld", "da": "dan",
    "sv": "swe", "nb": "nob nno", "fi": "fin", "is": "isl", "ca": "cat", "sq": "als", "eu": "eus", "gl": "glg",
    "ga": "gle", "af": "afr", "id": "ind",
}
EASTERN = {
    "pl": "pol", "cs": "ces", "sk": "slk", "hu": "hun", "ro": "ron_1993 ron",
    "hr": "hrv bos_latn", "sl": "slv", "lt": "lit", "lv": "lav", "et": "est", "tr": "tur", "mt": "mlt", "eo": "epo",
    "cy": "cym", "vi": "vie", "vi-marks": "vie",
}
LATIN = WESTERN | EASTERN
OTHERS = {
    "ru": "rus", "uk": "ukr", "be": "bel", "bg": "bul", "sr": "srp_cyrl", "mk": "mkd", "el": "ell_monotonic", "he": "heb",
    "ar": "arb", "fa": "pes_1", "ur": "urd", "th": "tha",
}
IDEOGRAPHIC = {"zh-Hans": "cmn_hans", "zh-Hant": "cmn_hant", "ja": "jpn", "ko": "kor"}

# Letters of the languages' own that the text happens to lack.
RARE = {
    "fr": "œæÿëïüùçûôîâêèéà", "de": "ß", "es": "üñáéíóú", "ro": "ăâîşţ", "ru": "ёъэ", "uk": "ґєії", "be": "ўіё", "sr": "ђјљњћџ",
    "mk": "ѓѕјљњќџ", "el": "ϊϋΐΰάέήίόύώς", "tr": "âîûçğıöşü", "is": "ðþæöáéíóúý", "cy": "ŵŷâêîôû", "mt": "ċġħż", "eo": "ĉĝĥĵŝŭ",
    "sk": "ľĺŕôäď", "cs": "ďťňó", "pt": "ãõçâêôàü", "it": "àèéìòù", "ca": "ïüçàèéíòóúl·", "sv": "åäöé", "da": "æøåé",
    "nb": "æøåéòô", "lv": "ģķļņ", "hu": "őűí", "he": "ךםןףץ", "ar": "آأإؤئءةى", "fa": "پچژگکي", "fi": "åäöšž", "et": "šžõäöü",
    "sl": "čšž", "hr": "čćđšž", "pl": "ńź", "nl": "ëïéèöü", "sq": "çë",
}
# One letter for what some charsets have only in another form.
SAME = str.maketrans({"ș": "ş", "ț": "ţ", "İ": "i", "ۀ": "ه", "ی": "ي"})


def read(archive, names):
    text = " ".join(archive.read(name).decode("utf-8-sig") for name in names)
    return unicodedata.normalize("NFC", text)


def windows_vietnamese(text):
    """Vietnamese as Windows-1258 has it: what it lacks is a letter and a mark."""
    def spelled(character):
        try:
            character.encode("cp1258")
            return character
        except UnicodeEncodeError:
            parts = unicodedata.decomposition(character).split()
            if len(parts) != 2:
                return " "
            base, mark = (chr(int(part, 16)) for part in parts)
            return spelled(base) + mark
    return "".join(map(spelled, text))


def cost(probability):
    return chr(40 + max(0, min(63, round(-4 * math.log2(probability)))))


def is_letter(character):
    return unicodedata.category(character)[0] in "LM"


def letters(language, text):
    text = "".join(character.lower()[0] for character in text.translate(SAME))
    counts = collections.Counter(filter(is_letter, text))
    known = {letter for letter, count in counts.items() if count > 1} | set(filter(is_letter, RARE.get(language, "")))
    if language in LATIN:
        known |= set("abcdefghijklmnopqrstuvwxyz")
    else:
        known = {letter for letter in known if ord(letter) >= 0x80}
    alphabet = "".join(sorted(known))
    number = {letter: index + 1 for index, letter in enumerate(alphabet)}
    size = len(alphabet) + 1
    pairs = [[0.0] * size for _ in range(size)]
    single = [0.3] * size
    previous = 0
    for character in text + " ":
        current = number.get(character, 0)
        if current or previous:
            pairs[previous][current] += 1
            single[current] += 1
        previous = current
    whole = sum(single)
    rows = []
    for row in pairs:
        seen = sum(row)
        # The rarer a letter, the less its own pairs say (Witten and Bell 1991).
        kinds = sum(1 for count in row if count) or 1
        trust = seen / (seen + kinds)
        rows.append("".join(
            cost(0.97 * (trust * (count / seen if seen else 0) + (1 - trust) * single[index] / whole) + 0.03 / size)
            for index, count in enumerate(row)
        ))
    return alphabet, "".join(rows)


def ideographs(text):
    counts = collections.Counter(c for c in text if is_letter(c) and ord(c) >= 0x2E80)
    return "".join(letter for letter, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def swift(name, comment, entries):
    lines = ["// Made by Benchmarks/Charset/models.py from the Universal Declaration of Human Rights.", "",
             f"extension {name[0]} {{", *(f"    /// {line}" for line in comment), f"    static let {name[1]} = #\"\"\""]
    for language, *letters, wide in entries:
        lines += [f"        {line}" for line in [language, *letters, *textwrap.wrap(wide, 110, break_on_hyphens=False)]]
        lines.append("")
    return "\n".join(lines[:-1] + ["        \"\"\"#", "}", ""])


def main(source, folder):
    with zipfile.ZipFile(source) as archive:
        names = {name.rsplit("/")[-1].removesuffix(".txt"): name for name in archive.namelist()}

        def text(files):
            return read(archive, [names[name] for name in files.split()])

        def table(languages):
            for language, files in languages.items():
                content = text(files)
                yield language, *letters(language, windows_vietnamese(content) if language == "vi-marks" else content)

        comment = ["A language, its letters, and the costs of each pair, row by row; the first row and column are what is",
                   "between words."]
        for name, property_name, languages in [
            ("WesternPairs", "westernPairs", WESTERN), ("EasternPairs", "easternPairs", EASTERN),
            ("OtherPairs", "otherPairs", OTHERS),
        ]:
            with open(f"{folder}/{name}.swift", "w") as file:
                file.write(swift(("LetterModel", property_name), comment, table(languages)))
        with open(f"{folder}/Ideographs.swift", "w") as file:
            comment = ["A language, and its characters, the most frequent first."]
            entries = ((language, ideographs(text(files))) for language, files in IDEOGRAPHIC.items())
            file.write(swift(("IdeographModel", "frequent"), comment, entries))


if __name__ == "__main__":
    main(*sys.argv[1:])
