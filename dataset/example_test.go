package dataset_test

import (
	"fmt"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A folder with one subfolder per class, split into a part to train on and one to validate.
func ExampleOpen() {
	d, err := dataset.Open("../testdata/fashion/train")
	if err != nil {
		fmt.Println(err)
		return
	}
	train, val := d.Split(0.2, 1)
	fmt.Println(len(train.Samples), len(val.Samples), d.Classes[:3], val.Counts()[:3])

	var picture tensor.Tensor // its memory is used for all samples
	for s, err := range train.All() {
		if err == nil {
			err = s.Load(&picture, imageio.Options{})
		}
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(d.Classes[s.Label], picture.Spec)
		break
	}
	// Output:
	// 800 200 [ankle_boot bag coat] [20 20 20]
	// ankle_boot uint8 gray 1×28×28
}

// What can't be read says what to do instead.
func ExampleOpen_splits() {
	_, err := dataset.Open("../testdata/fashion")
	fmt.Println(err)
	// Output: ../testdata/fashion: classes: wanted one subfolder per class, found the splits test, train: give ../testdata/fashion/train
}

// Pictures without labels; what is no picture is noted.
func ExampleFiles() {
	d, err := dataset.Files("../testdata/photos")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range d.Samples {
		fmt.Println(s.Name, s.Label)
	}
	for _, line := range d.Summary() {
		fmt.Println(line)
	}
	// Output:
	// ../testdata/photos/astronaut.jpg -1
	// ../testdata/photos/chelsea.jpg -1
	// ../testdata/photos/coffee_exif6.jpg -1
	// ../testdata/photos/rocket.jpg -1
	// not an image: 1 (../testdata/photos/LICENSE.md)
}

// A test folder gets the labels of a model by the names of the classes, whatever their order.
func ExampleDataset_WithClasses() {
	d := &dataset.Dataset{Name: "holiday", Classes: []string{"cat", "dog"}}
	d.Samples = []dataset.Sample{{Name: "tom.jpg", Label: 0}, {Name: "rex.jpg", Label: 1}}
	same, err := d.WithClasses([]string{"dog", "bird", "cat"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(same.Labels())
	_, err = d.WithClasses([]string{"cat", "bird"})
	fmt.Println(err)
	// Output:
	// [2 0]
	// holiday: classes: wanted only the 2 classes cat, bird, found dog
}

func ExampleDataset_Batches() {
	d := &dataset.Dataset{Samples: []dataset.Sample{{Name: "a"}, {Name: "b"}, {Name: "c"}}}
	for batch := range d.Batches(2) {
		fmt.Println(len(batch), batch[0].Name)
	}
	// Output:
	// 2 a
	// 1 c
}

// A picture in memory can stand among files.
func ExampleInMemory() {
	white := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 2})
	white.U8[0], white.U8[1] = 255, 255
	s := dataset.InMemory("white", 0, white)

	var picture tensor.Tensor
	err := s.Load(&picture, imageio.Options{Space: tensor.RGB})
	fmt.Println(picture.Spec, picture.U8, err)
	// Output: uint8 rgb 3×1×2 [255 255 255 255 255 255] <nil>
}
