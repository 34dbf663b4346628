// Package interop reads what saccade preprocess writes with the tools that it is written for: NumPy, PyTorch, TensorFlow, Hugging
// Face's datasets, pyarrow, h5py, webdataset, safetensors, pandas and Pillow. What they find is compared with what Pillow and
// NumPy make of the same images.
//
// make bench-interop installs the tools into bench/interop/.venv and runs the tests. A tool that is missing is skipped, and so
// is all of it without Python. PyTorch may be the system's, as Debian's python3-torch.
package interop

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const root = "../.."

// missing is the exit status of a script whose tool isn't installed.
const missing = 77

var outputs struct {
	once      sync.Once
	data, out string
	err       error
}

func TestMain(m *testing.M) {
	status := m.Run()
	os.RemoveAll(filepath.Dir(outputs.data))
	os.Exit(status)
}

// prepare makes the images and all outputs, once.
func prepare(t *testing.T) (data, out string) {
	t.Helper()
	outputs.once.Do(func() {
		dir, err := os.MkdirTemp("", "saccade-interop")
		if err != nil {
			outputs.err = err
			return
		}
		outputs.data, outputs.out = filepath.Join(dir, "data"), filepath.Join(dir, "out")
		outputs.err = errors.Join(images(outputs.data), os.Mkdir(outputs.out, 0o777))
		if outputs.err == nil {
			outputs.err = preprocess(dir, outputs.data, outputs.out)
		}
	})
	if outputs.err != nil {
		t.Fatal(outputs.err)
	}
	return outputs.data, outputs.out
}

// images makes a data set of photos and small gray pictures, with names beyond ASCII.
func images(dir string) error {
	for class, from := range map[string]string{"bag": "fashion/test/bag", "été café": "fashion/test/coat"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(filepath.Join(root, "testdata", from))); err != nil {
			return err
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "photos"), 0o777); err != nil {
		return err
	}
	for _, name := range []string{"astronaut.jpg", "chelsea.jpg", "coffee_exif6.jpg", "rocket.jpg"} {
		b, err := os.ReadFile(filepath.Join(root, "testdata/photos", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "photos", "日本 "+name), b, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// The pipelines: uint8 pictures, float32 pictures, feature vectors.
var pipelines = map[string]string{
	"u": "[resize: {height: 32, width: 24}]",
	"f": "[resize: {height: 32, width: 24}, to_float, normalize: {mean: [0.5], std: [0.5]}]",
	"v": "[resize: {height: 32, width: 24}, to_float, normalize: {mean: [0.5], std: [0.5]}, flatten]",
}

// preprocess writes all formats.
func preprocess(dir, data, out string) error {
	program := filepath.Join(dir, "saccade")
	if b, err := exec.Command("go", "build", "-C", root, "-o", program, "./cmd/saccade").CombinedOutput(); err != nil {
		return errors.New(string(b))
	}
	for name, steps := range pipelines {
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte("steps: "+steps+"\n"), 0o666); err != nil {
			return err
		}
	}
	run := func(pipeline, name string, flags ...string) error {
		args := append([]string{"preprocess", data, "--pipeline", filepath.Join(dir, pipeline+".yaml"), "--out", out + "/" + name}, flags...)
		if b, err := exec.Command(program, args...).CombinedOutput(); err != nil {
			return errors.New(name + ": " + string(b))
		}
		return nil
	}
	var errs []error
	endings := []string{"npz", "safetensors", "h5", "parquet", "arrow", "tfrecord", "tfrecord.gz", "tar", "tar.gz", "csv.gz", "csv"}
	for _, ending := range endings {
		errs = append(errs, run("u", "u."+ending), run("f", "f."+ending, "--layout", "nhwc"), run("v", "v."+ending))
	}
	for _, ending := range []string{"npz", "parquet", "arrow"} {
		errs = append(errs, run("u", "uc."+ending, "--compress"))
	}
	return errors.Join(append(errs, run("u", "s-%04d.tar", "--shard-size", "20"), run("u", "folder/"),
		run("u", "jpeg/", "--image-format", "jpeg"), run("u", "webp/", "--image-format", "webp"))...)
}

// pythons returns the interpreters to try.
func pythons() []string {
	return []string{".venv/bin/python", "/usr/bin/python3"}
}

func TestInterop(t *testing.T) {
	scripts, err := filepath.Glob("check_*.py")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(script, "check_"), ".py"), func(t *testing.T) {
			reasons := []string{}
			for _, python := range pythons() {
				if _, err := exec.LookPath(python); err != nil {
					reasons = append(reasons, python+" isn't there (make bench-interop installs it)")
					continue
				}
				data, out := prepare(t)
				text, err := exec.Command(python, script, data, out).CombinedOutput()
				if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == missing {
					reasons = append(reasons, python+": "+strings.TrimSpace(string(text)))
					continue
				}
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				t.Log(strings.TrimSpace(string(text)))
				return
			}
			t.Skip(strings.Join(reasons, "; "))
		})
	}
}
