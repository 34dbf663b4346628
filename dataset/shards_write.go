package dataset

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// defaultShardBytes is the size of shards if nothing is said about it: what Hugging Face's datasets takes.
const defaultShardBytes = 500_000_000

// A shardTarget is a target of a row of files.
type shardTarget struct {
	w        *Writer
	pattern  shardPattern
	progress *progress
	next     int // number of the next shard to begin
	out      *outputFile
	count    int   // records in out
	bytes    int64 // of their payloads
	before   Stats // as they were when the last line was written
}

func newShards(w *Writer, p shardPattern) (writeTarget, error) {
	path := p.dir + "." + p.before + "#" + p.tail + ".progress"
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, failure(w.path, "create", fmt.Errorf("creating a file in its folder: %w", withoutPath(err)))
	}
	s := &shardTarget{w: w, pattern: p}
	progress, entries, err := openProgress(path, w, f, s.none, func() { os.Remove(path) })
	if err == nil {
		s.progress = progress
		err = s.resume(entries)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	atomicfile.Sweep(filepath.Clean(p.dir), p.matches)
	s.before = w.stats
	return s, nil
}

// none reports if there are shards already.
func (s *shardTarget) none() error {
	entries, err := os.ReadDir(filepath.Clean(s.pattern.dir))
	if err != nil {
		return failure(s.w.path, "create", err)
	}
	for _, e := range entries {
		if s.pattern.matches(e.Name()) {
			return mismatch(s.w.path, "create", "no file of that name (remove them, or resume the run that wrote them)", printable(e.Name()))
		}
	}
	return nil
}

// resume goes on behind the shards that are complete, and makes sure that they are there.
func (s *shardTarget) resume(entries []completed) error {
	for _, e := range entries {
		if e.File == "" {
			continue
		}
		if want := s.pattern.name(s.next); e.File != want {
			return mismatch(s.w.path, "resume", want, printable(e.File))
		}
		info, err := os.Stat(s.pattern.dir + e.File)
		if err != nil {
			return failure(s.pattern.dir+e.File, "resume", err)
		}
		if info.Size() != e.Size {
			return mismatch(s.pattern.dir+e.File, "resume", fmt.Sprintf("%d bytes", e.Size), fmt.Sprint(info.Size()))
		}
		s.next++
	}
	s.w.resume(entries)
	return nil
}

// full reports whether a record goes into the next shard.
func (s *shardTarget) full(it *encodedItem) bool {
	o := s.w.opt
	if o.ShardItems == 0 && o.ShardBytes == 0 {
		o.ShardBytes = defaultShardBytes
	}
	return o.ShardItems > 0 && s.count >= o.ShardItems || o.ShardBytes > 0 && s.bytes+int64(len(it.payload)) > o.ShardBytes
}

func (s *shardTarget) write(it *encodedItem) error {
	if s.out != nil && s.full(it) {
		if err := s.finish(); err != nil {
			return err
		}
	}
	if s.out == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	err := s.out.begin(s.w, s.w.stats.Items)
	if err == nil {
		err = s.out.sink.write(it)
	}
	if err != nil {
		return failure(s.out.path, "write", err)
	}
	s.count++
	s.bytes += int64(len(it.payload))
	return nil
}

func (s *shardTarget) begin() (err error) {
	if s.pattern.first+s.next > s.pattern.last {
		want := fmt.Sprintf("at most %d shards, as the name says (take larger ones)", s.pattern.last-s.pattern.first+1)
		return mismatch(s.w.path, "write", want, "one more")
	}
	s.out, err = newOutputFile(s.pattern.dir + s.pattern.name(s.next))
	s.next, s.count, s.bytes = s.next+1, 0, 0
	return err
}

// finish completes a shard and notes it.
func (s *shardTarget) finish() error {
	if err := s.out.finish(); err != nil {
		return err
	}
	e := s.w.stats.since(s.before)
	e.File, e.Size = filepath.Base(s.out.path), s.out.size
	if s.w.encoder.fixed() {
		e.Height, e.Width = s.w.stats.Spec.H, s.w.stats.Spec.W
	}
	s.out = nil
	s.w.stats.Files++
	return s.note(e)
}

func (s *shardTarget) note(e completed) error {
	err := s.progress.line(e)
	if err == nil {
		err = s.progress.f.Sync()
	}
	s.before = s.w.stats
	if err != nil {
		return failure(s.progress.f.Name(), "write", err)
	}
	return nil
}

func (s *shardTarget) skip(Skipped) error { return nil } // it stands in the next line

func (s *shardTarget) close() error {
	if s.out != nil {
		if err := s.finish(); err != nil {
			return err
		}
	}
	if len(s.w.stats.Skipped) > len(s.before.Skipped) {
		return s.note(s.w.stats.since(s.before))
	}
	return nil
}

func (s *shardTarget) abort() {
	if s.out != nil {
		s.out.abort()
	}
	if s.w.stats.Files == 0 {
		os.Remove(s.progress.f.Name()) // there is nothing that could be resumed
	}
	s.progress.f.Close()
}
