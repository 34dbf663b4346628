package jpeg

import (
	"sync"
	"sync/atomic"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Pictures of less than leastBlocks blocks aren't worth several goroutines. What a goroutine takes at a time has at least
// leastRows rows of MCUs, as one of them is transformed twice. Both are variables so that tests can have small pictures.
var leastBlocks, leastRows = 1 << 20 / 64, 6

// mostSegments is how many there are in a large picture. With fewer, goroutines wait for the last one and coefficients
// leave the cache before they are transformed; with more, more rows are transformed twice.
const mostSegments = 24

// A team decodes the only scan of a sequential file on several goroutines. The data are cut into segments, which the
// members take in order. A member decodes its segment by speculation, as nothing is known of what is before it
// (split.go). Then it waits for its turn: the members before it have found out where in the picture the segment begins.
// It checks its speculation against that, has the rest decoded as a single goroutine would, hands on what is known at
// the segment's end (turn.go), and goes on with the pixels of its rows while others have theirs (member.go).
//
// Where a processor gains by that, a goroutine has two members and takes two segments at a time, which it decodes by turns
// (ahead.go).
type team struct {
	d       *Decoder // its scan stands where the turn does; its memory of coefficients has kept MCUs
	members []member
	each    int // members of a goroutine, and segments that it takes at a time
	cuts    []cut
	room    int // MCUs of the memory for kept MCUs
	chunk   int // MCUs of a member's memory, room among them

	limit   int // MCUs that are wanted
	done    int // MCUs before the turn
	kept    int // the last ones of them: the last whole row, whose lower edge isn't out, and what follows it
	emitted int // whole rows of MCUs before the turn
	right   int // how many speculations have come true, for tests

	taken    atomic.Int64 // segments
	mu       sync.Mutex
	passed   sync.Cond // of mu: turn is another
	turn     int       // the segment whose member may use what is above
	finished bool      // there is nothing more to do
}

// cuts returns into how many segments the data of the scan are cut: 1 where that doesn't pay.
func (d *Decoder) cuts() int {
	if d.opt.Workers < 2 || d.scan.coded || d.down*d.across*d.perMCU < leastBlocks {
		return 1
	}
	return min(d.down/leastRows, mostSegments) * d.each()
}

// each is how many segments a goroutine takes at a time.
func (d *Decoder) each() int {
	if d.scan.restart == 0 && kernel.JPEGByTurns() {
		return 2
	}
	return 1
}

// parallel does what stream does, on several goroutines. It reports whether the data can be cut for them.
func (d *Decoder) parallel() bool {
	segments := d.cuts()
	if segments < 2 {
		return false
	}
	if d.team == nil {
		d.team = new(team)
		d.team.passed.L = &d.team.mu
	}
	t := d.team
	if t.cuts = d.cut(t.cuts[:0], segments); len(t.cuts) < 2 {
		return false
	}
	d.team = nil // after a panic the members' memory isn't as they want it
	t.prepare(d)
	n := min(d.opt.Workers, ceilDiv(len(t.cuts), t.each))
	kernel.Parallel(n, n, t.work)
	t.release()
	d.team = t
	return true
}

func (t *team) prepare(d *Decoder) {
	t.d, t.limit = d, min(d.down, d.lines.to)*d.across
	t.done, t.kept, t.emitted, t.right = 0, 0, 0, 0
	t.turn, t.finished = 0, false
	t.taken.Store(0)
	t.room = 2*d.across + mostMarks
	t.chunk = t.room + max(d.across, min(t.limit/4, 4*t.limit/len(t.cuts)))
	d.streamMemory(t.room)
	t.each = d.each()
	for len(t.members) < t.each*d.opt.Workers && len(t.members) <= len(t.cuts) {
		t.members = append(t.members, member{})
	}
	for i := range t.members {
		t.members[i].follow(d, t.chunk, &t.members[i-i%t.each].part)
	}
}

// release lets go of what belongs to the caller and to the decoder.
func (t *team) release() {
	for i := range t.members {
		p := &t.members[i].part
		p.release()
		if t.d.scan.restart == 0 {
			p.scan.r.buf = nil
		}
	}
	t.d = nil
}

// size returns how many bytes the members keep.
func (t *team) size() (n int) {
	if t == nil {
		return 0
	}
	for i := range t.members {
		n += t.members[i].part.Cap()
	}
	return n
}

// work is the goroutine of a member, or of two that go by turns.
func (t *team) work(number int) {
	defer func() {
		if v := recover(); v != nil {
			t.quit() // nobody has to wait for this goroutine
			panic(v)
		}
	}()
	members := t.members[number*t.each:][:t.each]
	for {
		i := int(t.taken.Add(int64(t.each))) - t.each
		if i >= len(t.cuts) || !t.segments(members, i) {
			return
		}
	}
}

// segments does all that is to be done for as many segments as there are members, from segment i on. It reports whether
// there is more to do.
func (t *team) segments(members []member, i int) (more bool) {
	if len(members) == 2 {
		t.speculateBoth(&members[0], &members[1], i)
	} else {
		t.speculate(&members[0], i)
	}
	more = true
	for k := range members {
		more = more && i+k < len(t.cuts) && t.segment(&members[k], i+k)
	}
	for k := range members {
		members[k].render()
	}
	return more
}

// segment does what is to be done in the turn of segment i. It reports whether there is more to do.
func (t *team) segment(m *member, i int) bool {
	if !t.wait(i) {
		return false
	}
	t.join(m, i)
	for t.complete(m, i) {
		m.render()
		t.take(m, t.room)
	}
	if t.done == t.limit {
		t.quit()
	} else {
		t.pass()
	}
	return true
}

// wait waits for the turn of segment i. It reports whether there will be one.
func (t *team) wait(i int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.turn != i && !t.finished {
		t.passed.Wait()
	}
	return !t.finished
}

func (t *team) pass() {
	t.mu.Lock()
	t.turn++
	t.mu.Unlock()
	t.passed.Broadcast()
}

// quit makes all members stop that wait or will wait.
func (t *team) quit() {
	t.mu.Lock()
	t.finished = true
	t.mu.Unlock()
	t.passed.Broadcast()
}
