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
