package dataset

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/saccade-go/saccade/tensor"
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

// arrowFields are the columns as Arrow has them. A column of Array3D says that it is one of datasets' extension types, which
// datasets takes for granted when it reads the feature, and others pass over.
func arrowFields(w *Writer) []arrow.Field {
	var value arrow.DataType = arrow.PrimitiveTypes.Float32
	if w.schema.Spec.DType == tensor.Uint8 {
		value = arrow.PrimitiveTypes.Uint8
	}
	column := arrow.Field{Name: tableColumn(w), Nullable: true}
	switch {
	case column.Name == "image":
		column.Type = arrow.StructOf(arrow.Field{Name: "bytes", Type: arrow.BinaryTypes.Binary, Nullable: true},
			arrow.Field{Name: "path", Type: arrow.BinaryTypes.String, Nullable: true})
	case w.schema.vector():
		column.Type = arrow.ListOf(value)
	default:
		column.Type = arrow.ListOf(arrow.ListOf(arrow.ListOf(value)))
		column.Metadata = arrow.MetadataFrom(map[string]string{
			"ARROW:extension:name":     "datasets.features.features.Array3DExtensionType",
			"ARROW:extension:metadata": array3D(arrayShape(w.schema.Spec, w.opt.Layout), w.schema.Spec.DType),
		})
	}
	fields := []arrow.Field{column}
	if w.schema.Classes != nil {
		fields = append(fields, arrow.Field{Name: "label", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	}
	return append(fields, arrow.Field{Name: "path", Type: arrow.BinaryTypes.String, Nullable: true})
}

// array3D is how datasets writes the parameters of its type.
func array3D(shape []int, dtype tensor.DType) string {
	return fmt.Sprintf("[[%d, %d, %d], %q]", shape[0], shape[1], shape[2], dtype)
}

// fileName is the path of an image in a table: the name of a file with the encoder's ending.
func fileName(w *Writer, name string) string {
	return fileStem(path.Base(filepath.ToSlash(utf8Name(name)))) + "." + w.encoder.ending()
}

// float reads value i of a payload.
func float(payload []byte, i int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(payload[4*i:]))
}
