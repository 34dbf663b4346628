package png

// fixedCodes makes the tables of section 3.2.6.
func (z *inflater) fixedCodes() {
	lit, dist := z.lengths[:288], z.lengths[288:]
	for i := range lit {
		switch {
		case i < 144 || i >= 280:
			lit[i] = 8
		case i < 256:
			lit[i] = 9
		default:
			lit[i] = 7
		}
	}
	for i := range dist {
		dist[i] = 5
	}
	buildTable(z.lit[:], litWidth, lit, litSymbols[:])
	buildTable(z.dist[:], distWidth, dist, distSymbols[:])
	z.state = inCodes
}

// metaOrder is the order in which the lengths of the codes for code lengths are stored.
var metaOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamicCodes reads the codes of section 3.2.7.
func (z *inflater) dynamicCodes() error {
	if z.tables--; z.tables < 0 {
		return errTables
	}
	lits, dists, metas := z.take(5)+257, z.take(5)+1, z.take(4)+4
	if lits > 286 || dists > 30 {
		return errCodes
	}
	var meta [19]uint8
	for _, i := range metaOrder[:metas] {
		z.refill()
		meta[i] = uint8(z.take(3))
	}
	// The table for code lengths needs room only until they are read.
	if !buildTable(z.lit[:], metaWidth, meta[:], metaSymbols[:]) {
		return errCodes
	}
	if err := z.readLengths(z.lengths[:lits+dists]); err != nil {
		return err
	}
	if !buildTable(z.lit[:], litWidth, z.lengths[:lits], litSymbols[:]) ||
		!buildTable(z.dist[:], distWidth, z.lengths[lits:lits+dists], distSymbols[:]) {
		return errCodes
	}
	if z.pairs {
		pairLiterals(&z.lit)
	}
	z.state = inCodes
	return nil
}

// readLengths reads code lengths with the code that is in the table for literals.
func (z *inflater) readLengths(lengths []uint8) error {
	for i := 0; i < len(lengths); {
		z.refill()
		e := z.lit[z.bits&(1<<metaWidth-1)]
		if e&isSpecial != 0 {
			return errSymbol
		}
		z.take(uint(e & 63))
		length, times := uint8(e>>16), 1
		switch length {
		case 16:
			if i == 0 {
				return errCodes
			}
			length, times = lengths[i-1], 3+z.take(2)
		case 17:
			length, times = 0, 3+z.take(3)
		case 18:
			length, times = 0, 11+z.take(7)
		}
		if i+times > len(lengths) {
			return errCodes
		}
		for range times {
			lengths[i] = length
			i++
		}
	}
	return nil
}
