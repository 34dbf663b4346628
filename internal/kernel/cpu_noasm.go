//go:build !amd64 || purego

package kernel

func probe() level { return generic }
