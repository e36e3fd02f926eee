package kube

import (
	"strings"
	"testing"
)

// The chunk that exceeds the limit is cut, and later ones are dropped, but the writer is told that everything was written.
func TestTheBeginningOfOutputIsKept(t *testing.T) {
	var out limited
	for _, chunk := range []string{strings.Repeat("a", OutputLimit-2), "bcde", "", "f"} {
		if n, err := out.Write([]byte(chunk)); n != len(chunk) || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
	}
	if !out.cut {
		t.Error("the result does not say that it was cut")
	}
	if got := out.String(); len(got) != OutputLimit || !strings.HasSuffix(got, "abc") {
		t.Errorf("kept %d bytes that end with %q", len(got), got[len(got)-4:])
	}
}

// Output within the limit is complete.
func TestShortOutputIsWhole(t *testing.T) {
	var out limited
	if _, err := out.Write(make([]byte, OutputLimit)); err != nil || out.cut {
		t.Errorf("%v, cut %t", err, out.cut)
	}
}
