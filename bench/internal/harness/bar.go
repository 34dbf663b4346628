package harness

import "fmt"

// A Bar is a figure that is wanted: a value and the limit it is to keep.
type Bar struct {
	Name   string
	What   string // for people
	Value  float64
	Absent bool // there is no value, since a contestant is missing
	Most   bool // the limit is the most that is allowed; otherwise the least
	Limit  float64
}

// Line is the line of the bar: BAR name value limit ok, or short.
func (b Bar) Line() string {
	return fmt.Sprintf("BAR %s %s %g %s", b.Name, b.value(), b.Limit, b.verdict())
}

func (b Bar) value() string {
	if b.Absent {
		return "absent"
	}
	return fmt.Sprintf("%.4g", b.Value)
}

func (b Bar) verdict() string {
	if !b.Absent && (b.Most && b.Value <= b.Limit || !b.Most && b.Value >= b.Limit) {
		return "ok"
	}
	return "short"
}

// BarTable says the same as the lines, with words.
func BarTable(bars []Bar) Table {
	t := Table{{"bar", "what", "value", "limit", "verdict"}}
	for _, b := range bars {
		sense := "≥ "
		if b.Most {
			sense = "≤ "
		}
		t = append(t, []string{b.Name, b.What, b.value(), fmt.Sprint(sense, b.Limit), b.verdict()})
	}
	return t
}
