package download

import (
	"cmp"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/saccade-go/saccade/internal/filelock"
)

// Options say where from and where to. The zero value is the published address and the user's cache folder.
type Options struct {
	// Dir is the folder for the files, made if it isn't there. "" is saccade/NAME in os.UserCacheDir.
	Dir string
	// URL is what the files' names are put behind, "" the published one: for a mirror, or a server of one's own.
	URL string
	// Client is http.DefaultClient if it is nil.
	Client *http.Client
	// OnProgress, if not nil, is called as a file comes, with how much of it is there.
	OnProgress func(name string, have, size int64)
}

// A file is one to fetch. Sum is MD5 or SHA-256 in hexadecimal, as its length says.
type file struct {
	name string
	size int64
	sum  string
}

// A SumError says that a file has another checksum than the published one.
type SumError struct{ Path, Want, Found string }

func (e *SumError) Error() string {
	return fmt.Sprintf("%s: wanted checksum %s, found %s", e.Path, e.Want, e.Found)
}

// A session fetches the files of one data set.
type session struct {
	Options
	name string
}

func newSession(opt Options, name, published string) (*session, error) {
	opt.URL = cmp.Or(opt.URL, published)
	if opt.Client == nil {
		opt.Client = http.DefaultClient
	}
	if opt.Dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("%s: no folder to keep it in: %w", name, err)
		}
		opt.Dir = filepath.Join(cache, "saccade", name)
	}
	return &session{opt, name}, os.MkdirAll(opt.Dir, 0o777)
}

// attempts is how often a connection may be cut without anything having come.
const attempts = 4

// pause is how long the second attempt waits; each further one waits twice as long.
var pause = time.Second

// fetch makes sure that the file is in the folder, and returns its path.
func (s *session) fetch(ctx context.Context, f file) (string, error) {
	path := filepath.Join(s.Dir, f.name)
	switch err := f.check(path); {
	case err == nil:
		return path, nil
	case !errors.Is(err, fs.ErrNotExist):
		if _, other := errors.AsType[*SumError](err); other {
			err = fmt.Errorf("%w: remove it to have it fetched again", err)
		}
		return "", err
	}
	part, err := s.claim(ctx, f, path)
	if part == nil || err != nil {
		return path, err
	}
	if err := s.fill(ctx, f, part); err != nil {
		return "", errors.Join(err, part.Close())
	}
	return path, finish(part, path)
}

// finish gives part its name, and closes it. The lock holds until the name is there; systems without locks rename no open file.
func finish(part *os.File, path string) error {
	open := os.Rename(part.Name(), path)
	if err := part.Close(); err != nil || open == nil {
		return err
	}
	return os.Rename(part.Name(), path)
}

// claim opens the file's beginning for this program alone. It is nil if another one has fetched the file meanwhile.
func (s *session) claim(ctx context.Context, f file, path string) (*os.File, error) {
	for {
		part, err := os.OpenFile(path+".part", os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		state := filelock.Try(part)
		mine := state != filelock.Busy && isAt(part, part.Name())
		there := f.check(path) == nil
		if mine && !there {
			return part, nil
		}
		if mine {
			_ = os.Remove(part.Name()) // made anew after the other program's was renamed; systems that remove no open file keep it
		}
		if err := part.Close(); there || err != nil {
			return nil, err
		}
		if state == filelock.Busy {
			if err := wait(ctx, 10*pause); err != nil {
				return nil, err
			}
		}
	}
}

// isAt reports whether f still has its name: another program may have renamed it before it was locked.
func isAt(f *os.File, path string) bool {
	mine, err1 := f.Stat()
	there, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(mine, there)
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// fill fetches the rest of part, and goes on after a cut connection. It ends with a good checksum.
func (s *session) fill(ctx context.Context, f file, part *os.File) error {
	again := true // once, if what was there before is no beginning of the file
	for failed := 0; ; {
		before := sizeOf(part)
		err := s.get(ctx, f, part)
		if err == nil {
			if err = f.check(part.Name()); err == nil {
				return nil
			}
			if _, other := errors.AsType[*SumError](err); other {
				err = errors.Join(err, part.Truncate(0))
				if again && before > 0 {
					again = false
					continue
				}
			}
			return fmt.Errorf("%s from %s: %w", f.name, s.URL, err)
		}
		if final, ok := errors.AsType[*finalError](err); ok {
			return final.error
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if sizeOf(part) > before {
			failed = 0
		}
		if failed++; failed >= attempts {
			return fmt.Errorf("%s: can't fetch %s: %w; is there a network? The file can also be put into %s by hand", s.name, s.address(f), reason(err), s.Dir)
		}
		if err := wait(ctx, pause<<(failed-1)); err != nil {
			return err
		}
	}
}

// A finalError is one after which trying again is no use.
type finalError struct{ error }

// reason takes the address out of net/http's errors, which is said already.
func reason(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

func (s *session) address(f file) string { return strings.TrimSuffix(s.URL, "/") + "/" + f.name }

// get asks for what is missing of part, once.
func (s *session) get(ctx context.Context, f file, part *os.File) error {
	have := sizeOf(part)
	if have == f.size {
		return nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address(f), nil)
	if err != nil {
		return &finalError{err}
	}
	request.Header.Set("Accept-Encoding", "identity") // the file is compressed; a server must not do it again
	if have > 0 && have < f.size {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	response, err := s.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	from, err := begin(response, have)
	if err != nil {
		return fmt.Errorf("%s: %w", s.address(f), err)
	}
	if from == 0 && have > 0 {
		if err := part.Truncate(0); err != nil {
			return &finalError{err}
		}
	}
	return s.copy(part, response.Body, f, from)
}

// begin returns where in the file the response begins: at have, or at 0 if the server has no ranges.
func begin(r *http.Response, have int64) (int64, error) {
	switch {
	case r.StatusCode == http.StatusOK:
		return 0, nil
	case r.StatusCode == http.StatusPartialContent:
		var from int64
		if n, err := fmt.Sscanf(r.Header.Get("Content-Range"), "bytes %d-", &from); n != 1 || err != nil || from != have {
			return 0, &finalError{fmt.Errorf("wanted the range from %d on, found %q", have, r.Header.Get("Content-Range"))}
		}
		return from, nil
	case r.StatusCode >= 500 || r.StatusCode == http.StatusTooManyRequests:
		return 0, fmt.Errorf("the server says %s", r.Status)
	}
	return 0, &finalError{fmt.Errorf("the server says %s", r.Status)}
}

// copy writes what comes into out, and refuses more than the file has.
func (s *session) copy(out *os.File, body io.Reader, f file, at int64) error {
	buf := make([]byte, 1<<16)
	for {
		n, err := body.Read(buf)
		if at+int64(n) > f.size {
			return &finalError{fmt.Errorf("%s: wanted %d bytes, found more", s.address(f), f.size)}
		}
		if _, err := out.WriteAt(buf[:n], at); err != nil {
			return &finalError{err}
		}
		at += int64(n)
		if s.OnProgress != nil && n > 0 {
			s.OnProgress(f.name, at, f.size)
		}
		switch {
		case err == io.EOF && at < f.size:
			return fmt.Errorf("%w after %d of %d bytes", io.ErrUnexpectedEOF, at, f.size)
		case err == io.EOF:
			if err := out.Sync(); err != nil {
				return &finalError{err}
			}
			return nil
		case err != nil:
			return err
		}
	}
}

func sizeOf(f *os.File) int64 {
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// check compares the checksum of the file at path.
func (f file) check(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: wanted a regular file, found %v", path, info.Mode().Type())
	}
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	var h hash.Hash = md5.New()
	if len(f.sum) == hex.EncodedLen(sha256.Size) {
		h = sha256.New()
	}
	if _, err := io.Copy(h, in); err != nil {
		return err
	}
	if sum := hex.EncodeToString(h.Sum(nil)); sum != f.sum {
		return &SumError{path, f.sum, sum}
	}
	return nil
}
