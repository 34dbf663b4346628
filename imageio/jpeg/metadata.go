package jpeg

import (
	"bytes"
	"fmt"
)

// iccHeader is followed by the number of the part, counted from 1, and how many there are, a byte each.
const iccHeader = "ICC_PROFILE\x00"

// ICC returns the colour profile of a file, or nil if it has none or one that [ReadICC] has an error about.
func ICC(data []byte) []byte {
	profile, err := ReadICC(data)
	if err != nil {
		return nil
	}
	return profile
}

// ReadICC returns the colour profile of a file, put together from its APP2 segments (ICC.1:2010, annex B.4), or nil if
// it has none. It is a *[FormatError] if the parts don't fit together, as libjpeg's jpeg_read_icc_profile sees it: some are
// missing or there twice, or say different things about how many there are. Nothing is decoded; what is returned is no
// longer than the file.
func ReadICC(data []byte) ([]byte, error) {
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
			return nil, formatError(s.at, "each part of a profile once", "part %d of %d behind %d of %d", i, n, found, count)
		}
		parts[i], count = s.body[len(iccHeader)+2:], n
		found++
	}
	if found < count {
		return nil, formatError(w.at, fmt.Sprintf("a profile in %d parts", count), "%d of them", found)
	}
	if found == 0 {
		return nil, nil
	}
	return bytes.Join(parts[:], nil), nil
}
