// Package blob reads data sets from object stores: Amazon S3, Google Cloud Storage, Azure Blob Storage and all else that
// gocloud.dev/blob has a driver for. It is a module of its own, so that who doesn't need it has none of the stores' libraries.
//
// [OpenURL] takes what a person types. A program imports the drivers that it wants:
//
//	import _ "gocloud.dev/blob/s3blob"
//
//	d, bucket, err := blob.OpenURL(ctx, "s3://pictures/flowers/train-00000.tar?region=eu-west-1")
//	if err != nil { … }
//	defer bucket.Close()
//
// A key is a file of a format that package dataset reads or a folder: of classes or of shards. Its samples are read when they are
// wanted, each by a request for its part of the object, so the bucket stays open as long as they are in use. Objects must not
// change meanwhile; one that does is an error.
package blob
