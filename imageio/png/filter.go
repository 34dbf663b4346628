package png

// A chooser filters row, above which is prev, into room, which has 1+len(row) bytes for each filter, and returns what
// goes into the file: the filter's number and the filtered row.
type chooser func(room, row, prev []byte, bpp int) []byte

// always is the chooser of one filter.
func always(filter byte) chooser {
	return func(room, row, prev []byte, bpp int) []byte {
		return filterRow(room[:1+len(row)], filter, row, prev, bpp)
	}
}

// best chooses the filter with the smallest sum of absolute differences: of the filtered bytes, taken as signed; PNG,
// section 12.7.
func best(room, row, prev []byte, bpp int) []byte {
	var chosen []byte
	smallest := 0
	for filter := range byte(filters) {
		n := 1 + len(row)
		candidate := filterRow(room[int(filter)*n:][:n], filter, row, prev, bpp)
		if sum := sumAbs(candidate[1:]); chosen == nil || sum < smallest {
			chosen, smallest = candidate, sum
		}
	}
	return chosen
}

func sumAbs(p []byte) int {
	sum := 0
	for _, v := range p {
		d := int(int8(v))
		sum += max(d, -d)
	}
	return sum
}

// filterRow writes the filter's number and the filtered row into dst; unfilter has the formulas.
func filterRow(dst []byte, filter byte, row, prev []byte, bpp int) []byte {
	dst[0] = filter
	out := dst[1:]
	first := min(bpp, len(row)) // pixels without one to the left
	switch filter {
	case filterNone:
		copy(out, row)
	case filterSub:
		copy(out[:first], row)
		for i := first; i < len(row); i++ {
			out[i] = row[i] - row[i-bpp]
		}
	case filterUp:
		for i, v := range row {
			out[i] = v - prev[i]
		}
	case filterAverage:
		for i := range first {
			out[i] = row[i] - prev[i]/2
		}
		for i := first; i < len(row); i++ {
			out[i] = row[i] - byte((int(row[i-bpp])+int(prev[i]))/2)
		}
	case filterPaeth:
		for i := range first {
			out[i] = row[i] - prev[i]
		}
		for i := first; i < len(row); i++ {
			out[i] = row[i] - byte(paeth(int(row[i-bpp]), int(prev[i]), int(prev[i-bpp])))
		}
	}
	return dst
}
