package dataset

import (
	"fmt"
	"slices"
	"strconv"
)

// A label is what a record says of its class: nothing, a number, a name, or the folder that it lies in.
type label struct {
	split string // "" if the record doesn't say
	kind  labelKind
	index int
	text  string
}

type labelKind uint8

const (
	noLabel labelKind = iota
	numbered
	called
	inFolder // text is a path with slashes; "" is the top
)

func number(n int) label { return label{kind: numbered, index: n} }

func class(name string) label { return label{kind: called, text: name} }

// maxClass is the largest number that a class may have where classes have no names: each number below is a class, too.
const maxClass = 1 << 20

// numberLabel is number for an integer from outside; -1 says that there is no label.
func numberLabel(n int64) (label, error) {
	switch {
	case n == -1:
		return label{}, nil
	case n < 0 || n >= maxClass:
		return label{}, fmt.Errorf("wanted a label from 0 to %d, or -1 for none, found %d", maxClass-1, n)
	}
	return number(int(n)), nil
}

// namedLabel is class for an index among names, or numberLabel if there are none.
func namedLabel(n int64, names []string) (label, error) {
	if len(names) == 0 || n == -1 {
		return numberLabel(n)
	}
	if n < 0 || n >= int64(len(names)) {
		return label{}, fmt.Errorf("wanted a label below %d, as there are so many classes, found %d", len(names), n)
	}
	return class(names[n]), nil
}

// textLabel is a number if the text is one, and else a name.
func textLabel(text string) label {
	if text == "" {
		return label{}
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < maxClass && strconv.Itoa(n) == text {
		return number(n)
	}
	return class(text)
}

// classesOf returns the classes' names and, for each label, its index or -1. Declared names come first, in their order, then
// others in natural order. Where no label has a name and none is declared, classes are all numbers to the largest one.
func classesOf(labels []label, declared []string) (names []string, index []int) {
	text := make([]string, len(labels))
	has := func(kind labelKind) bool {
		return slices.ContainsFunc(labels, func(l label) bool { return l.kind == kind })
	}
	if len(declared) == 0 && !has(called) && has(numbered) {
		largest := 0
		for _, l := range labels {
			largest = max(largest, l.index)
		}
		for i := range largest + 1 {
			declared = append(declared, strconv.Itoa(i))
		}
	}
	names = slices.Clone(declared)
	place := map[string]int{}
	for i, name := range names {
		place[name] = i
	}
	var others []string
	for i, l := range labels {
		switch l.kind {
		case numbered:
			text[i] = strconv.Itoa(l.index)
		case called:
			text[i] = l.text
		default:
			continue
		}
		if _, ok := place[text[i]]; !ok {
			place[text[i]] = -1 // for now
			others = append(others, text[i])
		}
	}
	slices.SortFunc(others, natural)
	for _, name := range others {
		place[name] = len(names)
		names = append(names, name)
	}
	index = make([]int, len(labels))
	for i, l := range labels {
		index[i] = noClass
		if l.kind == numbered || l.kind == called {
			index[i] = place[text[i]]
		}
	}
	return names, index
}
