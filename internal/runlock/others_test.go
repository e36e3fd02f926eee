package runlock_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/steps/world"
)

// journalOf creates the journal of a run that has stopped node worker9, which does not exist.
func journalOf(t *testing.T, m *runlock.Member) (remove func()) {
	t.Helper()
	maps := m.Client().Typed().CoreV1().ConfigMaps(world.SystemNamespace)
	journal := &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "gherkind-undo-" + m.Run(), Labels: map[string]string{world.LabelRun: m.Run()}},
		Data:       map[string]string{"000001-abcd": `{"do":"start","node":"worker9"}`, "000002-abcd": `{"do":"uncordon","node":"worker8"}`},
	}
	if _, err := maps.Create(t.Context(), journal, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	remove = func() {
		err := maps.Delete(context.WithoutCancel(t.Context()), journal.Name, metav1.DeleteOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	}
	t.Cleanup(remove)
	return remove
}

// TestStoppedNodesAreLeftToTheirRun: a node that a scenario of another process has stopped is not started.
func TestStoppedNodesAreLeftToTheirRun(t *testing.T) {
	m := join(t, "teststops")
	remove := journalOf(t, m)
	config := clustertest.Up(t).Config
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, free := range []string{"worker7", "worker8"} {
		if err := (runlock.Others{}).AwaitNodes(ctx, config, []string{free}, func(s string) { t.Error(s) }); err != nil {
			t.Fatal(err)
		}
	}
	waits, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- runlock.Others{}.AwaitNodes(ctx, config, []string{"worker7", "worker9"}, func(s string) { waits <- s })
	}()
	select {
	case said := <-waits:
		if !strings.Contains(said, "run teststops has started node worker9") {
			t.Errorf("it says %q", said)
		}
	case err := <-done:
		t.Fatalf("it did not wait: %v", err)
	}
	remove()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestRunningRuns(t *testing.T) {
	m, config := join(t, "testruns"), clustertest.Up(t).Config
	runs, err := runlock.Others{}.Running(t.Context(), config)
	if err != nil || !slices.Contains(runs, "testruns") {
		t.Errorf("%v, %v", runs, err)
	}
	// A run that does not renew its Lease is dead, whatever time the Lease contains, and is not waited for.
	journalOf(t, m)
	m.Freeze()
	ahead := metav1.NewMicroTime(time.Now().Add(time.Hour)).UTC().Format(metav1.RFC3339Micro)
	if err := m.PatchRun(t.Context(), `{"spec":{"renewTime":"`+ahead+`"}}`); err != nil {
		t.Fatal(err)
	}
	if err := (runlock.Others{}).AwaitNodes(t.Context(), config, []string{"worker9"}, func(s string) { t.Error(s) }); err != nil {
		t.Error(err)
	}
}
