# make check is what has to be green before a commit lands.

KERNEL := internal/kernel
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: check test lint race blob examples bench ulp fuzz figures picture gallery gen gen-check bench-setup bench-images bench-gemm bench-imgproc bench-features bench-train bench-interop tables report-pictures kill bench-cli man cli

check: lint test race blob examples

test:
	go test ./...
	go test -tags purego ./internal/kernel ./autodiff ./classifier ./imgproc ./imageio/...

lint:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt these:"; echo "$$unformatted"; exit 1; fi
	go mod tidy -diff
	go vet ./...
	go run $(STATICCHECK) ./...

race:
	go test -race ./pipeline/... ./autodiff ./classifier ./dataset/... ./features .
	go test -race -run Share ./imgproc
	go test -race -run 'EveryStage/.*/(float32|uint8)_(gray|none)_' ./internal/gallery
	go test -race -run 'Workers|Rows|Planes|Relay|Abreast' ./imageio/jpeg

# The module for object stores, which has its own dependencies.
blob:
	cd dataset/blob && go mod tidy -diff && go vet ./... && go test ./...

# The programs that the documentation shows, run as it says.
examples:
	go run ./examples/quickstart

# Go benchmarks: images/s and MB/s of decoding, stages, whole runs and training.
bench:
	go test -run '^$$' -bench . -benchtime 300ms ./...

# Beside other libraries: bench/README.md says what is measured. bench-setup gets the others. FLAGS=-docs writes the tables
# of matrix products, operations on pictures, features, the command line and training into docs/benchmarks.md.
bench-setup:
	bench/setup.sh
bench-images:
	mkdir -p bench/bin && go -C bench build -mod=mod -o bin/ ./images ./goworker
	bench/bin/images
bench-gemm:
	mkdir -p bench/bin && go -C bench build -mod=mod -o bin/ ./gemm ./gemmworker
	bench/bin/gemm $(FLAGS)
bench-imgproc:
	mkdir -p bench/bin && go -C bench build -mod=mod -o bin/ ./imgproc ./imgprocworker
	bench/bin/imgproc $(FLAGS)
bench-features:
	mkdir -p bench/bin && go -C bench build -mod=mod -o bin/ ./features ./featuresworker
	bench/bin/features $(FLAGS)
bench-cli:
	mkdir -p bench/bin && go build -o bench/bin/ ./cmd/saccade && go -C bench build -mod=mod -o bin/ ./cli ./clistd
	bench/bin/cli $(FLAGS)
# It draws docs/loss_curves.svg, too. FLAGS=-quick leaves out what takes long.
bench-train:
	mkdir -p bench/bin && go -C bench build -mod=mod -o bin/ ./train ./trainworker
	go -C bench build -mod=mod -tags purego -o bin/trainworker-purego ./trainworker
	bench/bin/train $(FLAGS)

# What saccade preprocess writes, read back by NumPy, PyTorch, TensorFlow, datasets and others; they are installed once.
bench-interop:
	python3 -m venv bench/interop/.venv && bench/interop/.venv/bin/pip install --quiet --requirement bench/interop/requirements.txt
	go -C bench test -count=1 -v ./interop

# Tables of the literature, row by row: hours. FLAGS="-only mnist/300 -seeds 1" makes rows again, FLAGS=-docs writes docs/accuracy.md.
tables:
	mkdir -p bench/bin && go -C bench build -mod=mod -o bin/ ./tables
	bench/bin/tables $(FLAGS)

# Runs of classify killed at random moments and resumed, many times.
KILLS ?= 200
kill:
	SACCADE_KILLS=$(KILLS) go test -run Killed -count 1 -timeout 1h ./cmd/saccade

# The largest errors of the kernels' functions over all float32; takes minutes.
ulp:
	go test -run TestULP -v -timeout 1h ./$(KERNEL) -every

# Each fuzz test for a while.
FUZZTIME ?= 30s
fuzz:
	@for pkg in $$(go list ./...); do \
		for f in $$(go test -list '^Fuzz' $$pkg | grep ^Fuzz); do \
			echo "$$pkg $$f"; go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 2s $$pkg || exit 1; \
		done; \
	done

# The figures that the documentation quotes; see the script for the data that it wants.
figures:
	scripts/figures.sh

# The README's picture, made by the program.
picture:
	go run ./cmd/saccade inspect testdata/photos/chelsea.jpg --pipeline hog --out docs/inspect.png

# The README's pictures of a report, and checks of the page in a browser: Chromium, without which it says so and does nothing.
# FLAGS="-all DIR" leaves pictures of the whole page there, and the page as it is printed.
report-pictures:
	go run ./internal/reportpictures $(FLAGS)

# The pages of man(1), in man/, and docs/cli.md: what the program says of itself.
man:
	go run ./cmd/saccade man man
cli:
	go test -count=1 -run TestCLIDocumentation ./cmd/saccade -write-cli

# The page of all operations with their pictures and costs.
gallery:
	go run ./internal/gallery

# The kernels' assembly, one family at a time; gen-check holds what is committed against what the generators write.
FAMILIES = $(shell go -C $(KERNEL)/_asm run . -list)
gen:
	@for f in $(FAMILIES); do \
		go -C $(KERNEL)/_asm run . -family $$f -pkg kernel -out ../$${f}_amd64.s -stubs ../$${f}_stubs_amd64.go || exit 1; \
	done

gen-check:
	@for f in $(FAMILIES); do cp $(KERNEL)/$${f}_amd64.s $(KERNEL)/$${f}_stubs_amd64.go $${TMPDIR:-/tmp} || exit 1; done
	@$(MAKE) --no-print-directory gen
	@for f in $(FAMILIES); do for s in $${f}_amd64.s $${f}_stubs_amd64.go; do \
		diff $${TMPDIR:-/tmp}/$$s $(KERNEL)/$$s || exit 1; \
	done; done
