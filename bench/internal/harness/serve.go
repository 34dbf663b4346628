package harness

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Serve is the worker's side of a [Process]: it answers commands until the driver closes the pipe.
func Serve(answer func(verb string, args []string) (string, error)) error {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		command := strings.Split(in.Text(), "\t")
		fmt.Println(Reply(answer(command[0], command[1:])))
	}
	return in.Err()
}

// Reply is the line of an answer: "ok" and a value, "absent" or "error" and the reason.
func Reply(value string, err error) string {
	switch {
	case errors.Is(err, ErrAbsent):
		return "absent\t" + strings.TrimPrefix(err.Error(), ErrAbsent.Error()+": ")
	case err != nil:
		return "error\t" + strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	return "ok\t" + value
}
