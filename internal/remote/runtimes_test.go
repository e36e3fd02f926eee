package remote

import (
	"testing"
	"time"
)

func TestParseRunTimes(t *testing.T) {
	started, finished, err := parseRunTimes("time=\"x\" level=warning msg=\"migrated\"\n2026-11-23T20:52:48.669826893Z 2026-11-23T20:52:50.000000001Z\n")
	if err != nil || finished.Sub(started) != 1330173108*time.Nanosecond {
		t.Errorf("%v, %v, %v", started, finished, err)
	}
	for _, out := range []string{"", "not found", "2026-11-23T20:52:48.669826893Z <no value>"} {
		if _, _, err := parseRunTimes(out); err == nil {
			t.Errorf("%q is read", out)
		}
	}
}
