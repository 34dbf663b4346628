package main

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A floor is the speed that is wanted of a product on one core. The GFLOP/s are for a processor whose FMA peak is 117;
// the share of the peak that they are is asked for as well.
type floor struct {
	name, product string
	rate, share   float64
}

var floors = []floor{
	{"gemm-64x784x512", "64x512x784-NT", 90, 0.77},
	{"gemm-512", "512x512x512-NN", 95, 0.81},
	{"gemm-1024", "1024x1024x1024-NN", 95, 0.81},
}

// bars returns all bars with their values.
func bars(contests []contest) []harness.Bar {
	var all []harness.Bar
	for _, f := range floors {
		rate := harness.Bar{Name: f.name, What: "GFLOP/s, one core", Absent: true, Limit: f.rate}
		share := harness.Bar{Name: f.name + "-share", What: "of the FMA peak, one core", Absent: true, Limit: f.share}
		if c := find(contests, f.product); c != nil {
			if we := c.find(ours); we != nil {
				rate.Value, rate.Absent = harness.Median(we.rates), false
			}
			value, ok := c.ratio(limit)
			share.Value, share.Absent = value, !ok
		}
		all = append(all, rate, share)
	}
	return append(all, worst(contests, rival))
}

// find returns the contest of a product on one core, or nil.
func find(contests []contest, name string) *contest {
	for i := range contests {
		if c := &contests[i]; c.cores == 1 && c.product.name() == name {
			return c
		}
	}
	return nil
}

// worst is the bar of the product with which ours is least ahead of a rival. It is absent if one ratio is missing.
func worst(contests []contest, name string) harness.Bar {
	b := harness.Bar{Name: "gemm-vs-" + name, Value: math.Inf(1), Absent: len(contests) == 0, Limit: 1}
	for _, c := range contests {
		value, ok := c.ratio(name)
		b.Absent = b.Absent || !ok
		if value < b.Value {
			b.Value = value
			b.What = fmt.Sprintf("ours / %s where it is least: %s %s, cores: %d", name, c.product.size(), c.product.stored, c.cores)
		}
	}
	return b
}
