package host

import (
	"testing"
)

func TestParseBounding(t *testing.T) {
	for status, want := range map[string]struct {
		missing  int
		resource bool
	}{
		"Name:\tx\nCapBnd:\t000001ffffffffff\n": {0, true},
		"CapBnd:\t000001fffeffffff\n":           {1, false},
		"CapBnd:\t00000000a80425fb\n":           {27, false}, // an ordinary container
		"CapBnd:\t0000000000000000\n":           {41, false},
	} {
		caps, err := parseBounding(status, 40)
		if err != nil || caps.missing() != want.missing || caps.has(capSysResource) != want.resource {
			t.Errorf("%q: got %d missing, resource %v, %v; want %+v", status, caps.missing(), caps.has(capSysResource), err, want)
		}
	}
	for _, bad := range []string{"", "CapEff:\t0\n", "CapBnd:\tno\n"} {
		if _, err := parseBounding(bad, 40); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestCgroupV1(t *testing.T) {
	for version, want := range map[string]bool{"1": true, "2": false} {
		if got, err := cgroupV1(version, "/no/such/folder"); err != nil || got != want {
			t.Errorf("version %s: got %v, %v", version, got, err)
		}
	}
	if got, err := cgroupV1("", t.TempDir()); err != nil || !got { // anything other than cgroup2
		t.Errorf("unknown version: got %v, %v", got, err)
	}
	if _, err := cgroupV1("", "/no/such/folder"); err == nil {
		t.Error("no folder, no error")
	}
}
