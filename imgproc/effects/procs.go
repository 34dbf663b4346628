package effects

import (
	"os"
	"runtime"
	"strconv"
)

func init() { restoreProcs(os.Getenv("GOMAXPROCS")) }

// restoreProcs makes GOMAXPROCS again what it is when a program begins, after a package of bild has changed it.
func restoreProcs(environment string) {
	if n, err := strconv.Atoi(environment); err == nil && n > 0 {
		runtime.GOMAXPROCS(n)
		return
	}
	runtime.SetDefaultGOMAXPROCS()
}
