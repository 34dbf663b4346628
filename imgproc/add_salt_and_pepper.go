package imgproc

import "github.com/saccade-go/saccade/tensor"

// AddSaltAndPepper makes some values white (255 in uint8, 1 in float32) or black (0), and leaves the others. Amount is the part of the
// values that is changed, 0.05 if not given; Salt the part of these that becomes white, ½ if not given. Both are at most 1. Which
// values it is depends on Seed and on the place alone. The distribution is that of skimage.util.random_noise with mode s&p, each
// channel's values for themselves.
//
// The input is gray or RGB; alpha stays. The spec stays.
type AddSaltAndPepper struct {
	Amount float64 `json:"amount,omitzero"`
	Salt   float64 `json:"salt,omitzero"`
	Seed   uint64  `json:"seed,omitzero"`
}

func checkSalt(op string, amount, salt float64) error {
	if !(amount >= 0 && amount <= 1) {
		return &tensor.ParamError{Op: op, Param: "amount", Want: "a part above 0, at most 1", Got: amount}
	}
	if !(salt >= 0 && salt <= 1) {
		return &tensor.ParamError{Op: op, Param: "salt", Want: "a part above 0, at most 1", Got: salt}
	}
	return nil
}

// OutSpec returns in.
func (s AddSaltAndPepper) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSalt("add_salt_and_pepper", s.Amount, s.Salt); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("add_salt_and_pepper", in)
}

// Apply writes src with the changed values to dst.
func (s AddSaltAndPepper) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err := ready("add_salt_and_pepper", dst, src, out, err); err != nil {
		return err
	}
	amount := s.Amount
	if amount == 0 {
		amount = 0.05
	}
	salt := orHalf(s.Salt)
	g := lendGenerator(s.Seed, 1)
	defer generators.Put(g)
	if src.DType == tensor.Uint8 {
		to, from := bytes8(dst, src)
		sprinkle(to, from, g, amount, salt, 255)
	} else {
		to, from := floats(dst, src)
		sprinkle(to, from, g, amount, salt, 1)
	}
	return nil
}

func sprinkle[T uint8 | float32](to, from []T, g *generator, amount, salt float64, white T) {
	for i, v := range from {
		if u := g.Float64(); u < amount { // u/amount is even again
			if v = 0; u < amount*salt {
				v = white
			}
		}
		to[i] = v
	}
}
