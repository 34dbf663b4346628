package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/saccade-go/saccade/tensor"
)

// MarshalYAML returns the pipeline in the same form as its JSON, for package go.yaml.in/yaml/v3.
func (p *Pipeline) MarshalYAML() (any, error) {
	b, err := p.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return nodeOf(b)
}

// nodeOf makes YAML of JSON.
func nodeOf(b []byte) (*yaml.Node, error) {
	var doc yaml.Node // JSON is YAML, and a node keeps the order of the fields
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, err
	}
	blockStyle(&doc)
	return doc.Content[0], nil
}

// blockStyle writes maps and lists over lines, but lists of plain values in one: [0.5, 0.5, 0.5].
func blockStyle(n *yaml.Node) {
	n.Style = 0
	plain := n.Kind == yaml.SequenceNode
	for _, c := range n.Content {
		blockStyle(c)
		plain = plain && c.Kind == yaml.ScalarNode && c.Tag != "!!str"
	}
	if plain || len(n.Content) == 0 && n.Kind != yaml.ScalarNode {
		n.Style = yaml.FlowStyle
	}
}

// YAML returns the pipeline as a YAML document.
func (p *Pipeline) YAML() ([]byte, error) {
	b, err := p.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return toYAML(b)
}

func toYAML(json []byte) ([]byte, error) {
	node, err := nodeOf(json)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(node); err != nil {
		return nil, err
	}
	return []byte(b.String()), enc.Close()
}

// Parse reads a pipeline of the standard catalogue's steps from YAML or JSON; see Catalogue.Parse.
func Parse(b []byte) (*Pipeline, error) { return standard.Parse(b) }

// Parse reads a pipeline from YAML, and from JSON, which it knows by the opening brace. Mistakes are *ConfigError with the step's
// line, all of them joined.
func (c Catalogue) Parse(b []byte) (*Pipeline, error) { return c.ParseWith(b, nil) }

// ParseWith is Parse of a pipeline that may name a file with what its steps have learned, as [Pipeline.SplitYAML] writes it. learned
// is called with that name and returns the arrays in it, by the names that [Pipeline.Split] gives them; the name is input from outside.
func (c Catalogue) ParseWith(b []byte, learned func(file string) (map[string]*tensor.Tensor, error)) (*Pipeline, error) {
	if t := strings.TrimSpace(string(b)); strings.HasPrefix(t, "{") && json.Valid([]byte(t)) {
		d := decoder{catalogue: c, learned: learned}
		return d.pipeline(b)
	}
	var doc yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(string(b)))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, &ConfigError{Where: "pipeline", Err: errors.New("wanted steps, found an empty document")}
	} else if err != nil {
		return nil, &ConfigError{Where: "pipeline", Err: yamlError(err)}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &ConfigError{Where: "pipeline", Err: errors.New("wanted one document, found more behind it")}
	}
	var tree any
	if err := doc.Decode(&tree); err != nil {
		return nil, &ConfigError{Where: "pipeline", Err: yamlError(err)}
	}
	js, err := json.Marshal(tree)
	if err != nil {
		return nil, &ConfigError{Where: "pipeline", Err: fmt.Errorf("wanted texts as names, and finite numbers: %w", err)}
	}
	d := decoder{catalogue: c, learned: learned, lines: stepLines(&doc)}
	return d.pipeline(js)
}

func yamlError(err error) error {
	return errors.New(strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n", ""), "yaml: "))
}

// stepLines returns the line on which each entry of "steps" begins.
func stepLines(doc *yaml.Node) []int {
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	var lines []int
	top := doc.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value == "steps" {
			for _, n := range top[i+1].Content {
				lines = append(lines, n.Line)
			}
		}
	}
	return lines
}
