package safetensors

import "fmt"

// An Error says what is wrong with a file, or with the content to be written to one.
type Error struct {
	Path  string // the file, if it is known
	Part  string // "header", "metadata", "data" or `tensor "name"`
	Want  string
	Found string
}

func (e *Error) Error() string {
	text := fmt.Sprintf("safetensors: %s: wanted %s, found %s", e.Part, e.Want, e.Found)
	if e.Path != "" {
		return e.Path + ": " + text
	}
	return text
}

func tensorPart(name string) string { return fmt.Sprintf("tensor %s", brief(name)) }

// brief quotes s for a message, without its end if it is long.
func brief[S ~string | ~[]byte](s S) string {
	const most = 80
	if len(s) > most {
		return fmt.Sprintf("%q…", string(s[:most]))
	}
	return fmt.Sprintf("%q", string(s))
}
