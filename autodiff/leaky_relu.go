package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// LeakySlope is the slope that torch.nn.LeakyReLU has unless it is told another one.
const LeakySlope = 0.01

// LeakyReLU is y = x where x (N×C) is above 0, otherwise slope·x (Maas et al. 2013), and ∂x = ∂y or slope·∂y in the same
// way. slope is a finite number; see [LeakySlope].
func (g *Graph) LeakyReLU(x *Node, slope float64) *Node {
	if s := float32(slope); s-s != 0 {
		return g.wrongParam("leaky_relu", "slope", "a finite number", slope)
	}
	op := Slot[leakyReLU](g)
	op.slope = float32(slope)
	return g.map1("leaky_relu", op, x)
}

type leakyReLU struct{ slope float32 }

func (op *leakyReLU) Forward(y *Node, x []*Node) { y.fill(leaky, x[0].Value.Data, nil, op.slope) }

func (op *leakyReLU) Backward(y *Node, x []*Node) {
	y.passBy(x[0], leakyGrad, leakyGradAdd, y.Grad.Data, x[0].Value.Data, op.slope)
}

func leaky(dst, x, _ []float32, slope float32) { kernel.LeakyReLU(dst, x, slope) }

// leakyGrad looks at x, for with a slope below 0 y doesn't tell its sign.
func leakyGrad(dx, dy, x []float32, slope float32) { kernel.LeakyReLUGrad(dx, dy, x, slope) }

func leakyGradAdd(dx, dy, x []float32, slope float32) { kernel.LeakyReLUGradAdd(dx, dy, x, slope) }
