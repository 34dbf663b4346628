package download

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/saccade-go/saccade/dataset"
)

// The sums of files are those that torchvision and the data sets' own pages publish.
var (
	mnistFiles = []file{
		{"train-images-idx3-ubyte.gz", 9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"},
		{"train-labels-idx1-ubyte.gz", 28881, "d53e105ee54ea40749a09fcbcd1e9432"},
		{"t10k-images-idx3-ubyte.gz", 1648877, "9fb629c4189551a2d022fa330f9573f3"},
		{"t10k-labels-idx1-ubyte.gz", 4542, "ec29112dd5afa0611ce80d1b7f02629c"},
	}
	fashionFiles = []file{
		{"train-images-idx3-ubyte.gz", 26421880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"},
		{"train-labels-idx1-ubyte.gz", 29515, "25c81989df183df01b3e8a0aad5dffbe"},
		{"t10k-images-idx3-ubyte.gz", 4422102, "bef4ecab320f06d8554ea6380940ec79"},
		{"t10k-labels-idx1-ubyte.gz", 5148, "bb300cfdad3c16e7a12a480ee83cd310"},
	}
	cifar10File  = file{"cifar-10-binary.tar.gz", 170052171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"}
	cifar100File = file{"cifar-100-binary.tar.gz", 168513733, "03b5dce01913d631647c71ecec9e9cb8"}
)

const (
	mnistURL   = "https://ossci-datasets.s3.amazonaws.com/mnist/"
	fashionURL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
	cifarURL   = "https://www.cs.toronto.edu/~kriz/"
)

// fashionClasses are the names that Fashion-MNIST's authors give, in the order of its labels.
var fashionClasses = []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}

// MNIST returns the 60 000 and 10 000 handwritten digits of LeCun, Cortes and Burges, 28×28 gray, of classes "0" to "9".
func MNIST(ctx context.Context, opt Options) (train, test *dataset.Dataset, err error) {
	return idx(ctx, opt, "mnist", mnistURL, mnistFiles)
}

// FashionMNIST returns Zalando's 60 000 and 10 000 pictures of clothes, 28×28 gray, of ten classes.
func FashionMNIST(ctx context.Context, opt Options) (train, test *dataset.Dataset, err error) {
	train, test, err = idx(ctx, opt, "fashion-mnist", fashionURL, fashionFiles)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range []*dataset.Dataset{train, test} {
		if len(d.Classes) > len(fashionClasses) {
			return nil, nil, fmt.Errorf("%s: wanted %d classes, found %d", d.Name, len(fashionClasses), len(d.Classes))
		}
		d.Classes = fashionClasses[:len(d.Classes):len(d.Classes)]
	}
	return train, test, nil
}

func idx(ctx context.Context, opt Options, name, url string, files []file) (train, test *dataset.Dataset, err error) {
	s, err := newSession(opt, name, url)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		if _, err := s.fetch(ctx, f); err != nil {
			return nil, nil, err
		}
	}
	train, err1 := dataset.IDX(filepath.Join(s.Dir, "train"))
	test, err2 := dataset.IDX(filepath.Join(s.Dir, "t10k"))
	return train, test, errors.Join(err1, err2)
}

// CIFAR10 returns Krizhevsky's 50 000 and 10 000 pictures, 32×32 RGB, of ten classes. The binary version is fetched, 170 MB, and
// unpacked beside, 185 MB.
func CIFAR10(ctx context.Context, opt Options) (train, test *dataset.Dataset, err error) {
	return cifar(ctx, opt, "cifar-10", cifar10File, "cifar-10-batches-bin", []string{"batches.meta.txt", "data_batch_1.bin",
		"data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"})
}

// CIFAR100 returns 50 000 and 10 000 pictures, 32×32 RGB, of the hundred fine classes. Sizes are those of CIFAR-10.
func CIFAR100(ctx context.Context, opt Options) (train, test *dataset.Dataset, err error) {
	return cifar(ctx, opt, "cifar-100", cifar100File, "cifar-100-binary", []string{"fine_label_names.txt", "coarse_label_names.txt",
		"train.bin", "test.bin"})
}

func cifar(ctx context.Context, opt Options, name string, f file, folder string, members []string) (train, test *dataset.Dataset, err error) {
	s, err := newSession(opt, name, cifarURL)
	if err != nil {
		return nil, nil, err
	}
	dir := filepath.Join(s.Dir, folder)
	if !allThere(dir, members) {
		path, err := s.fetch(ctx, f)
		if err != nil {
			return nil, nil, err
		}
		if err := unpack(ctx, path, dir, members); err != nil {
			return nil, nil, err
		}
	}
	sets, err := dataset.Splits(dir)
	if err != nil {
		return nil, nil, err
	}
	if len(sets) != 2 {
		return nil, nil, fmt.Errorf("%s: wanted train and test, found %d data sets", dir, len(sets))
	}
	return sets[0], sets[1], nil
}
