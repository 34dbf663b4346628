package imgproc_test

import (
	"fmt"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestShared: several goroutines make the bytes that one makes, of all of the result and of a window.
func TestShared(t *testing.T) {
	shapes := [][5]int{ // channels, the source's height and width, the result's
		{3, 611, 611, 97, 83}, {1, 3001, 400, 3, 7}, {3, 20, 30, 601, 603}, {2, 801, 801, 801, 50},
	}
	for _, dtype := range dtypes {
		for i, s := range shapes {
			src := noise(dtype, s[0], s[1], s[2])
			r := imgproc.Resize{Height: s[3], Width: s[4], Filter: filters[i%len(filters)]}
			t.Run(fmt.Sprintf("%v/%+v", src.Spec, r), func(t *testing.T) {
				want := apply(t, r, src)
				crop := imgproc.Crop{X: s[4] / 3, Y: s[3] / 2, Width: s[4] - s[4]/3, Height: s[3] - s[3]/2}
				wantPart := apply(t, crop, want)
				got, part := tensor.New(want.Spec), tensor.New(wantPart.Spec)
				for _, workers := range []int{2, 7} {
					spoil(got)
					spoil(part)
					if err := r.ApplyShared(got, src, workers); err != nil || !same(got, want) {
						t.Errorf("%d goroutines: other values, or %v", workers, err)
					}
					if err := r.ApplyWindowShared(part, src, crop.X, crop.Y, workers); err != nil || !same(part, wantPart) {
						t.Errorf("%d goroutines: another window, or %v", workers, err)
					}
				}
			})
		}
	}
}

func TestSharedAllocatesNothing(t *testing.T) {
	src, r := noise(tensor.Uint8, 3, 700, 700), imgproc.Resize{Height: 50, Width: 60}
	dst := apply(t, r, src)
	if n := testing.AllocsPerRun(20, func() {
		if err := r.ApplyShared(dst, src, 4); err != nil {
			t.Fatal(err)
		}
	}); n >= 1 && !testdata.Race {
		t.Errorf("ApplyShared allocates %v times", n)
	}
}

func BenchmarkResizeShared(b *testing.B) {
	src, r := scene(tensor.Uint8, 3, 3000, 4000), imgproc.Resize{Height: 224, Width: 224}
	for _, workers := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("dtype=uint8/filter=bilinear/in=3x3000x4000/out=3x224x224/workers=%d", workers), func(b *testing.B) {
			dst := apply(b, r, src)
			b.SetBytes(int64(src.Bytes()))
			b.ReportAllocs()
			for b.Loop() {
				if err := r.ApplyShared(dst, src, workers); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
