package host

import (
	"os"
	"testing"
)

type infos []string

func (i *infos) Step(string)      {}
func (i *infos) Done(string)      {}
func (i *infos) Info(line string) { *i = append(*i, line) }

// Needs a running Docker, and that Ensure was called before as root.
func TestEnsureOnAReadyMachineChangesNothing(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root")
	}
	if _, err := askDocker(t.Context()); err != nil {
		t.Skip(err)
	}
	var first, second infos
	if _, err := Ensure(t.Context(), Options{Progress: &first}); err != nil {
		t.Fatal(err)
	}
	h, err := Ensure(t.Context(), Options{Progress: &second})
	if err != nil {
		t.Fatal(err)
	}
	if h.DockerVersion == "" || h.Started {
		t.Errorf("got %+v", h)
	}
	daemon, err := findDaemon(pidFile, "/proc")
	if err != nil {
		t.Fatal(err)
	}
	if daemon != nil && (daemon.ours() || daemon.bounding.missing() == 0) && len(second) > 0 {
		t.Errorf("the second call changed something: %q", second)
	}
}
