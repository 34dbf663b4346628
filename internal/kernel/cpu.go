package kernel

// A level is how much of the processor the kernels use. What a kernel computes doesn't depend on it, but for Gemm, whose
// assembly rounds once where plain Go rounds twice.
type level int

const (
	generic level = iota // plain Go
	avx2                 // AVX2, FMA and BMI2
	vnni                 // and AVX-512 F, BW, VL and VNNI
)

var levelNames = [...]string{"generic", "avx2", "vnni"}

func (l level) String() string { return levelNames[l] }

// machine is the highest level that there is here, active the one that kernels look at; only tests change it.
var (
	machine = probe()
	active  = machine
)
