package survey

import (
	"slices"

	"github.com/saccade-go/saccade/imagehash"
)

// A Group is a picture and those that are equal to it or near it.
type Group struct {
	// Exact says that all have the same pixels.
	Exact bool `json:"exact"`
	// AcrossSplits and AcrossClasses say that not all are of one split, or of one class.
	AcrossSplits  bool    `json:"across_splits"`
	AcrossClasses bool    `json:"across_classes"`
	Images        []Image `json:"images"`
}

// An Image is one of a group.
type Image struct {
	Path  string `json:"path"`
	Split string `json:"split"`
	Class string `json:"class,omitempty"`
	// Distance is how many bits its hash differs in from that of the group's first one.
	Distance int `json:"distance"`
	// Sample is its place among the samples of all data sets, one after the other.
	Sample int `json:"-"`

	pixels pixels
}

// A grouping puts pictures together as they come. A picture belongs to the nearest of those that came before and began a group, and
// whose sketches are alike, or begins one: so that a group has only what is near its first picture, and not chains of which each is
// near the next.
type grouping struct {
	near     int
	first    map[pixels]int  // group of the pictures with these pixels
	index    imagehash.Index // of the groups' first pictures
	sketches []sketch        // of the groups' first pictures
	all      []Group
}

func (g *grouping) add(p probe, im Image) {
	if g.first == nil {
		g.first = map[pixels]int{}
	}
	im.pixels = p.pixels
	at, ok := g.first[im.pixels]
	if !ok {
		at, im.Distance = g.place(p)
		g.first[im.pixels] = at
	} else {
		im.Distance = g.distance(at, im.pixels)
	}
	g.all[at].Images = append(g.all[at].Images, im)
}

// place returns the group for a picture with new pixels, and how far it is from the group's first.
func (g *grouping) place(p probe) (group, distance int) {
	for _, m := range g.index.Search(p.hash, g.near) {
		if p.sketch.alike(&g.sketches[m.Position], m.Distance, g.near) {
			return m.Position, m.Distance
		}
	}
	g.index.Add(p.hash)
	g.sketches = append(g.sketches, p.sketch)
	g.all = append(g.all, Group{})
	return len(g.all) - 1, 0
}

// distance is that of the equal picture that came before.
func (g *grouping) distance(group int, px pixels) int {
	images := g.all[group].Images
	return images[slices.IndexFunc(images, func(im Image) bool { return im.pixels == px })].Distance
}

// groups returns those of more than one picture, those across splits first, then those across classes, otherwise in order.
func (g *grouping) groups() []Group {
	out := []Group{}
	for _, group := range g.all {
		if len(group.Images) < 2 {
			continue
		}
		first := group.Images[0]
		group.Exact = true
		for _, im := range group.Images[1:] {
			group.Exact = group.Exact && im.pixels == first.pixels
			group.AcrossSplits = group.AcrossSplits || im.Split != first.Split
			group.AcrossClasses = group.AcrossClasses || im.Class != first.Class
		}
		out = append(out, group)
	}
	slices.SortStableFunc(out, func(a, b Group) int { return a.rank() - b.rank() })
	return out
}

// rank is lower for groups that matter more.
func (g Group) rank() (r int) {
	if !g.AcrossSplits {
		r += 4
	}
	if !g.AcrossClasses {
		r += 2
	}
	if !g.Exact {
		r++
	}
	return r
}
