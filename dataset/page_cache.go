package dataset

import (
	linked "container/list"
	"sync"
)

// pages are what rows were read from lately: those of Parquet files and of compressed batches of Arrow files, which can only be
// unpacked as a whole. One cache serves all data sets, so that memory is bounded whatever is open: rows that are read in order
// unpack each page once, and so do rows in random order as long as the pages fit.
var pages = pageCache{limit: 256 << 20, entries: map[pageKey]*linked.Element{}}

// A pageKey names a page.
type pageKey struct {
	of          any // a pointer
	group, page int
}

type pageCache struct {
	mu      sync.Mutex
	limit   int64
	size    int64
	entries map[pageKey]*linked.Element
	order   linked.List // of *cachedPage, the one used last in front
}

type cachedPage struct {
	key    pageKey
	read   sync.Once
	values [][]byte
	size   int64
	err    error
}

// get returns a page, which read reads if it isn't there: once, if several ask for it. A page that can't be read is read
// again the next time.
func (c *pageCache) get(key pageKey, read func() (values [][]byte, size int64, err error)) ([][]byte, error) {
	c.mu.Lock()
	element, ok := c.entries[key]
	if ok {
		c.order.MoveToFront(element)
	} else {
		element = c.order.PushFront(&cachedPage{key: key})
		c.entries[key] = element
	}
	c.mu.Unlock()
	p := element.Value.(*cachedPage)
	p.read.Do(func() {
		values, size, err := read()
		p.values, p.err = values, err
		c.grown(element, size, err)
	})
	return p.values, p.err
}

// grown counts what a page takes and drops those that were used least lately. The page itself stays, whatever its size.
func (c *pageCache) grown(element *linked.Element, size int64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := element.Value.(*cachedPage)
	p.size = size
	if c.entries[p.key] != element { // dropped meanwhile
		return
	}
	c.size += size
	if err != nil {
		c.drop(element)
	}
	for c.size > c.limit && c.order.Len() > 1 {
		last := c.order.Back()
		if last == element {
			break
		}
		c.drop(last)
	}
}

func (c *pageCache) drop(element *linked.Element) {
	p := c.order.Remove(element).(*cachedPage)
	delete(c.entries, p.key)
	c.size -= p.size
}
