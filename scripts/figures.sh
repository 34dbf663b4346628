#!/usr/bin/env bash
# Prints the figures that the documentation quotes: accuracy on real data, equal bytes with any number of workers, and
# what becomes of hostile files. It wants the data folder with the conformance data (SACCADE_DATA) and, for
# Fashion-MNIST, the folder with its four IDX files (FASHION_MNIST; Debian's package dataset-fashion-mnist).
set -euo pipefail
cd "$(dirname "$0")/.."
data=${SACCADE_DATA:-../shared/data}
fashion=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/saccade" ./cmd/saccade
saccade=$dir/saccade
sgd=(--batch 64 --lr 0.05 --momentum 0.9 --weight-decay 1e-4 --epochs 10 --quiet)
flowers=$data/conformance/07_folders/flowers_small
hostile=$data/conformance/03_hostile

accuracy() { # NAME MODEL DATA
	printf '%-34s %s\n' "$1" "$("$saccade" evaluate "$2" "$3" --quiet | awk '/^accuracy/ {print $2}')"
}

digits() { # NAME PREFIX FLAGS...
	local name=$1 prefix=$2
	shift 2
	"$saccade" train "$prefix/train" --out "$dir/m" --pipeline examples/pipelines/mnist.yaml "${sgd[@]}" "$@"
	accuracy "$name" "$dir/m" "$prefix/t10k"
}

digits "MNIST, MLP 512" "$data/mnist" --hidden 512
digits "MNIST, softmax" "$data/mnist"
if [ -d "$fashion" ]; then
	digits "Fashion-MNIST, MLP 512" "$fashion" --hidden 512
else
	echo "Fashion-MNIST: no folder $fashion"
fi

for workers in 1 2; do
	"$saccade" train "$flowers/train" --out "$dir/flowers$workers" --preset hog --workers "$workers" --quiet
	"$saccade" classify "$dir/flowers$workers" "$flowers/test" --out "$dir/$workers.csv" --workers "$workers" --quiet
done
accuracy "flowers, softmax on hog" "$dir/flowers1" "$flowers/test"
awk -F, 'NR > 1 { n++; split($1, p, "/"); right += p[length(p) - 1] == $2 }
	END { printf "%-34s %.4f\n", "the same from classify", right / n }' "$dir/1.csv"
cmp "$dir/flowers1" "$dir/flowers2" && cmp "$dir/1.csv" "$dir/2.csv" && echo "1 and 2 workers: the same model and the same answers"

mkdir "$dir/mixed"
cp -r "$hostile"/{truncated,empty,wrong_ext,crafted} "$data/photos/small" "$dir/mixed"
status=0
measure=()
[ -x /usr/bin/time ] && measure=(/usr/bin/time -f 'hostile files: %e s, %M KiB at the most') # the package "time" has it
"${measure[@]}" "$saccade" classify "$dir/flowers1" "$dir/mixed" --out "$dir/mixed.csv" --quiet 2>"$dir/messages" || status=$?
tail -n 1 "$dir/messages"
awk -F, -v status="$status" 'NR > 1 { n++; bad += $2 == "" } END { print "hostile files: status " status ", " n " rows, " bad " with a reason" }' "$dir/mixed.csv"
