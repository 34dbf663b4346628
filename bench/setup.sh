#!/bin/sh
# Prepares the comparison with other libraries: Python packages into bench/.venv, the Rust program into
# bench/fir/target. Nothing is installed outside this folder; what else is wanted is said at the end.
set -eu
cd "$(dirname "$0")"

python3 -m venv .venv
.venv/bin/pip install --requirement requirements.txt

wanted=""
if command -v cargo >/dev/null; then
	(cd fir && cargo build --release --locked)
else
	wanted="$wanted cargo"
fi
.venv/bin/python -c 'import pyvips' 2>/dev/null || wanted="$wanted libvips42"
.venv/bin/python -c 'import turbojpeg; turbojpeg.TurboJPEG()' 2>/dev/null || wanted="$wanted libturbojpeg0"
command -v taskset >/dev/null || wanted="$wanted util-linux"
/usr/bin/python3 -c 'import PIL, torchvision' 2>/dev/null || wanted="$wanted python3-pil python3-torchvision"

if [ -n "$wanted" ]; then
	echo
	echo "Contestants are absent as long as these Debian packages are missing:"
	echo "    apt-get install$wanted"
fi
