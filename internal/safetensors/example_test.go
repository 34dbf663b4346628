package safetensors_test

import (
	"bytes"
	"fmt"

	"github.com/saccade-go/saccade/internal/safetensors"
)

func Example() {
	weights := safetensors.Of("weights", []float32{1, 2, 3, 4, 5, 6}, 2, 3)
	var file bytes.Buffer
	err := safetensors.Write(&file, []safetensors.Tensor{weights}, map[string]string{"made_by": "example"})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := safetensors.Parse(file.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	w, err := f.Tensor("weights")
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := safetensors.Values[float32](w)
	fmt.Println(w.DType, w.Shape, values, f.Metadata["made_by"], err)
	// Output: F32 [2 3] [1 2 3 4 5 6] example <nil>
}

// A file that was cut says so.
func ExampleParse() {
	var file bytes.Buffer
	if err := safetensors.Write(&file, []safetensors.Tensor{safetensors.Of("bias", []float32{1, 2}, 2)}, nil); err != nil {
		fmt.Println(err)
		return
	}
	_, err := safetensors.Parse(file.Bytes()[:file.Len()-3])
	fmt.Println(err)
	// Output: safetensors: data: wanted 8 bytes, found 5
}
