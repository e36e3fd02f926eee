package steps

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

func TestOrderInOneVersion(t *testing.T) {
	at := func(second int) metav1.Time { return metav1.Unix(int64(second), 0) }
	for name, c := range map[string]struct {
		ended, started int
		met, told      bool
	}{
		"a second later": {10, 11, true, true}, "a second earlier": {10, 9, false, true}, "the same second": {10, 10, true, false},
	} {
		pod := &corev1.Pod{Status: corev1.PodStatus{
			InitContainerStatuses: []corev1.ContainerStatus{{Name: "first", State: corev1.ContainerState{
				Terminated: &corev1.ContainerStateTerminated{StartedAt: at(1), FinishedAt: at(c.ended), ContainerID: "containerd://a"},
			}}},
			ContainerStatuses: []corev1.ContainerStatus{{Name: "app", ContainerID: "containerd://b", State: corev1.ContainerState{
				Running: &corev1.ContainerStateRunning{StartedAt: at(c.started)},
			}}},
		}}
		verdict, told := orderInOneVersion(pod, "app", "first", finished())
		if final := verdict.FailsFast != nil; verdict.Met != c.met || told != c.told || final == c.met {
			t.Errorf("%s: met %t, told %t, final %t", name, verdict.Met, told, final)
		}
		if want := `container "app" started at 00:00:09, before "first" finished at 00:00:10`; !c.met && verdict.Saw != want {
			t.Errorf("%s: %q", name, verdict.Saw)
		}
	}
}

// TestAnOrderThatNobodyKnows: if two containers are reported together, with timestamps in the same second, and the container
// runtime of the node cannot be asked, the order is unknown, which is no failure of the containers.
func TestAnOrderThatNobodyKnows(t *testing.T) {
	ended := func(name string, second int) string {
		return fmt.Sprintf("{name: %s, containerID: 'containerd://%s', state: {terminated: {exitCode: 0, startedAt: '2026-01-01T00:00:01Z', finishedAt: '2026-01-01T00:00:%02dZ', containerID: 'containerd://%s'}}}", name, name, second, name)
	}
	pod := func(first, second int) string {
		return "{kind: Pod, apiVersion: v1, metadata: {name: p, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: app}, {name: sidecar}]}, " +
			"status: {containerStatuses: [" + ended("app", first) + ", " + ended("sidecar", second) + "]}}"
	}
	asks := map[string]func(*story) error{
		"was still running when": func(s *story) error {
			return runningWhenFinished(t.Context(), s.World, world.ContainerRef{Pod: s.pod("p").Ref, Name: "sidecar"}, "app", upTo(5))
		},
		"started after started": func(s *story) error {
			return startedAfterStarted(t.Context(), s.World, world.ContainerRef{Pod: s.pod("p").Ref, Name: "sidecar"}, "app", upTo(5))
		},
	}
	for name, ask := range asks {
		err := ask(tell(t, viewtest.See(t, pod(10, 10)), world.State{}, runTimesOf("app", "02.0", "10.4"), runTimesOf("sidecar", "03.0", "10.5")))
		if err != nil {
			t.Errorf("%s: the runtime confirms the order: %v", name, err)
		}
		err = ask(tell(t, viewtest.See(t, pod(10, 10)), world.State{}, runTimesOf("app", "03.0", "10.5"), runTimesOf("sidecar", "02.0", "10.4")))
		if err == nil || errors.Is(err, observe.ErrUnobserved) {
			t.Errorf("%s: the runtime reports the opposite order: %v", name, err)
		}
		refused := runTimesOf("app", "", "")
		refused.Value, refused.Err = []byte("{}"), "the cluster is not gherkind's"
		err = ask(tell(t, viewtest.See(t, pod(10, 10)), world.State{}, refused))
		if !errors.Is(err, observe.ErrUnobserved) || !strings.Contains(err.Error(), "cannot tell") {
			t.Errorf("%s: the order is unknown: %v", name, err)
		}
	}
	for seconds, met := range map[[2]int]bool{{10, 11}: true, {11, 10}: false} {
		err := asks["was still running when"](tell(t, viewtest.See(t, pod(seconds[0], seconds[1])), world.State{}))
		if (err == nil) != met || errors.Is(err, observe.ErrUnobserved) {
			t.Errorf("app ended at %d, sidecar at %d: %v", seconds[0], seconds[1], err)
		}
	}
}

// runTimesOf is the answer of the container runtime about a run.
func runTimesOf(container, started, finished string) world.Answer {
	question := remote.CommandOn("worker", []string{"crictl", "inspect", "--output", "go-template", "--template", "{{.status.startedAt}} {{.status.finishedAt}}", container})
	at := func(second string) string { return "2026-01-01T00:00:" + second + "Z" }
	return world.NewAnswer(question, time.Unix(1003, 0), remote.Printed{Output: at(started) + " " + at(finished) + "\n"})
}
