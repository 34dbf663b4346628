package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// A server answers the driver's commands for one library. It has one training at a time, and one model.
type server struct {
	library     library
	train, test *digits
	session     session
	model       model
}

func (s *server) answer(verb string, args []string) (string, error) {
	if verb == "hello" && len(args) == 0 {
		return s.library.version(), nil
	}
	if verb == "load" && len(args) == 1 {
		return "", s.load(args[0])
	}
	if s.train == nil {
		return "", fmt.Errorf("command %q before load", verb)
	}
	switch {
	case verb == "begin" && len(args) == 3:
		return "", s.begin(args)
	case verb == "epoch" && len(args) == 0 && s.session != nil:
		return "", s.session.epoch()
	case verb == "train" && (len(args) == 4 || len(args) == 5):
		return "", s.fit(args)
	case verb == "accuracy" && len(args) == 0 && s.model != nil:
		return s.accuracy()
	case verb == "save" && len(args) == 1 && s.model != nil:
		return "", writeFloats(args[0], s.model.params()...)
	case verb == "curve" && len(args) == 3:
		return "", s.curve(args[0], args[1:])
	}
	return "", fmt.Errorf("command %q with %d arguments isn't known, or nothing is trained yet", verb, len(args))
}

func (s *server) load(dir string) (err error) {
	if s.train, err = readDigits(dir, "train"); err == nil {
		s.test, err = readDigits(dir, "t10k")
	}
	return err
}

// parse reads a model's name, and the batch size and seed behind it.
func parse(args []string) (settings, error) {
	var s settings
	switch args[0] {
	case "mlp":
		s.hidden = []int{hiddenUnits}
	case "softmax":
	default:
		return s, fmt.Errorf("model: wanted mlp or softmax, found %q", args[0])
	}
	numbers, err := parseInts(args[1:3])
	if err == nil {
		s.batch, s.seed = numbers[0], uint64(numbers[1])
	}
	return s, err
}

func parseInts(words []string) ([]int, error) {
	numbers := make([]int, len(words))
	for i, word := range words {
		var err error
		if numbers[i], err = strconv.Atoi(word); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

func (s *server) begin(args []string) error {
	cfg, err := parse(args)
	if err != nil {
		return err
	}
	if s.session != nil {
		s.session.stop()
	}
	s.session, err = s.library.begin(s.train, cfg)
	return err
}

func (s *server) fit(args []string) error {
	cfg, err := parse(args)
	if err != nil {
		return err
	}
	numbers, err := parseInts(args[3:])
	if err != nil {
		return err
	}
	if len(numbers) > 1 {
		cfg.workers = numbers[1]
	}
	s.model, err = s.library.train(s.train, cfg, numbers[0])
	return err
}

// accuracy returns the part of the test digits that the model predicts right.
func (s *server) accuracy() (string, error) {
	predicted, err := s.model.predict(s.test)
	if err != nil {
		return "", err
	}
	right := 0
	for i, label := range s.test.labels {
		if predicted[i] == label {
			right++
		}
	}
	return strconv.FormatFloat(float64(right)/float64(len(predicted)), 'g', -1, 64), nil
}

// writeFloats writes values as they are in memory, one list after the other.
func writeFloats(path string, lists ...[]float32) error {
	var b bytes.Buffer
	var errs []error
	for _, values := range lists {
		errs = append(errs, binary.Write(&b, binary.LittleEndian, values))
	}
	return errors.Join(append(errs, os.WriteFile(path, b.Bytes(), 0o644))...)
}
