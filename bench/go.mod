module github.com/saccade-go/saccade/bench

go 1.26.0

replace github.com/saccade-go/saccade => ../

require (
	github.com/disintegration/imaging v1.6.2
	github.com/saccade-go/saccade v0.0.0-00010101000000-000000000000
	golang.org/x/image v0.47.0
	golang.org/x/sync v0.24.0
	golang.org/x/sys v0.49.0
)

require (
	github.com/klauspost/compress v1.17.9 // indirect
	go.yaml.in/yaml/v3 v3.0.6 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)
