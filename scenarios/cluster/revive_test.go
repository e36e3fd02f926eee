package cluster

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// TestANodeThatIsStoppedWhileReadinessIsAwaited: the wait for a ready cluster ends when another run stops a node, because the
// cluster is not ready before that run starts the node again.
func TestANodeThatIsStoppedWhileReadinessIsAwaited(t *testing.T) {
	newDocker(t, nodeOf("c", "control-plane", "exited", false)).reports("ee10e8\n")
	w := desired{options: Options{Name: "c", Run: "mine", StateDir: t.TempDir()}.withDefaults()}
	use := otherRun(t, "other", "c")
	bounded, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := w.unlessStopped(bounded, func(ctx context.Context) (*Cluster, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	if !errors.Is(err, errStopped) || !aNewOneHelps(err) {
		t.Errorf("a node was stopped: %v", err)
	}
	ready := &Cluster{}
	if c, err := w.unlessStopped(t.Context(), func(context.Context) (*Cluster, error) { return ready, nil }); c != ready || err != nil {
		t.Errorf("the cluster became ready all the same: %v, %v", c, err)
	}
	if err := use.End(); err != nil {
		t.Fatal(err)
	}
	if stopped, err := w.awaitStop(t.Context(), time.Now()); stopped != nil || err != nil {
		t.Errorf("without another run: %v, %v", stopped, err)
	}
}

// TestNoNodeIsStopped: the error of the wait is returned.
func TestNoNodeIsStopped(t *testing.T) {
	trouble := errors.New("not ready for 3m")
	newDocker(t)
	w := desired{options: Options{Name: "c", StateDir: t.TempDir()}.withDefaults()}
	fails := func(context.Context) (*Cluster, error) { return nil, trouble }
	if _, err := w.unlessStopped(t.Context(), fails); !errors.Is(err, trouble) || err.Error() != trouble.Error() {
		t.Errorf("got %v", err)
	}
}

// TestARunThatEndedWhileANodeWasStopped: what was stopped is started; the cluster is not judged by a wait that was ended.
func TestARunThatEndedWhileANodeWasStopped(t *testing.T) {
	newDocker(t, nodeOf("c", "control-plane", "exited", false))
	w := desired{options: Options{Name: "c", Run: "mine", StateDir: t.TempDir()}.withDefaults()}
	tries := 0
	c, err := w.reviveBeside(t.Context(), nil, func(context.Context, []docker.Container) (*Cluster, error) {
		if tries++; tries == 1 {
			return nil, &EnvironmentError{Doing: "wait for the nodes", Err: errStopped}
		}
		return &Cluster{}, nil
	})
	if c == nil || err != nil || tries != 2 {
		t.Errorf("%v, %v after %d attempts", c, err, tries)
	}
}
