package jpeg

import (
	"bytes"
	"slices"
)

// iccHeader is followed by the number of the part, counted from 1, and how many there are, a byte each.
const iccHeader = "ICC_PROFILE\x00"

// ICC returns the colour profile of a file, put together from its APP2 segments (ICC.1:2010, annex B.4), or nil if
// it has none or one whose parts don't fit together, as libjpeg's jpeg_read_icc_profile sees it: some are missing or there
// twice, or say different things about how many there are. Nothing is decoded; what is returned is no longer than the file.
func ICC(data []byte) []byte {
	var parts [256][]byte
	count, found := 0, 0
	w := walker{data, 2}
	for {
		s, err := w.next()
		if err != nil || s.marker == markerSOS || s.marker == markerEOI {
			break
		}
		if s.marker != markerAPP2 || len(s.body) < len(iccHeader)+2 || !bytes.HasPrefix(s.body, []byte(iccHeader)) {
			continue
		}
		i, n := int(s.body[len(iccHeader)]), int(s.body[len(iccHeader)+1])
		if found > 0 && n != count || i == 0 || i > n || parts[i] != nil {
			return nil
		}
		parts[i], count = s.body[len(iccHeader)+2:], n
		found++
	}
	if found < count {
		return nil
	}
	return slices.Concat(parts[:]...)
}
