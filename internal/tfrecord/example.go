package tfrecord

import (
	"errors"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// A Feature is the value of one name in an Example: one of the lists, or none of them.
type Feature struct {
	Bytes  [][]byte // share the Example's memory
	Floats []float32
	Ints   []int64
}

// The numbers of fields in example.proto.
const (
	exampleFeatures  = 1
	featuresMap      = 1
	entryKey         = 1
	entryValue       = 2
	featureBytesList = 1
	featureFloatList = 2
	featureInt64List = 3
	listValue        = 1
)

var errExample = errors.New("no tf.train.Example: not a valid protocol buffer")

// ParseExample reads the features of an Example whose names wanted says yes to. What a name has twice counts the last time, as
// in every protocol buffer. Values share the memory of data.
func ParseExample(data []byte, wanted func(name string) bool) (map[string]Feature, error) {
	features := map[string]Feature{}
	err := fields(data, func(n protowire.Number, f field) error {
		if n != exampleFeatures {
			return nil
		}
		return f.message(func(n protowire.Number, entry field) error {
			if n != featuresMap {
				return nil
			}
			return addEntry(features, entry, wanted)
		})
	})
	if err != nil {
		return nil, err
	}
	return features, nil
}

func addEntry(features map[string]Feature, entry field, wanted func(string) bool) error {
	var name string
	var value field
	err := entry.message(func(n protowire.Number, f field) error {
		switch n {
		case entryKey:
			name = string(f.bytes)
		case entryValue:
			value = f
		}
		return nil
	})
	if err != nil || !wanted(name) {
		return err
	}
	var feature Feature
	err = value.message(func(n protowire.Number, list field) error {
		switch n {
		case featureBytesList:
			return list.message(feature.addBytes)
		case featureFloatList:
			return list.message(feature.addFloats)
		case featureInt64List:
			return list.message(feature.addInts)
		}
		return nil
	})
	features[name] = feature
	return err
}

func (f *Feature) addBytes(n protowire.Number, v field) error {
	if n == listValue {
		if v.kind != protowire.BytesType {
			return errExample
		}
		f.Bytes = append(f.Bytes, v.bytes)
	}
	return nil
}

// addFloats takes one value, or all of them packed.
func (f *Feature) addFloats(n protowire.Number, v field) error {
	switch {
	case n != listValue:
	case v.kind == protowire.Fixed32Type:
		f.Floats = append(f.Floats, math.Float32frombits(uint32(v.number)))
	case v.kind == protowire.BytesType && len(v.bytes)%4 == 0:
		for b := v.bytes; len(b) > 0; b = b[4:] {
			u, _ := protowire.ConsumeFixed32(b)
			f.Floats = append(f.Floats, math.Float32frombits(u))
		}
	default:
		return errExample
	}
	return nil
}

// addInts takes one value, or all of them packed.
func (f *Feature) addInts(n protowire.Number, v field) error {
	switch {
	case n != listValue:
	case v.kind == protowire.VarintType:
		f.Ints = append(f.Ints, int64(v.number))
	case v.kind == protowire.BytesType:
		for b := v.bytes; len(b) > 0; {
			u, size := protowire.ConsumeVarint(b)
			if size < 0 {
				return errExample
			}
			f.Ints = append(f.Ints, int64(u))
			b = b[size:]
		}
	default:
		return errExample
	}
	return nil
}

// A field is the value of one in a message.
type field struct {
	kind   protowire.Type
	bytes  []byte // of a BytesType
	number uint64 // of others
}

// message visits the fields of a message in a field.
func (f field) message(visit func(protowire.Number, field) error) error {
	if f.kind != protowire.BytesType && f.kind != 0 { // 0 is the zero field: nothing
		return errExample
	}
	return fields(f.bytes, visit)
}

// fields visits the fields of a message.
func fields(data []byte, visit func(protowire.Number, field) error) error {
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			return errExample
		}
		data = data[n:]
		f := field{kind: kind}
		switch kind {
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(data)
		case protowire.VarintType:
			f.number, n = protowire.ConsumeVarint(data)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(data)
			f.number = uint64(v)
		default:
			n = protowire.ConsumeFieldValue(number, kind, data)
		}
		if n < 0 {
			return errExample
		}
		if err := visit(number, f); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}
