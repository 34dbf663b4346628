package dataset

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/saccade-go/saccade/imageio"
)

// imageNames has the endings of images' names. Those that imageio can't read are here on purpose: that a
// camera's picture can't be read shall be an error with its name, not a number of ignored files.
var imageNames = set(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".dib",
	".heic", ".heif", ".avif", ".jxl", ".jp2", ".pbm", ".pgm", ".ppm", ".pnm")

// litterNames has what systems and programs leave in folders, in lower case. What begins with a dot is hidden
// anyway: .DS_Store, ._x, .Trashes, .git.
var litterNames = set("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "__macosx", "icon\r", "@eadir",
	"$recycle.bin", "system volume information", "lost+found", "__pycache__")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

// isLitter reports whether a file or folder is passed over for its name.
func isLitter(name string) bool {
	return strings.HasPrefix(name, ".") || litterNames[strings.ToLower(name)]
}

// isImageName reports whether name ends like an image's.
func isImageName(name string) bool {
	return imageNames[strings.ToLower(filepath.Ext(name))]
}

// beginsLikeImage looks at the content of a regular file. Files of size 0 are not opened: those of /proc and
// /sys, some of which wait for ever, have that size.
func beginsLikeImage(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, imageio.SniffLen)
	n, err := io.ReadFull(f, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return imageio.Sniff(head[:n]) != "", err
}
