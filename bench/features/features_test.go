package main

import "testing"

func TestResultsThatDifferAreRefused(t *testing.T) {
	j := job{near: 0.5}
	if d, err := j.compare([]float32{1, 2}, []float32{1, 2.25}); err != nil || d != 0.25 {
		t.Errorf("difference %v, error %v", d, err)
	}
	if _, err := j.compare([]float32{1, 2}, []float32{1, 3}); err == nil {
		t.Error("a difference of 1 was taken")
	}
	if _, err := j.compare([]float32{1, 2}, []float32{1}); err == nil {
		t.Error("a shorter result was taken")
	}
}
