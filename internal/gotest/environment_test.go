package gotest

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios"
)

func TestFromEnvironment(t *testing.T) {
	for _, c := range []struct {
		retry, flaky string
		own          int
		want         int
		fails        bool
		err          string
	}{
		{"", "", 0, 0, false, ""},
		{"2", "fail", 0, 2, true, ""},
		{"2", "warn", 1, 1, false, ""}, // the code overrides the environment
		{"-1", "", 0, 0, false, "GHERKIND_RETRY=-1: it must be a number, 0 or more"},
		{"two", "", 0, 0, false, "GHERKIND_RETRY=two: it must be a number"},
		{"", "maybe", 0, 0, false, "GHERKIND_FLAKY=maybe: it must be fail or warn"},
	} {
		o := scenarios.Options{Retry: c.own}
		err := fromEnvironment(&o, func(name string) string {
			return map[string]string{"GHERKIND_RETRY": c.retry, "GHERKIND_FLAKY": c.flaky}[name]
		})
		if err == nil && c.err != "" || err != nil && (c.err == "" || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%+v: %v", c, err)
		}
		if o.Retry != c.want || o.FlakyFails != c.fails {
			t.Errorf("%+v: retry %d, flaky fails %v", c, o.Retry, o.FlakyFails)
		}
	}
}
