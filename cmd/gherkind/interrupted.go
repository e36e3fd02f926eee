package main

import (
	"context"
	"errors"
	"strings"
)

// errInterrupted says that the run was ended by a signal and has cleaned up.
var errInterrupted = errors.New("interrupted")

// leftBehind is what an error says besides the interrupt itself: what could not be
// cleaned up, mostly.
func leftBehind(err error) []string {
	var left []string
	for _, line := range strings.Split(apart(err), "\n") {
		if line != "" {
			left = append(left, line)
		}
	}
	return left
}

// apart is the text of those of the joined errors that do not come of the interrupt.
func apart(err error) string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok { // only what is joined at this place
		var texts []string
		for _, each := range joined.Unwrap() {
			texts = append(texts, apart(each))
		}
		return strings.Join(texts, "\n")
	}
	if err == nil || errors.Is(err, errInterrupted) || errors.Is(err, context.Canceled) {
		return ""
	}
	return err.Error()
}
