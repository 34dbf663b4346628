package blob

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"strings"

	"gocloud.dev/blob"

	"github.com/saccade-go/saccade/dataset"
)

// Open is [dataset.Open] for an object, or for all objects whose keys begin with key and a slash. ctx is for all that is read
// later, too. "." is the whole bucket.
func Open(ctx context.Context, bucket *blob.Bucket, key string) (*dataset.Dataset, error) {
	return dataset.OpenFS(FS(ctx, bucket), key)
}

// Splits is [dataset.Splits].
func Splits(ctx context.Context, bucket *blob.Bucket, key string) ([]*dataset.Dataset, error) {
	return dataset.SplitsFS(FS(ctx, bucket), key)
}

// OpenURL opens the bucket of an address and what its path names: s3://BUCKET/KEY, gs://BUCKET/KEY, azblob://CONTAINER/KEY with
// the driver's options behind a question mark; file:///DIR/KEY has the last part of the path as key. The bucket is the caller's to
// close, when the samples are no longer wanted.
func OpenURL(ctx context.Context, address string) (*dataset.Dataset, *blob.Bucket, error) {
	bucketURL, key, err := split(address)
	if err != nil {
		return nil, nil, err
	}
	bucket, err := blob.OpenBucket(ctx, bucketURL)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", address, err)
	}
	d, err := Open(ctx, bucket, key)
	if err != nil {
		_ = bucket.Close() // nothing was written
		return nil, nil, fmt.Errorf("%s: %w", address, err)
	}
	return d, bucket, nil
}

// split divides an address into that of the bucket and the key.
func split(address string) (bucket, key string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", err
	}
	if u.Scheme == "" {
		return "", "", fmt.Errorf("%s: wanted an address such as s3://bucket/key", address)
	}
	key = strings.Trim(u.Path, "/")
	u.Path = ""
	if u.Scheme == "file" {
		u.Path, key = path.Split("/" + key)
	}
	if key == "" {
		key = "."
	}
	return u.String(), key, nil
}
