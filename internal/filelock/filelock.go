// Package filelock tells which files another process is at work on, by the system's advisory locks. A lock ends with the
// process, however it ends.
package filelock

// A State is what came of an attempt to lock.
type State int

const (
	Taken   State = iota // this process has the file now
	Busy                 // another one has it
	Unknown              // the system, or the file system, has no locks
)
