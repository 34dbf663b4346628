//go:build unix

package dataset

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestSpecialFiles: pipes and sockets are not opened (that would wait for ever), whatever they are called.
func TestSpecialFiles(t *testing.T) {
	tree(t, "d/cat/a.png", "d/cat/linked.png>pipe.png", "d/cat/zero.png>/dev/zero")
	must(t, syscall.Mkfifo("d/cat/pipe.png", 0o600))
	must(t, syscall.Mkfifo("d/cat/pipe", 0o600))
	socket, err := net.Listen("unix", "d/cat/socket.png")
	must(t, err)
	defer socket.Close()
	d, err := Folder("d")
	must(t, err)
	same(t, "samples", names(d), []string{"d/cat/a.png"})
	noted(t, d, map[NoteKind][]string{Special: {"d/cat/linked.png", "d/cat/pipe", "d/cat/pipe.png", "d/cat/socket.png", "d/cat/zero.png"}})

	named, err := Files("d/cat/pipe.png")
	must(t, err)
	if err := named.Samples[0].Load(new(tensor.Tensor), imageio.Options{}); err == nil {
		t.Error("a pipe was loaded")
	}
	must(t, os.Rename("d/cat/pipe", "p-images-idx3-ubyte"))
	must(t, os.WriteFile("p-labels-idx1-ubyte", labelsFile(1, 0), 0o600))
	if _, err := Open("p"); err == nil || !strings.Contains(err.Error(), "regular file") {
		t.Errorf("a pipe as IDX file: error %v", err)
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root can read everything")
	}
	tree(t, "d/cat/a.png", "d/cat/closed.png", "d/cat/closed", "d/dog/x.png", "d/dog/closed/x.png")
	for _, path := range []string{"d/cat/closed.png", "d/cat/closed", "d/dog/closed"} {
		must(t, os.Chmod(path, 0))
	}
	defer os.Chmod("d/dog/closed", 0o700)
	d, err := Folder("d")
	must(t, err)
	same(t, "samples", names(d), []string{"d/cat/a.png", "d/cat/closed.png", "d/dog/x.png"})
	noted(t, d, map[NoteKind][]string{Unreadable: {"d/cat/closed", "d/dog/closed"}})
	if err := d.Samples[1].Load(new(tensor.Tensor), imageio.Options{}); err == nil {
		t.Error("an unreadable file was loaded")
	}
	if _, err := Files("d/dog/closed"); err == nil {
		t.Error("an unreadable folder given by name is no error")
	}
}

// TestManyLinks: each hard link is an input, and so is each link to the same file.
func TestManyLinks(t *testing.T) {
	tree(t, "d/0.png")
	for i := range 1500 {
		must(t, os.Link("d/0.png", fmt.Sprintf("d/hard%d.png", i)))
		must(t, os.Symlink("0.png", fmt.Sprintf("d/soft%d.png", i)))
	}
	d, err := Files("d")
	must(t, err)
	if len(d.Samples) != 3001 || len(d.Noted(Followed)) != 1500 {
		t.Errorf("%d samples, %d links", len(d.Samples), len(d.Noted(Followed)))
	}
}

// TestTraps reads the trees of the conformance collection.
func TestTraps(t *testing.T) {
	script, err := os.ReadFile(testdata.Shared(t, "conformance/03_hostile/make_tree.sh"))
	must(t, err)
	// A process for each of 3000 links takes seconds; TestManyLinks has as many.
	fewer := strings.Replace(string(script), "seq 3000", "seq 30", 1)
	for _, program := range []string{"bash", "python3"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	good := filepath.Join(testdata.Root(), "testdata", "photos", "chelsea.jpg")
	tree(t, "good.png")
	out, err := exec.Command("bash", "-c", fewer, "make_tree", good, "good.png", "traps").CombinedOutput()
	if err != nil {
		t.Skipf("%v: %s", err, out)
	}
	t.Cleanup(func() { os.Chmod("traps/perm/noread_dir", 0o700) })
	tests := []struct {
		folder  string
		files   int
		classes string // "" if Folder refuses
	}{
		{"plain", 6, "cat dog"}, {"dirs", 6, "cat nested only corrupt"}, {"names/n", 36, ""},
		{"names/classes", 24, "\"quoted\" -dash 0 007 =formula class\nnewline class with space class,comma it's null true クラス"},
		{"names/case", 3, "CAT Cat cat"}, {"deep", 1, "level1"}, {"verylong", 0, ""}, {"many", 30, ""},
	}
	for _, test := range tests {
		d, err := Files("traps/" + test.folder)
		must(t, err)
		if len(d.Samples) != test.files {
			t.Errorf("%s: %d files, want %d", test.folder, len(d.Samples), test.files)
		}
		d, err = Folder("traps/" + test.folder)
		if test.classes == "" && err == nil || test.classes != "" && err != nil {
			t.Errorf("%s: error %v", test.folder, err)
		} else if err == nil && strings.Join(d.Classes, " ") != test.classes {
			t.Errorf("%s: classes %q, want %q", test.folder, d.Classes, test.classes)
		}
	}
	d, err := Folder("traps/links")
	must(t, err)
	same(t, "links", names(d)[:3], []string{"traps/links/a/hard.jpg", "traps/links/a/link_to_file.jpg", "traps/links/a/real.jpg"})
	d, err = Files("traps/verylong")
	must(t, err)
	if len(d.Noted(Unreadable)) != 1 {
		t.Errorf("a path that is too long: notes %v", d.Notes)
	}
}

func TestClassNamesAreUTF8(t *testing.T) {
	dir := t.TempDir()
	for _, class := range []string{"a", "b\xff", "c"} {
		if err := os.Mkdir(filepath.Join(dir, class), 0o777); err != nil {
			t.Skipf("the file system doesn't take it: %v", err)
		}
		must(t, os.WriteFile(filepath.Join(dir, class, "x.png"), nil, 0o666))
	}
	d, err := Folder(dir)
	must(t, err)
	same(t, "classes", d.Classes, []string{"a", "b\ufffd", "c"})
	same(t, "names", names(d)[1:2], []string{filepath.Join(dir, "b\xff", "x.png")})
	must(t, os.Rename(filepath.Join(dir, "c"), filepath.Join(dir, "b\xfe")))
	if _, err = Folder(dir); err == nil || !strings.Contains(err.Error(), "every class once") {
		t.Errorf("two classes that have one name in UTF-8: %v", err)
	}
}
