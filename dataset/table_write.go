package dataset

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"path"
	"path/filepath"
)

// Tables, .parquet and .arrow, have the columns that Hugging Face's datasets gives them:
//
//	image     struct{bytes, path}: the file of a picture (feature Image)
//	images    list of lists of lists of numbers, instead: an array (feature Array3D)
//	features  list of numbers, instead: a feature vector (feature List)
//	label     int64; -1 where the class isn't known (feature ClassLabel with the names)
//	path      string: what the record was made from; the path of an image is its file's name alone
//
// The key "huggingface" of the metadata says which features they are.

// tableItems and tableBytes bound what of a table is in memory: a row group, or a record batch.
const (
	tableItems = 10_000
	tableBytes = 32 << 20
)

// tableColumn is the name of the column for the picture or the values.
func tableColumn(w *Writer) string {
	if _, ok := w.encoder.(pictureEncoder); ok {
		return "image"
	}
	return arrayName(w.schema)
}

// huggingFace is the value of the metadata's key "huggingface".
func huggingFace(w *Writer) (string, error) {
	type object map[string]any
	features := object{"path": object{"dtype": "string", "_type": "Value"}}
	dtype := w.schema.Spec.DType.String()
	switch column := tableColumn(w); {
	case column == "image":
		features[column] = object{"_type": "Image"}
	case w.schema.vector():
		features[column] = object{"feature": object{"dtype": dtype, "_type": "Value"}, "_type": "Sequence"}
	default:
		features[column] = object{"shape": arrayShape(w.schema.Spec, w.opt.Layout), "dtype": dtype, "_type": "Array3D"}
	}
	if w.schema.Classes != nil {
		names := make([]string, len(w.schema.Classes))
		for i, class := range w.schema.Classes {
			names[i] = utf8Name(class)
		}
		features["label"] = object{"names": names, "_type": "ClassLabel"}
	}
	text, err := json.Marshal(object{"info": object{"features": features}})
	return string(text), err
}

// fileName is the path of an image in a table: the name of a file with the encoder's ending.
func fileName(w *Writer, name string) string {
	return fileStem(path.Base(filepath.ToSlash(utf8Name(name)))) + "." + w.encoder.ending()
}

// float reads value i of a payload.
func float(payload []byte, i int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(payload[4*i:]))
}
