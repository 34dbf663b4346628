package npy

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Magic is what a file begins with.
const Magic = "\x93NUMPY"

// maxHeader is more than any header of numbers needs, which are not much longer than 128 bytes.
const maxHeader = 1 << 16

// A Header says what an array is.
type Header struct {
	Type    Type
	Fortran bool // the first index varies fastest
	Shape   []int
	Size    int // bytes of the header, all before the data
}

// A Type is a NumPy dtype of one value: <f4, |u1, <U12.
type Type struct {
	Kind      byte // b bool, u and i integers, f floats, U characters of UTF-32, S bytes
	Size      int  // bytes
	BigEndian bool
}

func (t Type) String() string {
	size := t.Size
	if t.Kind == 'U' {
		size /= 4
	}
	order := "<"
	if t.BigEndian {
		order = ">"
	} else if t.Size == 1 || t.Kind == 'S' {
		order = "|"
	}
	return fmt.Sprintf("%s%c%d", order, t.Kind, size)
}

// Order returns the order of a value's bytes.
func (t Type) Order() binary.ByteOrder {
	if t.BigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// Len returns the number of values. ReadHeader has checked that it and the number of bytes are no more than an int has.
func (h Header) Len() int {
	n := 1
	for _, d := range h.Shape {
		n *= d
	}
	return n
}

// An Error says what is wrong with a header.
type Error struct{ Want, Found string }

func (e *Error) Error() string { return "npy header: wanted " + e.Want + ", found " + e.Found }

// ReadHeader reads all before the data. Errors are an [*Error] or those of r; a header that is cut is io.ErrUnexpectedEOF.
func ReadHeader(r io.Reader) (Header, error) {
	var start [8]byte
	if err := readFull(r, start[:]); err != nil {
		return Header{}, err
	}
	if string(start[:6]) != Magic {
		return Header{}, &Error{fmt.Sprintf("%q", Magic), fmt.Sprintf("%q", start[:6])}
	}
	lengthSize := 2
	if start[6] > 1 {
		lengthSize = 4
	}
	if start[6] < 1 || start[6] > 3 {
		return Header{}, &Error{"version 1, 2 or 3", strconv.Itoa(int(start[6]))}
	}
	var length [4]byte
	if err := readFull(r, length[:lengthSize]); err != nil {
		return Header{}, err
	}
	n := binary.LittleEndian.Uint32(length[:])
	if n > maxHeader {
		return Header{}, &Error{fmt.Sprintf("a header of at most %d bytes", maxHeader), fmt.Sprint(n)}
	}
	text := make([]byte, n)
	if err := readFull(r, text); err != nil {
		return Header{}, err
	}
	h, err := parse(string(text))
	h.Size = len(start) + lengthSize + len(text)
	return h, err
}

func readFull(r io.Reader, b []byte) error {
	_, err := io.ReadFull(r, b)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// parse reads the dictionary, whose keys may come in any order.
func parse(text string) (h Header, err error) {
	fail := func(want string) (Header, error) { return Header{}, &Error{want, brief(text)} }
	p := parser{text}
	if !p.take("{") {
		return fail("a dictionary")
	}
	seen := map[string]bool{}
	for !p.take("}") {
		key, ok := p.str()
		if !ok || seen[key] || !p.take(":") {
			return fail("a dictionary with descr, fortran_order and shape, each once")
		}
		seen[key] = true
		switch key {
		case "descr":
			descr, isString := p.str()
			if !isString {
				return fail("one type for all values as descr")
			}
			if h.Type, err = parseType(descr); err != nil {
				return Header{}, err
			}
		case "fortran_order":
			if h.Fortran, ok = p.boolean(); !ok {
				return fail("True or False as fortran_order")
			}
		case "shape":
			if h.Shape, ok = p.tuple(); !ok {
				return fail("a tuple of lengths as shape")
			}
		default:
			return fail("descr, fortran_order and shape alone")
		}
		if !p.take(",") && !strings.HasPrefix(p.rest(), "}") {
			return fail("a comma between entries")
		}
	}
	if len(seen) != 3 || p.rest() != "" {
		return fail("descr, fortran_order and shape")
	}
	if !fits(h.Shape, h.Type.Size) {
		return fail("an array that fits in memory")
	}
	return h, nil
}

// fits reports whether the array's bytes are a number that an int has.
func fits(shape []int, size int) bool {
	n := uint64(max(size, 1))
	for _, d := range shape {
		hi, lo := bits.Mul64(n, uint64(d))
		if hi != 0 || lo > math.MaxInt {
			return false
		}
		n = lo
	}
	return true
}

// maxItem bounds the size of one value; strings have any length.
const maxItem = 1 << 16

func parseType(descr string) (Type, error) {
	fail := &Error{"numbers, bool or strings as type", brief(descr)}
	if len(descr) < 3 || !strings.ContainsRune("<>|=", rune(descr[0])) {
		return Type{}, fail
	}
	n, err := strconv.Atoi(descr[2:])
	t := Type{Kind: descr[1], Size: n, BigEndian: descr[0] == '>'}
	if err != nil || n < 0 || n > maxItem {
		return Type{}, fail
	}
	switch {
	case t.Kind == 'U':
		t.Size *= 4
	case t.Kind == 'S':
	case t.Kind == 'b' && n == 1, (t.Kind == 'u' || t.Kind == 'i') && (n == 1 || n == 2 || n == 4 || n == 8),
		t.Kind == 'f' && (n == 2 || n == 4 || n == 8):
	case t.Kind == 'O':
		return Type{}, &Error{"numbers, bool or strings as type", "Python objects (pickle), which can run code and are never read"}
	default:
		return Type{}, fail
	}
	return t, nil
}

// A parser takes Python literals from the front of a text.
type parser struct{ text string }

func (p *parser) rest() string {
	p.text = strings.TrimLeft(p.text, " \t\n\r")
	return p.text
}

func (p *parser) take(token string) bool {
	rest, ok := strings.CutPrefix(p.rest(), token)
	p.text = rest
	return ok
}

func (p *parser) str() (string, bool) {
	text := p.rest()
	if text == "" || text[0] != '\'' && text[0] != '"' {
		return "", false
	}
	s, rest, ok := strings.Cut(text[1:], text[:1])
	p.text = rest
	return s, ok && !strings.Contains(s, `\`)
}

func (p *parser) boolean() (value, ok bool) {
	if p.take("True") {
		return true, true
	}
	return false, p.take("False")
}

// tuple reads (), (3,) and (3, 4): lengths from 0 to the largest int; Python 2 wrote them as 3L.
func (p *parser) tuple() ([]int, bool) {
	const most = 32 // dimensions, as NumPy has had
	if !p.take("(") {
		return nil, false
	}
	shape := []int{}
	for !p.take(")") {
		text := p.rest()
		digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
		n, err := strconv.ParseUint(digits, 10, strconv.IntSize-1)
		if err != nil || len(shape) == most {
			return nil, false
		}
		shape = append(shape, int(n))
		p.text = strings.TrimPrefix(text[len(digits):], "L")
		if !p.take(",") && !strings.HasPrefix(p.rest(), ")") {
			return nil, false
		}
	}
	return shape, true
}

// brief quotes s for a message, without its end if it is long.
func brief(s string) string {
	const most = 80
	s = strings.TrimSpace(s)
	if len(s) > most {
		return fmt.Sprintf("%q…", s[:most])
	}
	return fmt.Sprintf("%q", s)
}
