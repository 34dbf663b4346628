package jpeg

import "bytes"

// ICC returns the colour profile of a file, put together from its APP2 segments (ICC.1:2010, annex B.4), or nil if
// it has none or an incomplete one. Nothing is decoded.
func ICC(data []byte) []byte {
	var parts [256][]byte
	count := 0
	w := walker{data, 2}
	for {
		s, err := w.next()
		if err != nil || s.marker == markerSOS || s.marker == markerEOI {
			return joinICC(parts[:], count)
		}
		// "ICC_PROFILE\0", the number of the part, counted from 1, how many there are
		if s.marker != markerAPP2 || len(s.body) < 14 || !bytes.HasPrefix(s.body, []byte("ICC_PROFILE\x00")) {
			continue
		}
		if i := s.body[12]; parts[i] == nil {
			parts[i], count = s.body[14:], int(s.body[13])
		}
	}
}

func joinICC(parts [][]byte, count int) []byte {
	var profile []byte
	for i := 1; i <= count; i++ {
		if parts[i] == nil {
			return nil
		}
		profile = append(profile, parts[i]...)
	}
	return profile
}
