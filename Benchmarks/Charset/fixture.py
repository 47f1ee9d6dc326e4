#!/usr/bin/env python3
"""Makes Tests/DocumentsTests/Fixtures/charset/sentences.txt: a few sentences in each language, with the charsets they are in.

    fixture.py SIB200.jsonl.gz > sentences.txt
"""

import gzip
import json
import subprocess
import sys

# A language of SIB-200, and the charsets that text in it is found in.
CHARSETS = {
    "eng_Latn": "CP1252 UTF-16LE UTF-16BE", "fra_Latn": "CP1252 ISO-8859-1 ISO-8859-15 MACINTOSH UTF-16LE",
    "deu_Latn": "CP1252 ISO-8859-1 ISO-8859-15", "spa_Latn": "CP1252 ISO-8859-1", "ita_Latn": "CP1252 ISO-8859-1",
    "por_Latn": "CP1252 ISO-8859-1 IBM850", "nld_Latn": "CP1252", "swe_Latn": "CP1252 ISO-8859-1", "dan_Latn": "CP1252",
    "nob_Latn": "ISO-8859-1", "fin_Latn": "CP1252 ISO-8859-15", "isl_Latn": "CP1252 ISO-8859-10", "cat_Latn": "CP1252",
    "pol_Latn": "CP1250 ISO-8859-2 UTF-16LE", "ces_Latn": "CP1250 ISO-8859-2 IBM852", "slk_Latn": "CP1250 ISO-8859-2",
    "hun_Latn": "CP1250 ISO-8859-2", "ron_Latn": "ISO-8859-16", "hrv_Latn": "CP1250 ISO-8859-2",
    "slv_Latn": "CP1250 ISO-8859-2", "lit_Latn": "CP1257 ISO-8859-13", "lvs_Latn": "CP1257 ISO-8859-13 ISO-8859-4",
    "est_Latn": "CP1257 ISO-8859-15", "tur_Latn": "CP1254 ISO-8859-9", "cym_Latn": "ISO-8859-14",
    "epo_Latn": "ISO-8859-3", "vie_Latn": "CP1258 VISCII", "rus_Cyrl": "CP1251 KOI8-R ISO-8859-5 IBM866 UTF-16LE UTF-16BE",
    "ukr_Cyrl": "CP1251 KOI8-U", "bel_Cyrl": "CP1251", "bul_Cyrl": "CP1251 KOI8-R", "srp_Cyrl": "CP1251 ISO-8859-5",
    "mkd_Cyrl": "CP1251", "ell_Grek": "CP1253 ISO-8859-7 UTF-16BE", "heb_Hebr": "CP1255 ISO-8859-8",
    "arb_Arab": "CP1256 ISO-8859-6 UTF-16LE", "tha_Thai": "CP874 TIS-620", "zho_Hans": "GB18030 GBK UTF-16LE UTF-16BE",
    "zho_Hant": "BIG5 BIG5-HKSCS UTF-16LE", "jpn_Jpan": "CP932 SHIFT_JIS EUC-JP UTF-16LE UTF-16BE",
    "kor_Hang": "EUC-KR CP949 UTF-16LE",
}
SENTENCES = 8


def is_in(text, charset):
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", charset], input=text.encode(), capture_output=True).returncode == 0


def main(source):
    found = {language: [] for language in CHARSETS}
    for line in gzip.open(source, "rt"):
        item = json.loads(line)
        language, text = item["flores"], item["text"].strip()
        if language not in found or len(found[language]) == SENTENCES or all(ord(letter) < 0x80 for letter in text):
            continue
        # The source has a few sentences that were encoded twice.
        if "â€" not in text and all(is_in(text, charset) for charset in CHARSETS[language].split()):
            found[language].append(text)
    for language, sentences in found.items():
        print(language, CHARSETS[language], *sentences, "", sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
