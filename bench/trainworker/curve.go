package main

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/classifier"
)

// curve trains the perceptron for some steps and writes to dir what another library needs to do the same: the
// weights before the first step (weights.f32) and the numbers of the samples in their order (order.i32), and beside it
// the loss of each step (losses.f64). args are steps and batch.
func (s *server) curve(dir string, args []string) error {
	numbers, err := parseInts(args)
	if err != nil {
		return err
	}
	steps := numbers[0]
	cfg := settings{hidden: []int{hiddenUnits}, batch: numbers[1], seed: 1}.config()
	net, err := cfg.New(pixels, classes)
	if err != nil {
		return err
	}
	order := classifier.Shuffled.Order(nil, s.train.labels, cfg.Seed, 1)
	if err := errors.Join(
		writeFloats(filepath.Join(dir, "weights.f32"), trained{net}.params()...),
		write(filepath.Join(dir, "order.i32"), toInt32(order)),
	); err != nil {
		return err
	}
	losses, err := firstLosses(net, s.train, cfg.Training, steps)
	return errors.Join(err, write(filepath.Join(dir, "losses.f64"), losses))
}

// firstLosses returns the losses of the first steps of a training, before each step.
func firstLosses(net *classifier.Network, d *digits, cfg classifier.Training, steps int) ([]float64, error) {
	var losses []float64
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cfg.OnBatch = func(b classifier.BatchStats) {
		if losses = append(losses, b.Loss); len(losses) == steps {
			cancel()
		}
	}
	_, err := classifier.Fit(ctx, net, d.samples(), nil, cfg)
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return losses[:min(steps, len(losses))], err
}

func toInt32(s []int) []int32 {
	out := make([]int32, len(s))
	for i, v := range s {
		out[i] = int32(v)
	}
	return out
}

// write writes numbers as they are in memory.
func write(path string, numbers any) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(binary.Write(f, binary.LittleEndian, numbers), f.Close())
}
