package host

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

func TestParseStatus(t *testing.T) {
	s, err := parseStatus(`{"ServerVersion":"20.10.24","CgroupVersion":"1","DefaultRuntime":"runc","DockerRootDir":"/var/lib/docker"}`)
	if err != nil || s.ServerVersion != "20.10.24" || s.CgroupVersion != "1" || s.DockerRootDir != "/var/lib/docker" {
		t.Errorf("got %+v, %v", s, err)
	}
	for in, want := range map[string]string{
		`{"ServerErrors":["Cannot connect"],"ClientInfo":{}}`: "Cannot connect",
		`{}`: "does not answer",
		``:   "read docker info",
	} {
		if _, err := parseStatus(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", in, err, want)
		}
	}
}

func TestEnvironmentErrorReadsAsOneSentence(t *testing.T) {
	err := &EnvironmentError{Doing: "start Docker", Advice: "see the log", Err: syscall.ENOSPC}
	if got := err.Error(); got != "start Docker: no space left on device; see the log" {
		t.Errorf("got %q", got)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error("the cause is lost")
	}
}

func TestSummaryNamesWhatIsSpecial(t *testing.T) {
	plain := (&Host{DockerVersion: "28.0"}).summary("/log")
	if plain != "Docker 28.0" {
		t.Errorf("got %q", plain)
	}
	special := (&Host{DockerVersion: "20.10", Started: true, CgroupV1: true, RestrictOOMScoreAdj: true}).summary("/log")
	for _, want := range []string{"/log", "cgroup v1", "oom_score_adj"} {
		if !strings.Contains(special, want) {
			t.Errorf("%q is not in %q", want, special)
		}
	}
}
