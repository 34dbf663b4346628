//go:build !linux

package featurefile

import "os"

// reserve does nothing where the system has no such call.
func reserve(*os.File, int64) error { return nil }
