// Command gallery writes docs/gallery: a picture of what each operation does, made from the repository's public-domain
// photos, and a table of all operations with parameters, defaults, types, references and what they cost on this machine.
//
//	go run ./internal/gallery -out docs/gallery
//
// Each operation has one entry in the tables of this package; its tests hold the tables against the catalogue and each
// entry against the contract of stages.
package main
