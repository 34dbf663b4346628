// Package imagehash makes hashes of pictures that stay nearly the same when a picture is scaled, compressed again or made a little
// brighter, and finds near ones among many:
//
//	h, err := imagehash.DCT(picture)
//	for _, m := range index.Search(h, 4) { … }
//
// [Average], [Difference] and [DCT] are average_hash, dhash and phash of the Python package imagehash, to the bit. How many bits
// two hashes differ in is [Hash.Distance]: 0 to 4 is nearly always the same picture, unrelated ones are near 32. Pictures without
// detail, flat ones above all, have much the same hash whatever they show.
//
// Turned, mirrored and cropped pictures have other hashes.
package imagehash
