package dataset

import (
	"encoding/json"
	"slices"
	"strings"
)

// Names of columns, the best ones first.
var (
	hfImages = []string{"image", "img", "jpg", "png", "picture", "pixel_values"}
	hfLabels = []string{"label", "fine_label", "labels", "class", "target", "cls", "category", "label_name", "class_name"}
)

// A feature is what the metadata of datasets' files says of a column, as far as it matters here.
type feature struct {
	Type  string   `json:"_type"` // Image, ClassLabel, Value
	Names []string `json:"names"` // of a ClassLabel
}

// hfFeatures reads the value of the key "huggingface" in the metadata of Parquet and Arrow files:
//
//	{"info": {"features": {"image": {"_type": "Image"}, "label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}}}
//
// What is no such thing says nothing.
func hfFeatures(text string) map[string]feature {
	var meta struct {
		Info struct {
			Features map[string]json.RawMessage `json:"features"`
		} `json:"info"`
	}
	if json.Unmarshal([]byte(text), &meta) != nil {
		return nil
	}
	features := map[string]feature{}
	for name, value := range meta.Info.Features {
		var f feature
		if json.Unmarshal(value, &f) == nil { // lists and nested features are none of ours
			features[name] = f
		}
	}
	return features
}

// A tableField is a column of a table that may have pictures or labels.
type tableField struct {
	path    []string
	bytes   bool // image files or text
	integer bool
}

// chooseColumns returns the places of the columns of pictures and of labels; −1 if there are no labels.
func chooseColumns(path string, columns []tableField, features map[string]feature) (image, label int, err error) {
	var images, labels, all []string
	for _, c := range columns {
		all = append(all, strings.Join(c.path, "."))
		switch {
		case c.bytes && len(c.path) == 2 && c.path[1] == "bytes":
			images = append(images, c.path[0])
		case len(c.path) == 1 && c.bytes:
			images, labels = append(images, c.path[0]), append(labels, c.path[0])
		case len(c.path) == 1 && c.integer:
			labels = append(labels, c.path[0])
		}
	}
	name := pickColumn(images, features, "Image", hfImages)
	if name == "" && len(images) == 1 {
		name = images[0]
	}
	if name == "" {
		return 0, 0, mismatch(path, "header", "a column image with the struct{bytes, path} or the bytes of image files", list(all))
	}
	labels = slices.DeleteFunc(labels, func(l string) bool { return l == name })
	labelName := pickColumn(labels, features, "ClassLabel", hfLabels)
	image = slices.IndexFunc(columns, func(c tableField) bool {
		return c.bytes && c.path[0] == name && (len(c.path) == 1 || c.path[1] == "bytes")
	})
	label = slices.IndexFunc(columns, func(c tableField) bool { return labelName != "" && len(c.path) == 1 && c.path[0] == labelName })
	return image, label, nil
}

// pickColumn returns the column for pictures or labels: the one of a usual name whose feature has the type,
// then the first of the usual names, then any whose feature has the type, else "".
func pickColumn(have []string, features map[string]feature, typ string, usual []string) string {
	for _, name := range have {
		if features[name].Type == typ && slices.Contains(usual, name) {
			return name
		}
	}
	for _, want := range usual {
		for _, name := range have {
			if strings.EqualFold(name, want) {
				return name
			}
		}
	}
	for _, name := range have {
		if features[name].Type == typ {
			return name
		}
	}
	return ""
}
