#!/bin/bash
# Usage: fuzz.sh SECONDS [plain|html|charset ...]; all three without a name.
# Throws bytes at the readers that nobody would write; what brings one down is kept below .build/fuzz, as is the corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1
shift
out=$PWD/.build/fuzz
mkdir -p "$out/modules"

# The C targets, with the module maps that SwiftPM would write.
flags=()
objects=()
for name in CHash CMarkup; do
	clang -c -O2 -fsanitize=address,fuzzer-no-link -I"Sources/$name/include" -I/usr/include/libxml2 \
		"Sources/$name/$name.c" -o "$out/$name.o"
	objects+=("$out/$name.o")
	echo "module $name { header \"$PWD/Sources/$name/include/$name.h\" export * }" >"$out/modules/$name.modulemap"
	flags+=(-Xcc "-fmodule-map-file=$out/modules/$name.modulemap")
done
readarray -t sources < <(find Sources/Documents Tests/Fuzzing -name '*.swift')
swiftc -O -wmo -parse-as-library -sanitize=fuzzer,address -swift-version 6 -package-name corpusd -module-name Fuzzing \
	-enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature InternalImportsByDefault \
	-enable-upcoming-feature ExistentialAny "${flags[@]}" "${sources[@]}" "${objects[@]}" -lxml2 -o "$out/fuzz" 2>&1 |
	{ grep -v 'local symbol' || true; }

# What to begin with: the sample corpus, the pages and texts of the tests, and sentences in the charsets that they are in.
mkdir -p "$out"/seeds/{plain,html,charset}
cp seeds/*.txt "$out/seeds/plain"
cat seeds/*.txt >"$out/seeds/html/all.html"
find Tests -path '*Fixtures*' -name '*.html' -exec cp -t "$out/seeds/html" {} +
find Tests -path '*Fixtures*' -name '*.txt' -size -100k -exec cp -t "$out/seeds/plain" {} +
awk -v RS= -v FS='\n' -v out="$out/seeds/charset" '{
	count = split($2, charsets, " ")
	for (i = 1; i <= count; i++) {
		file = out "/" $1 "-" charsets[i]
		command = "iconv -f UTF-8 -t " charsets[i] " >" file
		print $3 | command
		close(command)
	}
}' Tests/DocumentsTests/Fixtures/charset/sentences.txt

(($# > 0)) || set -- plain html charset
for target; do
	mkdir -p "$out/corpus/$target" "$out/found"
	echo "$target:"
	FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$out/fuzz" -max_total_time="$seconds" \
		-timeout=10 -rss_limit_mb=2048 -max_len=16384 -artifact_prefix="$out/found/$target-" -print_final_stats=1 \
		"$out/corpus/$target" "$out/seeds/$target" 2>&1 | grep -E 'ERROR|Fatal error|SUMMARY|Test unit written|^Done|^stat::'
done
