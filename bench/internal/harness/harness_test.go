package harness

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, tc := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{3}, 3},
		{[]float64{9, 1, 2}, 2},
		{[]float64{9, 1, 2, 4}, 3},
	} {
		if got := Median(tc.values); got != tc.want {
			t.Errorf("median of %v: wanted %v, found %v", tc.values, tc.want, got)
		}
	}
	if got := Median(nil); !math.IsNaN(got) {
		t.Errorf("median of nothing: wanted NaN, found %v", got)
	}
}

// A round in which the machine was busy changes no ratio.
func TestRatioIsTakenRoundByRound(t *testing.T) {
	if got := Ratio([]float64{2, 20, 200, 7}, []float64{1, 10, 100}); got != 2 {
		t.Errorf("wanted 2, found %v", got)
	}
}

func TestBarLine(t *testing.T) {
	for _, tc := range []struct {
		bar  Bar
		want string
	}{
		{Bar{Name: "a", Value: 2.6, Limit: 2.5}, "BAR a 2.6 2.5 ok"},
		{Bar{Name: "a", Value: 2.5, Limit: 2.5}, "BAR a 2.5 2.5 ok"},
		{Bar{Name: "a", Value: 2.4, Limit: 2.5}, "BAR a 2.4 2.5 short"},
		{Bar{Name: "b", Value: 0.9, Limit: 0.85, Most: true}, "BAR b 0.9 0.85 short"},
		{Bar{Name: "b", Value: 0.8, Limit: 0.85, Most: true}, "BAR b 0.8 0.85 ok"},
		{Bar{Name: "c", Absent: true, Limit: 3, Most: true}, "BAR c absent 3 short"},
		{Bar{Name: "d", Value: math.NaN(), Limit: 3, Most: true}, "BAR d NaN 3 short"},
	} {
		if got := tc.bar.Line(); got != tc.want {
			t.Errorf("wanted %q, found %q", tc.want, got)
		}
	}
}

func TestTableIsAligned(t *testing.T) {
	var b strings.Builder
	Table{{"a", "long head"}, {"größer", "1"}}.Write(&b)
	want := "| a      | long head |\n|--------|-----------|\n| größer | 1         |\n"
	if b.String() != want {
		t.Errorf("wanted\n%s\nfound\n%s", want, b.String())
	}
}

// A shell stands for a worker here: it answers each line by what the line asks for.
func TestProcess(t *testing.T) {
	if _, err := exec.LookPath("taskset"); err != nil {
		t.Skip("needs taskset")
	}
	const worker = `while read verb value; do
		case $verb in
		env) printf 'ok\t%s\n' "$OMP_NUM_THREADS" ;;
		end) exit ;;
		spin) printf 'ok\t\n'; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done ;;
		*) printf '%s\t%s\n' "$verb" "$value" ;;
		esac
	done`
	p, err := Start([]string{"/bin/sh", "-c", worker}, "0", "OMP_NUM_THREADS=7")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	if got, err := p.Ask("ok", "a b"); got != "a b" || err != nil {
		t.Errorf("wanted a b, found %q, %v", got, err)
	}
	if got, err := p.Ask("env"); got != "7" || err != nil {
		t.Errorf("wanted 7, found %q, %v", got, err)
	}
	if _, err := p.Ask("absent", "why"); !errors.Is(err, ErrAbsent) || !strings.Contains(err.Error(), "why") {
		t.Errorf("wanted absent and why, found %v", err)
	}
	if _, err := p.Ask("error", "why"); err == nil || errors.Is(err, ErrAbsent) {
		t.Errorf("wanted an error, found %v", err)
	}
	if _, err := p.Ask("spin"); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := p.Rest(); err != nil || time.Since(begin) < 2*glance {
		t.Errorf("wanted to wait for a worker that counts to 300000, found %v, %v", time.Since(begin), err)
	}
	if kib, err := p.PeakMemory(); kib <= 0 || err != nil {
		t.Errorf("wanted some memory, found %v, %v", kib, err)
	}
	if _, err := p.Ask("end"); err == nil {
		t.Error("wanted an error of a worker that has ended, found none")
	}
}

func TestAProgramThatIsNotThereIsAbsent(t *testing.T) {
	if _, err := Start([]string{"no/such/program"}, "0"); !errors.Is(err, ErrAbsent) {
		t.Errorf("wanted absent, found %v", err)
	}
}

func TestEmbed(t *testing.T) {
	r := Report{
		Name:  "gemm",
		Write: func(w io.Writer) { fmt.Fprint(w, "# Title\n\ntext\n\n## Part\n") },
		Bars:  []Bar{{Name: "a", Value: 2, Limit: 1}},
	}
	page := "before\n<!-- begin gemm -->\nold\n<!-- end gemm -->\nafter\n"
	want := "before\n<!-- begin gemm -->\n## Title\n\ntext\n\n### Part\n\n### Bars\n\n```\nBAR a 2 1 ok\n```\n<!-- end gemm -->\nafter\n"
	for range 2 { // the second time it is there already
		got, err := r.embed([]byte(page))
		if err != nil || string(got) != want {
			t.Fatalf("wanted\n%s\nfound\n%s, %v", want, got, err)
		}
		page = string(got)
	}
	for _, page := range []string{"", "<!-- begin gemm -->\n", "<!-- end gemm -->\n<!-- begin gemm -->\n"} {
		if _, err := r.embed([]byte(page)); err == nil {
			t.Errorf("%q: wanted an error, found none", page)
		}
	}
}

func TestTurns(t *testing.T) {
	follows := map[[2]int]int{}
	for round := range 100 {
		turns := Turns(round, 4)
		if got := slices.Sorted(slices.Values(turns)); !slices.Equal(got, []int{0, 1, 2, 3}) {
			t.Fatalf("round %d: wanted everybody once, found %v", round, turns)
		}
		for i := range 3 {
			follows[[2]int{turns[i], turns[i+1]}]++
		}
	}
	for pair, n := range follows {
		if len(follows) != 12 || n > 50 {
			t.Errorf("wanted each of 12 pairs in a quarter of the rounds, found %d pairs, %v %d times", len(follows), pair, n)
		}
	}
}
