package arrowipc

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Unpack reads at least the first n bytes of a buffer, unpacked if the batch is compressed. A buffer that has fewer is an error.
func (b *Batch) Unpack(place Buffer, n int64) ([]byte, error) {
	if !b.Compressed {
		if n > place.Size {
			return nil, fmt.Errorf("wanted a buffer of %d bytes, found %d", n, place.Size)
		}
		data := make([]byte, n)
		return data, readAt(b.r, data, place.Offset)
	}
	return unpack(b.r, b.codec, place, n)
}

// UnpackAt is Unpack of all of a compressed buffer, from a file that has been opened again.
func (b *Batch) UnpackAt(r io.ReaderAt, place Buffer) ([]byte, error) {
	return unpack(r, b.codec, place, 0)
}

// Limits of compressed buffers: how large they may become, and how many times their size, more than that for small ones.
const (
	maxUnpacked = 1 << 30
	maxRatio    = 1100
	slack       = 1 << 20
)

// unpack reads a buffer that begins with its size, −1 if it isn't compressed, and has at least n bytes.
func unpack(r io.ReaderAt, codec uint8, place Buffer, n int64) ([]byte, error) {
	if place.Size == 0 && n == 0 {
		return nil, nil
	}
	if place.Size < 8 {
		return nil, io.ErrUnexpectedEOF
	}
	packed := make([]byte, place.Size)
	if err := readAt(r, packed, place.Offset); err != nil {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint64(packed))
	packed = packed[8:]
	raw := size == -1
	if raw {
		size = int64(len(packed))
	}
	if most := min(maxUnpacked, maxRatio*int64(len(packed))+slack); size < n || size > most {
		return nil, fmt.Errorf("wanted a buffer of %d to %d bytes, found %d", n, most, size)
	}
	if raw {
		return packed, nil
	}
	return decompress(packed, codec, size)
}

// zstdWindow is what compressors take as window whatever they are given; a decoder has to allow it.
const zstdWindow = 8 << 20

// decompress unpacks what becomes size bytes.
func decompress(packed []byte, codec uint8, size int64) (out []byte, err error) {
	switch codec {
	case codecLZ4:
		var b bytes.Buffer
		_, err = io.Copy(&b, io.LimitReader(lz4.NewReader(bytes.NewReader(packed)), size+1))
		out = b.Bytes()
	case codecZstd:
		var z *zstd.Decoder
		if z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(size, zstdWindow)))); err == nil {
			defer z.Close()
			out, err = z.DecodeAll(packed, nil)
		}
	default:
		err = fmt.Errorf("wanted LZ4 or Zstandard, found codec %d", codec)
	}
	if err == nil && int64(len(out)) != size {
		err = fmt.Errorf("wanted %d bytes, found %d", size, len(out))
	}
	return out, err
}
