package colorspace

// The spaces of D50, the white of the ICC's profiles, (0.96422, 1, 0.82521) of ASTM E308. XYZ gets there by
// Bradford adaptation (Lam 1985; http://www.brucelindbloom.com/Eqn_ChromAdapt.html): with the cone responses
// ρ = M_A·XYZ,
//
//	XYZ50 = M_A⁻¹ · diag(ρ of D50 / ρ of D65) · M_A · XYZ65
//
// Lab, Luv and LCh of D50 follow from XYZ50 as those of D65 do from XYZ. Nothing is clipped between them and
// Lab, Luv or LCh of D65.
var (
	xyz50Family = family{
		space:  XYZD50,
		ranges: whiteBounds(white50),
		conversions: []conversion{
			{from: LinearRGB, to: XYZD50, convert: lightToXYZ50.convert()},
			{from: XYZD50, to: LinearRGB, convert: lightToXYZ50.inverse().convert()},
		},
	}
	lab50Family = family{
		space:  LabD50,
		ranges: labFamily.ranges,
		conversions: []conversion{
			{from: XYZD50, to: LabD50, convert: xyzToLab(white50)},
			{from: LabD50, to: XYZD50, convert: labToXYZ(white50)},
		},
	}
	luv50Family = family{
		space:  LuvD50,
		ranges: luvFamily.ranges,
		conversions: []conversion{
			{from: XYZD50, to: LuvD50, convert: xyzToLuv(white50)},
			{from: LuvD50, to: XYZD50, convert: luvToXYZ(white50)},
		},
	}
	lch50Family = family{
		space:  LChD50,
		ranges: lchFamily.ranges,
		conversions: []conversion{
			{from: LabD50, to: LChD50, convert: toPolar(labGray)},
			{from: LChD50, to: LabD50, convert: fromPolar},
		},
	}
)

var (
	white50 = [3]float64{0.96422, 1, 0.82521}

	lightToXYZ50 = bradford(white65, white50).times(lightToXYZ)

	bradfordCone = matrix{
		{0.8951, 0.2664, -0.1614},
		{-0.7502, 1.7135, 0.0367},
		{0.0389, -0.0685, 1.0296},
	}
)

// bradford returns what adapts XYZ from one white to another.
func bradford(from, to [3]float64) matrix {
	was, is := bradfordCone.of(from), bradfordCone.of(to)
	scaled := bradfordCone
	for i := range scaled {
		for j := range scaled[i] {
			scaled[i][j] *= is[i] / was[i]
		}
	}
	return bradfordCone.inverse().times(scaled)
}
