package assert

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/probe"
)

func TestSawAtEndSaysWhyItGaveUp(t *testing.T) {
	last := errors.New("the connection was refused")
	given := &probe.Failed{Attempts: 3, Waited: 4200 * time.Millisecond, Last: &GaveUp{Last: last, Why: "its phase is Failed"}}
	for want, err := range map[string]error{
		"the connection was refused (asked 3 times in 4.2s); gave up after 4.2s of 1m0s: its phase is Failed": given,
		"the connection was refused (asked 3 times in 4.2s)":                                                  &probe.Failed{Attempts: 3, Waited: given.Waited, Last: last},
		"the connection was refused": last,
	} {
		if got := sawAtEnd(fmt.Errorf("%w", err), time.Minute); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if !errors.Is(given, probe.ErrFailFast) || !errors.Is(given, last) {
		t.Error("the cause is lost")
	}
}
