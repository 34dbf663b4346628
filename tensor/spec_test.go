package tensor

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for s := range Space(len(spaces)) {
		text, err := s.MarshalText()
		var back Space
		if err != nil || back.UnmarshalText(text) != nil || back != s {
			t.Errorf("%v is written as %q and read as %v", s, text, back)
		}
	}
	for d := range DType(len(dtypes)) {
		text, err := d.MarshalText()
		var back DType
		if err != nil || back.UnmarshalText(text) != nil || back != d {
			t.Errorf("%v is written as %q and read as %v", d, text, back)
		}
	}
	var s Space
	var d DType
	if err := s.UnmarshalText([]byte("LAB")); err != nil || s != Lab {
		t.Errorf("LAB is %v, %v", s, err)
	}
	if s.UnmarshalText([]byte("cmy")) == nil || d.UnmarshalText([]byte("float")) == nil || d.UnmarshalText(nil) == nil {
		t.Error("nonsense has been read")
	}
}

// TestSpacesKeepTheirNumbers: caches and models may have stored them.
func TestSpacesKeepTheirNumbers(t *testing.T) {
	for i, s := range Spaces() {
		if int(s) != i || (s != None) != (s.Channels() > 0) || s.String() == "" {
			t.Errorf("space %d is %v with %d channels", i, s, s.Channels())
		}
	}
	for s, want := range map[Space]int{None: 0, Gray: 1, RGB: 2, GrayAlpha: 3, RGBA: 4, HSV: 5, Lab: 6, Gray709: 7, LChD50: 24} {
		if int(s) != want {
			t.Errorf("%v is %d, want %d", s, s, want)
		}
	}
}

func TestTextUnknown(t *testing.T) {
	if _, err := Space(99).MarshalText(); err == nil {
		t.Error("space 99 is written")
	}
	if _, err := DType(99).MarshalText(); err == nil {
		t.Error("dtype 99 is written")
	}
	if s := Space(99).String() + DType(99).String(); s != "space 99dtype 99" {
		t.Error(s)
	}
	if n := Space(99).Channels(); n != 0 {
		t.Errorf("space 99 has %d channels", n)
	}
}

func TestSpecString(t *testing.T) {
	for _, c := range []struct {
		spec Spec
		want string
	}{
		{Spec{Space: RGB, C: 3, H: 224, W: 224}, "uint8 rgb 3×224×224"},
		{Spec{DType: Float32, Space: GrayAlpha, C: 2}, "float32 gray_alpha 2×?×?"},
		{Spec{}, "uint8 none ?×?×?"},
	} {
		if got := c.spec.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestSpecCheck(t *testing.T) {
	for _, good := range []Spec{{}, {Space: RGB, C: 3}, {C: 17, H: 4, W: 4}, {Space: Lab, C: 3, DType: Float32}, VectorSpec(5)} {
		if err := good.Check("test"); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []Spec{{Space: RGB, C: 4}, {Space: Gray}, {Space: 99, C: 1}, {DType: 2}, {C: 1, H: -1}, {C: 1, H: math.MaxInt, W: math.MaxInt}} {
		if bad.Check("test") == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
}

// TestLength: the length is the product where it fits, and nothing where it doesn't.
func TestLength(t *testing.T) {
	size := rapid.OneOf(rapid.IntRange(-2, 10), rapid.IntRange(0, 1<<22), rapid.IntRange(0, math.MaxInt))
	rapid.Check(t, func(t *rapid.T) {
		s := Spec{C: size.Draw(t, "c"), H: size.Draw(t, "h"), W: size.Draw(t, "w")}
		want := new(big.Int).Mul(big.NewInt(int64(s.C)), big.NewInt(int64(s.H)))
		want.Mul(want, big.NewInt(int64(s.W)))
		n, ok := s.length()
		fits := s.C >= 0 && s.H >= 0 && s.W >= 0 && want.Cmp(big.NewInt(math.MaxInt/4)) <= 0
		// A product that overflows on the way to 0 is refused too.
		if ok && (!fits || want.Cmp(big.NewInt(int64(n))) != 0) || !ok && fits && want.Sign() != 0 {
			t.Fatalf("%v: got %d, %v, want %v", s, n, ok, want)
		}
	})
}

func TestSpecJSON(t *testing.T) {
	spec := Spec{DType: Float32, Space: Lab, C: 3, H: 4, W: 5}
	b, err := json.Marshal(spec)
	if want := `{"dtype":"float32","space":"lab","c":3,"h":4,"w":5}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v", b, err)
	}
	var back Spec
	if err := json.Unmarshal(b, &back); err != nil || back != spec {
		t.Errorf("read back %v, %v", back, err)
	}
}
