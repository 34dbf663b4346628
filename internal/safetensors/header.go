package safetensors

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// A header is the first part of a file, checked in itself but not against the data.
type header struct {
	entries  []namedEntry // in order of their data
	metadata map[string]string
}

type namedEntry struct {
	name string
	entry
}

// parseHeader reads the JSON of a header. Its length bounds the memory taken.
func parseHeader(text []byte) (header, error) {
	h := header{}
	if !utf8.Valid(text) || !json.Valid(text) {
		return h, &Error{Part: "header", Want: "a JSON object in UTF-8", Found: brief(text)}
	}
	err := eachMember(text, "header", func(key string, value json.RawMessage) error {
		if key == metadataKey {
			return h.parseMetadata(value)
		}
		e, err := parseEntry(key, value)
		h.entries = append(h.entries, namedEntry{key, e})
		return err
	})
	slices.SortFunc(h.entries, func(a, b namedEntry) int {
		return cmp.Or(slices.Compare(a.DataOffsets[:], b.DataOffsets[:]), cmp.Compare(a.name, b.name))
	})
	return h, err
}

// eachMember calls visit with the members of a JSON object, in order. A key that stands there twice is an
// error, unlike in package json.
func eachMember(text []byte, part string, visit func(key string, value json.RawMessage) error) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return &Error{Part: part, Want: "a JSON object", Found: brief(text)}
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return &Error{Part: part, Want: "a JSON object", Found: err.Error()}
		}
		key := token.(string) // json.Valid has said so
		if seen[key] {
			return &Error{Part: part, Want: "every key once", Found: brief(key) + " twice"}
		}
		seen[key] = true
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return &Error{Part: part, Want: "a JSON object", Found: err.Error()}
		}
		if err := visit(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (h *header) parseMetadata(text json.RawMessage) error {
	if string(text) == "null" {
		return nil
	}
	h.metadata = map[string]string{}
	return eachMember(text, "metadata", func(key string, value json.RawMessage) error {
		s, ok := parseString(value)
		if !ok {
			return &Error{Part: "metadata", Want: "a string as value of " + brief(key), Found: brief(value)}
		}
		h.metadata[key] = s
		return nil
	})
}

// parseEntry reads a tensor's dtype, shape and data_offsets, which must all be there; other keys are left alone,
// as the reference does.
func parseEntry(name string, text json.RawMessage) (entry, error) {
	e := entry{}
	missing := map[string]bool{"dtype": true, "shape": true, "data_offsets": true}
	part := tensorPart(name)
	err := eachMember(text, part, func(key string, value json.RawMessage) error {
		ok, want := true, ""
		switch key {
		case "dtype":
			var s string
			s, ok = parseString(value)
			e.DType, want = DType(s), "a string as dtype"
		case "shape":
			e.Shape, ok = parseInts(value)
			want = "a list of sizes as shape"
		case "data_offsets":
			var offsets []int
			offsets, ok = parseInts(value)
			ok = ok && copy(e.DataOffsets[:], offsets) == 2 && len(offsets) == 2
			want = "two offsets as data_offsets"
		}
		delete(missing, key)
		if !ok {
			return &Error{Part: part, Want: want, Found: brief(value)}
		}
		return nil
	})
	if err == nil && len(missing) > 0 {
		err = &Error{Part: part, Want: "dtype, shape and data_offsets", Found: brief(text)}
	}
	return e, err
}

// parseString reads a JSON string and nothing else: not null, which package json takes as "".
func parseString(text json.RawMessage) (s string, ok bool) {
	if text[0] != '"' {
		return "", false
	}
	return s, json.Unmarshal(text, &s) == nil
}

// parseInts reads a JSON array of integers from 0 to the largest int, written without sign, point or exponent.
func parseInts(text json.RawMessage) (ints []int, ok bool) {
	var items []json.RawMessage
	if text[0] != '[' || json.Unmarshal(text, &items) != nil {
		return nil, false
	}
	ints = make([]int, len(items))
	for i, item := range items {
		n, err := strconv.ParseUint(string(item), 10, strconv.IntSize-1)
		if err != nil {
			return nil, false
		}
		ints[i] = int(n)
	}
	return ints, true
}

// check reports whether the entries have the sizes they claim and cover n bytes of data completely and once.
func (h header) check(n int64) error {
	end := 0
	for _, e := range h.entries {
		if e.DataOffsets[0] != end || e.DataOffsets[1] < end {
			want := fmt.Sprintf("data that begins at %d, where the tensor before it ends", end)
			return &Error{Part: tensorPart(e.name), Want: want, Found: fmt.Sprintf("offsets %v", e.DataOffsets)}
		}
		t := Tensor{Name: e.name, DType: e.DType, Shape: e.Shape}
		if err := t.check(e.DataOffsets[1] - e.DataOffsets[0]); err != nil {
			return err
		}
		end = e.DataOffsets[1]
	}
	if int64(end) != n {
		return &Error{Part: "data", Want: fmt.Sprintf("%d bytes", end), Found: fmt.Sprint(n)}
	}
	return nil
}
