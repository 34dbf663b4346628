package tensor

import "fmt"

// A SpecError says that an operation can't take the tensor it was given.
type SpecError struct {
	Op   string // the operation: "hog"
	Want string // what it wanted: "a known size"
	Got  Spec   // what it was given
}

func (e *SpecError) Error() string {
	return fmt.Sprintf("%s: wanted %s, found %s", e.Op, e.Want, e.Got)
}

// A ParamError says that an operation's parameter has a value that makes no sense, whatever its input.
type ParamError struct {
	Op    string // the operation: "resize"
	Param string // the parameter as configuration files name it: "shorter"
	Want  string // what it wanted: "a size above 0"
	Got   any    // the value found
}

func (e *ParamError) Error() string {
	return fmt.Sprintf("%s: %s: wanted %s, found %v", e.Op, e.Param, e.Want, e.Got)
}
