// Package report draws what people look at: sheets of pictures, bars, and the HTML page of an evaluation.
package report
