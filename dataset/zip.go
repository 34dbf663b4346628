package dataset

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

func matchZip(head []byte, _ string, _ int64) bool {
	return string(head[:min(4, len(head))]) == "PK\x03\x04" || string(head[:min(4, len(head))]) == "PK\x05\x06"
}

// openZip reads the index of a ZIP archive: of arrays, if all files end in .npy, and else of pictures in folders, each of
// which is a class.
func openZip(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	z, err := zip.NewReader(f, src.size)
	if err != nil && err != zip.ErrInsecurePath {
		return failure(src.path, "header", err)
	}
	isArray := func(m *zip.File) bool { return strings.HasSuffix(m.Name, ".npy") }
	if len(z.File) > 0 && !slices.ContainsFunc(z.File, func(m *zip.File) bool { return !isArray(m) }) {
		return openNPZ(c, src, z)
	}
	first := len(c.samples)
	for _, m := range z.File {
		c.zipFile(src, m)
	}
	c.unique(first)
	return nil
}

// zipFile takes a file of an archive of pictures.
func (c *collector) zipFile(src *source, m *zip.File) {
	name := src.path + "[" + m.Name + "]"
	switch mode := m.Mode(); {
	case mode.IsDir():
		return
	case hasLitter(m.Name):
		c.note(Hidden, name, nil)
		return
	case !mode.IsRegular():
		c.note(Special, name, nil)
		return
	}
	content, err := zipPicture(src, m)
	switch {
	case err != nil:
		c.fail(record{name: name}, failure(name, "data", named(err)))
	case content == nil:
		c.note(NotImage, name, nil)
	default:
		c.add(record{name: name, label: label{kind: inFolder, text: folderOf(m.Name)}, content: content})
	}
}

// zipPicture returns a picture, nil if m is none. One that is stored without compression is a span; another is unpacked when it
// is wanted.
func zipPicture(src *source, m *zip.File) (content, error) {
	off, err := m.DataOffset()
	if err != nil {
		return nil, err
	}
	size, unpacked := int64(m.CompressedSize64), int64(m.UncompressedSize64)
	p := deflated{src, off, size, unpacked, m.CRC32}
	switch {
	case size < 0 || off < 0 || off > src.size-size:
		return nil, errCut
	case m.Method != zip.Store && m.Method != zip.Deflate:
		return nil, fmt.Errorf("wanted a file that is stored or deflated, found method %d", m.Method)
	case m.Method == zip.Deflate && unpacked/maxDeflate > size:
		return nil, fmt.Errorf("wanted at most %d times the packed %d bytes, found %d", maxDeflate, size, unpacked)
	}
	if !isImageName(m.Name) {
		head, err := p.begins(m.Method)
		if err != nil || imageio.Sniff(head) == "" {
			return nil, err
		}
	}
	if m.Method == zip.Store {
		return src.span(off, size), nil
	}
	return p, nil
}

// maxDeflate is how many times its size something deflated can become: 258 bytes from two bits.
const maxDeflate = 1032

// A deflated is a picture that an archive has compressed.
type deflated struct {
	src          *source
	off          int64
	n, unpackedN int64
	crc          uint32
}

func (p deflated) fetches() bool { return true }
func (p deflated) size() int64   { return p.n }

// begins returns the first bytes.
func (p deflated) begins(method uint16) ([]byte, error) {
	f, err := p.src.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = io.NewSectionReader(f, p.off, p.n)
	if method == zip.Deflate {
		r = flate.NewReader(r)
	}
	head := make([]byte, imageio.SniffLen)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}

func (p deflated) fetch(buf []byte, name string, opt imageio.Options) ([]byte, error) {
	f, err := p.src.open()
	if err != nil {
		return buf, failure(name, "open", err)
	}
	defer f.Close()
	buf, err = imageio.FetchFrom(buf, flate.NewReader(io.NewSectionReader(f, p.off, p.n)), p.unpackedN, name, opt)
	if err == nil && int64(len(buf)) == p.unpackedN && crc32.ChecksumIEEE(buf) != p.crc {
		err = mismatch(name, "data", fmt.Sprintf("checksum %08x", p.crc), fmt.Sprintf("%08x", crc32.ChecksumIEEE(buf)))
	}
	return buf, err
}

func (p deflated) load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, name, data, opt)
}

func (p deflated) identify(w io.Writer) error { return span{p.src, p.off, p.n}.identify(w) }
