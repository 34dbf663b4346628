package download

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// content is what the file of the tests has.
var content = func() []byte {
	b := make([]byte, 300_000)
	for i := range b {
		b[i] = byte(i * i >> 7)
	}
	return b
}()

func fileOf(name string, data []byte) file {
	sum := sha256.Sum256(data)
	return file{name, int64(len(data)), hex.EncodeToString(sum[:])}
}

// server counts requests, gives each to handle, and waits for nothing between attempts.
func server(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) (url string, requests *atomic.Int32) {
	t.Helper()
	pause = time.Microsecond
	requests = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handle(int(requests.Add(1)), w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, requests
}

func whole(_ int, w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "x", time.Time{}, bytes.NewReader(content))
}

// cutAfter sends a number of bytes from where the range begins, and cuts the connection.
func cutAfter(n int, w http.ResponseWriter, r *http.Request) {
	from := 0
	if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(content)-1, len(content)))
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(content)-from))
	if from > 0 {
		w.WriteHeader(http.StatusPartialContent)
	}
	_, _ = w.Write(content[from:min(from+n, len(content))])
}

func open(t *testing.T, dir, url string) *session {
	t.Helper()
	s, err := newSession(Options{Dir: dir, URL: url}, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func good(t *testing.T, path string, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes of another content, %v", len(got), err)
	}
	if _, err := os.Stat(path + ".part"); err == nil {
		t.Error("the part is still there")
	}
}

func TestFetch(t *testing.T) {
	url, requests := server(t, whole)
	s := open(t, t.TempDir(), url)
	var last int64
	s.OnProgress = func(name string, have, size int64) {
		if name != "x" || have <= last || size != int64(len(content)) {
			t.Errorf("%s: %d of %d", name, have, size)
		}
		last = have
	}
	for range 2 { // the second time it is there
		path, err := s.fetch(context.Background(), fileOf("x", content))
		good(t, path, err)
	}
	if requests.Load() != 1 || last != int64(len(content)) {
		t.Errorf("%d requests, %d bytes of progress", requests.Load(), last)
	}
}

// TestFetchGoesOn: cut connections, each of which brings something, however many.
func TestFetchGoesOn(t *testing.T) {
	var ranges []string
	url, requests := server(t, func(n int, w http.ResponseWriter, r *http.Request) {
		ranges = append(ranges, r.Header.Get("Range"))
		cutAfter(50_000, w, r)
	})
	path, err := open(t, t.TempDir(), url).fetch(context.Background(), fileOf("x", content))
	good(t, path, err)
	if requests.Load() != 6 || ranges[0] != "" || ranges[3] != "bytes=150000-" {
		t.Errorf("%d requests: %q", requests.Load(), ranges)
	}
}

// TestFetchGoesOnLater: what another program has left.
func TestFetchGoesOnLater(t *testing.T) {
	url, _ := server(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Range"); got != "bytes=1000-" {
			t.Errorf("range %q", got)
		}
		whole(n, w, r)
	})
	dir := t.TempDir()
	write(t, filepath.Join(dir, "x.part"), content[:1000])
	path, err := open(t, dir, url).fetch(context.Background(), fileOf("x", content))
	good(t, path, err)
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFetchPart: what is left may be damaged, whole or too long.
func TestFetchPart(t *testing.T) {
	for name, part := range map[string][]byte{
		"other": make([]byte, 1000), "whole": content, "damaged whole": make([]byte, len(content)), "long": append(bytes.Clone(content), 0),
	} {
		url, requests := server(t, whole)
		dir := t.TempDir()
		write(t, filepath.Join(dir, "x.part"), part)
		path, err := open(t, dir, url).fetch(context.Background(), fileOf("x", content))
		t.Logf("%s: %d requests", name, requests.Load())
		good(t, path, err)
	}
}

func TestFetchWithoutRanges(t *testing.T) {
	url, requests := server(t, func(n int, w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Range")
		if n == 1 {
			cutAfter(100_000, w, r)
			return
		}
		whole(n, w, r)
	})
	path, err := open(t, t.TempDir(), url).fetch(context.Background(), fileOf("x", content))
	good(t, path, err)
	if requests.Load() != 2 {
		t.Errorf("%d requests", requests.Load())
	}
}

func TestFetchRefuses(t *testing.T) {
	tests := []struct {
		name     string
		handle   func(n int, w http.ResponseWriter, r *http.Request)
		want     string
		requests int32
	}{
		{"sum", func(n int, w http.ResponseWriter, r *http.Request) { _, _ = w.Write(make([]byte, len(content))) }, "wanted checksum ", 1},
		{"long", func(n int, w http.ResponseWriter, r *http.Request) { _, _ = w.Write(append(bytes.Clone(content), 1)) }, "wanted 300000 bytes, found more", 1},
		{"absent", func(n int, w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }, "404 Not Found", 1},
		{"busy", func(n int, w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) }, "503 Service Unavailable", attempts},
		{"another range", func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				cutAfter(10, w, r)
				return
			}
			w.Header().Set("Content-Range", "bytes 5-9/300000")
			w.WriteHeader(http.StatusPartialContent)
		}, "wanted the range from 10 on", 2},
		{"always cut", func(n int, w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, "is there a network? The file can also be put into", attempts},
		{"short", func(n int, w http.ResponseWriter, r *http.Request) { _, _ = w.Write(nil) }, "after 0 of 300000 bytes", attempts},
	}
	for _, test := range tests {
		url, requests := server(t, test.handle)
		dir := t.TempDir()
		_, err := open(t, dir, url).fetch(context.Background(), fileOf("x", content))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
		if requests.Load() != test.requests {
			t.Errorf("%s: %d requests, want %d", test.name, requests.Load(), test.requests)
		}
		if _, err := os.Stat(filepath.Join(dir, "x")); err == nil {
			t.Errorf("%s: a file that isn't good has its name", test.name)
		}
	}
}

// TestFetchKeeps: a file of the user's with another checksum is left alone.
func TestFetchKeeps(t *testing.T) {
	url, requests := server(t, whole)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "x"), []byte("mine"))
	_, err := open(t, dir, url).fetch(context.Background(), fileOf("x", content))
	if e := (*SumError)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), "remove it") || requests.Load() != 0 {
		t.Errorf("error %v after %d requests", err, requests.Load())
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "x")); string(got) != "mine" {
		t.Errorf("the file has become %q", got)
	}
}

func TestFetchCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	url, _ := server(t, func(n int, w http.ResponseWriter, r *http.Request) {
		cutAfter(1000, w, r)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	dir := t.TempDir()
	s := open(t, dir, url)
	s.OnProgress = func(string, int64, int64) { cancel() }
	if _, err := s.fetch(ctx, fileOf("x", content)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, "x.part")); err != nil || info.Size() == 0 {
		t.Error("what had come is lost")
	}
}

func TestFetchNoNetwork(t *testing.T) {
	pause = time.Microsecond
	s := open(t, t.TempDir(), "http://127.0.0.1:1/there")
	_, err := s.fetch(context.Background(), fileOf("x", content))
	if err == nil || !strings.Contains(err.Error(), "test: can't fetch http://127.0.0.1:1/there/x: ") || strings.Count(err.Error(), "127.0.0.1:1/there") != 1 {
		t.Errorf("error %v", err)
	}
}

// TestFetchTwice: programs that fetch the same at once don't harm each other.
func TestFetchTwice(t *testing.T) {
	url, _ := server(t, func(n int, w http.ResponseWriter, r *http.Request) { cutAfter(40_000, w, r) })
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := newSession(Options{Dir: dir, URL: url}, "test", "")
			if err == nil {
				_, err = s.fetch(context.Background(), fileOf("x", content))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	good(t, filepath.Join(dir, "x"), nil)
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

func TestSets(t *testing.T) {
	images := append(binary.BigEndian.AppendUint32(nil, 0x803), 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6)
	labels := []byte{0, 0, 8, 1, 0, 0, 0, 2, 9, 0}
	served := map[string][]byte{}
	swap := func(files []file) []file {
		var out []file
		for _, f := range files {
			data := zipped(images)
			if strings.Contains(f.name, "labels") {
				data = zipped(labels)
			}
			served["/"+f.name] = data
			sum := md5.Sum(data)
			out = append(out, file{f.name, int64(len(data)), hex.EncodeToString(sum[:])})
		}
		return out
	}
	defer func(a, b []file, c file) { mnistFiles, fashionFiles, cifar10File = a, b, c }(mnistFiles, fashionFiles, cifar10File)
	mnistFiles, fashionFiles = swap(mnistFiles), swap(fashionFiles)
	archive := cifarArchive()
	served["/"+cifar10File.name] = archive
	cifar10File = fileOf(cifar10File.name, archive)
	url, requests := server(t, func(n int, w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "x", time.Time{}, bytes.NewReader(served[r.URL.Path]))
	})
	ctx := context.Background()
	train, test, err := MNIST(ctx, Options{Dir: t.TempDir(), URL: url + "/"})
	if err != nil || len(train.Samples) != 2 || len(test.Samples) != 2 || train.Classes[9] != "9" {
		t.Errorf("MNIST: %v", err)
	}
	train, _, err = FashionMNIST(ctx, Options{Dir: t.TempDir(), URL: url})
	if err != nil || train.Classes[train.Samples[0].Label] != "Ankle boot" {
		t.Errorf("FashionMNIST: %v", err)
	}
	dir := t.TempDir()
	before := requests.Load()
	for range 2 {
		train, test, err = CIFAR10(ctx, Options{Dir: dir, URL: url})
		if err != nil || len(train.Samples) != 5 || len(test.Samples) != 1 || train.Classes[0] != "airplane" {
			t.Errorf("CIFAR10: %v", err)
		}
	}
	if n := requests.Load() - before; n != 1 {
		t.Errorf("CIFAR10: %d requests", n)
	}
	// unpacked files may be lost again
	if err := os.Remove(filepath.Join(dir, "cifar-10-batches-bin", "data_batch_3.bin")); err != nil {
		t.Fatal(err)
	}
	if train, _, err = CIFAR10(ctx, Options{Dir: dir, URL: url}); err != nil || len(train.Samples) != 5 {
		t.Errorf("CIFAR10 again: %v", err)
	}
}

// cifarArchive has one picture in each file, and names that lead elsewhere.
func cifarArchive() []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	add := func(name string, data []byte) {
		_ = w.WriteHeader(&tar.Header{Name: name, Size: int64(len(data)), Mode: 0o644, Typeflag: tar.TypeReg})
		_, _ = w.Write(data)
	}
	add("../../evil.bin", []byte("x"))
	_ = w.WriteHeader(&tar.Header{Name: "cifar-10-batches-bin/test_batch.bin", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink})
	add("cifar-10-batches-bin/batches.meta.txt", []byte("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"))
	for i := range 5 {
		add(fmt.Sprintf("cifar-10-batches-bin/data_batch_%d.bin", i+1), make([]byte, 3073))
	}
	add("cifar-10-batches-bin/test_batch.bin", make([]byte, 3073))
	_ = w.Close()
	return zipped(b.Bytes())
}

func ExampleMNIST() {
	train, test, err := MNIST(context.Background(), Options{Dir: "data/mnist"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(train.Samples), len(test.Samples))
}
