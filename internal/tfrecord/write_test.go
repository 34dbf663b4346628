package tfrecord

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// TestWrite: a record that TensorFlow 2.21.0 writes for b"hello" (tf.io.TFRecordWriter). Examples are compared in package
// dataset.
func TestWrite(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(b.Bytes()), "0500000000000000eab2043e68656c6c6fbb1f1c19"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
