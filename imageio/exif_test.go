package imageio

import (
	"encoding/binary"
	"testing"
)

// exifBlock makes a block with one entry: tag 274 of the given type and value.
func exifBlock(order binary.AppendByteOrder, kind uint16, count, value uint32) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 1)
	b = order.AppendUint16(b, tagOrientation)
	b = order.AppendUint16(b, kind)
	b = order.AppendUint32(b, count)
	switch kind {
	case 1:
		b = append(b, byte(value), 0, 0, 0)
	case 3:
		b = order.AppendUint16(b, uint16(value))
		b = append(b, 0, 0)
	default:
		b = order.AppendUint32(b, value)
	}
	return order.AppendUint32(b, 8) // the next directory is this one
}

func TestExifOrientation(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for value := range uint32(12) {
			want := int(value)
			if value < 1 || value > 8 {
				want = 1
			}
			for _, kind := range []uint16{1, 3, 4} {
				block := exifBlock(order, kind, 1, value)
				if got := exifOrientation(block); got != want {
					t.Errorf("%v, type %d, value %d: got %d, want %d", order, kind, value, got, want)
				}
				if got := exifOrientation(append([]byte("Exif\x00\x00"), block...)); got != want {
					t.Errorf("%v with prefix: got %d, want %d", order, got, want)
				}
			}
		}
	}
}

func TestExifBroken(t *testing.T) {
	good := exifBlock(binary.BigEndian, 3, 1, 6)
	for n := range len(good) - 4 { // up to the end of the entry
		if got := exifOrientation(good[:n]); got != 1 {
			t.Errorf("first %d bytes: got %d", n, got)
		}
	}
	for name, block := range map[string][]byte{
		"text for a number":    exifBlock(binary.BigEndian, 2, 1, 6),
		"signed":               exifBlock(binary.BigEndian, 8, 1, 6),
		"no value":             exifBlock(binary.BigEndian, 3, 0, 6),
		"values far away":      exifBlock(binary.BigEndian, 3, 1<<31, 6),
		"values that overflow": exifBlock(binary.LittleEndian, 4, 1<<32-1, 1<<32-1),
		"directory at the end": []byte("II*\x00\xff\xff\xff\xff"),
	} {
		if got := exifOrientation(block); got != 1 {
			t.Errorf("%s: got %d", name, got)
		}
	}
}
