// Package survey looks at all pictures of data sets once: how many each class has, their sizes and formats, which can't be read, and
// which are there twice or nearly so.
package survey
