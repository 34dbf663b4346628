package harness

import "math/rand/v2"

// Turns returns the order in which n contestants run in a round. It is another one in each round, so that nobody always
// follows the same neighbour, but the same in each run.
func Turns(round, n int) []int { return rand.New(rand.NewPCG(uint64(round), 0)).Perm(n) }
