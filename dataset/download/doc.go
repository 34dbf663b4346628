// Package download fetches well-known data sets: MNIST, Fashion-MNIST, CIFAR-10 and CIFAR-100.
//
// A file is fetched once. What is there with the published checksum is used as it is; what came before a connection was cut, or a
// program ended, is kept as NAME.part, and goes on from there if the server can (HTTP ranges). A file has its name only when it is
// whole and its checksum is right. Two programs may fetch the same file at once.
package download
