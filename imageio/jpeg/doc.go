// Package jpeg decodes JPEG.
package jpeg
